"""How to address a customer."""

# ruff: noqa: RUF001 (letters and quotes that look alike are what this module is about)

from __future__ import annotations

from bot.language.normalise import visible

_MAX = 30
# Names that are only half of a given name: "Abdul Rahman", "عبد الله", "أم محمد".
_FIRST_HALVES = frozenset(("abd", "abdul", "abdel", "abu", "um", "umm", "bin", "bint", "عبد", "ابو", "أبو", "ام", "أم", "بن", "بنت", "آل"))


def given_name(name: str | None) -> str | None:
    """Return the name to greet with, or ``None`` when what we know does not look like one (a number, an emoji, a slogan)."""
    words = visible(name or "").split()
    if not words or not all(char.isalpha() or char in "'’-." for word in words[:2] for char in word):
        return None
    parts = words[:2] if words[0].lower() in _FIRST_HALVES and len(words) > 1 else words[:1]
    given = " ".join(parts)
    return given if 1 < len(given) <= _MAX else None
