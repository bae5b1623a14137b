"""A text as places in a table: its groups of letters, its words and pairs of words, and the ideas behind them.

Each is hashed to one of four million places, so that no vocabulary has to be kept. The groups of
letters are hashed all at once by numpy; a multiplication and a shift per letter do (multiplicative hashing, Knuth, vol. 3, 6.4).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from bot.language.ideas import Ideas

BITS = 22
SLOTS = 1 << BITS
MAX_CHARS = 400  # what a request is about stands in its first lines
MAX_IDEAS = 14
_LARGEST = 5  # letters in a group
_SHIFT = np.uint32(32 - BITS)
_LETTER, _GROUP, _PLACE, _PAIR = (np.uint32(odd) for odd in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F))
_SPACE = 32
_FEW = 2
_PAIRS_OF = [np.triu_indices(size, 1) for size in range(MAX_IDEAS + 1)]


class Cut(NamedTuple):
    """The distinct slots of a text: of its groups of letters, of its words and pairs of words, and of its ideas and pairs of them."""

    letters: NDArray[np.uint32]
    words: NDArray[np.uint32]
    ideas: NDArray[np.uint32]


def cut(words: str, ideas: Ideas, raw: str = "") -> Cut:
    """Return the slots of a normalised text; the letters that ``raw`` had before (accents, Urdu's own forms) tell its language."""
    short = words[:MAX_CHARS]
    split = short.split()
    marks = "" if raw.isascii() else {char for char in raw[:MAX_CHARS].lower() if char.isalpha() and not char.isascii()}
    slots = np.concatenate([*_groups(short), _hashed([f"m{mark}" for mark in marks])])
    slots.sort()
    first = np.empty(len(slots), dtype=np.bool_)
    first[0] = True
    np.not_equal(slots[1:], slots[:-1], out=first[1:])
    return Cut(slots[first], _hashed(_named(split)), _ideas(ideas.of(split)))


def _groups(text: str) -> list[NDArray[np.uint32]]:
    """Return the slots of the groups of two to five letters of each word; its ends count as letters."""
    codes = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), dtype="<u4")
    letters = codes * _LETTER
    inside = codes != _SPACE
    found = []
    groups, whole = letters, np.ones(len(codes), dtype=np.bool_)
    for size in range(2, min(_LARGEST, len(codes)) + 1):
        groups = groups[:-1] * _GROUP ^ letters[size - 1 :]
        groups ^= groups >> np.uint32(15)
        whole = whole[:-1]
        if size > _FEW:
            whole = whole & inside[size - 2 : -1]
        found.append((groups * _PLACE >> _SHIFT)[whole])
    return found


def _named(words: list[str]) -> dict[str, None]:
    """Return the words, the pairs of neighbours, and the pairs with a word between them; always in the same order."""
    named = [f"w{word}" for word in words]
    named += [f"p{one} {other}" for one, other in pairwise(["^", *words, "$"])]
    named += [f"s{one} {other}" for one, other in zip(words, words[_FEW:], strict=False)]
    return dict.fromkeys(named)


def _hashed(named: Collection[str]) -> NDArray[np.uint32]:
    return np.array([crc32(name.encode("utf-8", "surrogatepass")) for name in named], dtype=np.uint32) >> _SHIFT


def _ideas(found: list[int]) -> NDArray[np.uint32]:
    """Return the slots of ideas and of each pair of them."""
    hashed = np.array(found[:MAX_IDEAS], dtype=np.uint32) * _PAIR
    ones, others = _PAIRS_OF[len(hashed)]
    return np.concatenate([hashed, (hashed[ones] * _GROUP ^ hashed[others]) * _PLACE]) >> _SHIFT
