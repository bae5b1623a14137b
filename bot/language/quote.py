"""The words of a text that somebody has looked for, with some words around them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from bot.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEFORE: Final = 6
_AROUND: Final = 24
_LONGEST: Final = 160


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a quotation; ``found`` where it is what was looked for."""

    text: str
    found: bool = False


def quote(texts: Sequence[str], words: Sequence[str]) -> tuple[Piece, ...]:
    """Return of the texts (the newest first) the one that has most of the words, cut around them; ``()`` where none has any.

    The words are in the spelling of ``normalise``; each stands for whatever begins with it.

    >>> quote(["Where is my parcel?"], ["parc"])
    (Piece(text='Where is my ', found=False), Piece(text='parcel?', found=True))
    """
    best: tuple[Piece, ...] = ()
    most = 0
    for text in texts:
        marked = [(token, _begun(token, words)) for token in text.split()]
        count = len(set().union(*(begun for _, begun in marked)))
        if count > most:
            best, most = _cut([(token, bool(begun)) for token, begun in marked]), count
    return best


def _begun(token: str, words: Sequence[str]) -> frozenset[str]:
    """Return those of the words that a part of a text begins with."""
    parts = normalise(token).split()
    return frozenset(word for word in words if any(part.startswith(word) for part in parts))


def _cut(marked: Sequence[tuple[str, bool]]) -> tuple[Piece, ...]:
    first = next(place for place, (_, found) in enumerate(marked) if found)
    start = max(0, first - _BEFORE)
    shown = marked[start : start + _AROUND]
    runs = [(found, " ".join(token[:_LONGEST] for token, _ in run)) for found, run in groupby(shown, key=lambda each: each[1])]
    spaced = [Piece(text if last else f"{text} ", found) for place, (found, text) in enumerate(runs) for last in (place == len(runs) - 1,)]
    before, after = [Piece("… ")] * (start > 0), [Piece(" …")] * (start + _AROUND < len(marked))
    return (*before, *spaced, *after)
