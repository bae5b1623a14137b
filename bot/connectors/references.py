"""What a merchant passes on as the order's id or number: fit for an id, or nothing."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 200


def reference(value: object) -> str | None:
    """Return an order's reference, ``None`` for what can be none: nothing, lists, texts of several lines or of great length."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).strip() if isinstance(value, str) or abs(value) < 10**_LONGEST else ""
    return text if text.isprintable() and 0 < len(text) <= _LONGEST else None


def first_reference(value: object) -> str | None:
    """Return the first of several references, separated by commas: a document for several orders belongs to the first of them."""
    return reference(value.partition(",")[0] if isinstance(value, str) else value)
