"""Shortening text to WhatsApp's limits without cutting through a character that people see as one, or an isolate."""

from __future__ import annotations

import unicodedata

FSI, PDI = "\u2068", "\u2069"
_ELLIPSIS = "…"
_JOINER = "\u200d"
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_ASTRAL = 0x10000


def width(text: str) -> int:
    """Return a text's length as WhatsApp may count it at worst: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def trim(text: str, limit: int) -> str:
    """Return a text of at most ``limit`` UTF-16 units; a longer one ends in an ellipsis, at a whole character and, if near, a whole word.

    >>> trim("A very long title", 10)
    'A very…'
    """
    if width(text) <= limit:
        return text
    closing = 0
    while True:
        kept = _at_word(_prefix(text, limit - 1 - closing))
        unclosed = max(0, kept.count(FSI) - kept.count(PDI))
        if unclosed <= closing:
            return f"{kept}{_ELLIPSIS}{PDI * unclosed}"
        closing = unclosed


def _at_word(text: str) -> str:
    space = text.rfind(" ")
    return text[:space].rstrip() if space > len(text) // 2 else text.rstrip()


def _prefix(text: str, limit: int) -> str:
    """Return the longest beginning of whole characters within ``limit`` UTF-16 units."""
    total, end = 0, 0
    for place, char in enumerate(text):
        if total > limit:
            break
        if not _continues(text, place):
            end = place
        total += 1 + (ord(char) >= _ASTRAL)
    else:
        end = len(text) if total <= limit else end
    return text[:end]


def _continues(text: str, place: int) -> bool:
    """Tell whether the character at ``place`` belongs to what stands before it (a mark, a joined or coloured emoji, a flag's second half)."""
    char = text[place]
    if place == 0:
        return False
    if char == _JOINER or text[place - 1] == _JOINER or ord(char) in _SKIN_TONES or unicodedata.category(char) in {"Mn", "Me", "Mc"}:
        return True
    if ord(char) not in _FLAG_LETTERS:
        return False
    before = 0
    while before < place and ord(text[place - 1 - before]) in _FLAG_LETTERS:
        before += 1
    return before % 2 == 1
