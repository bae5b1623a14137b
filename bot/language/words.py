"""Words and their stems: light cutting of endings and articles, so that "orders" and "الطلب" meet "order" and "طلب"."""

# ruff: noqa: RUF001 (letters and quotes that look alike are what this module is about)

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ARABIC = range(0x0600, 0x0700)
_ARABIC_PREFIXES = ("وال", "بال", "فال", "كال", "عال", "هال", "لل", "ال")
_ARABIC_SUFFIXES = ("تكم", "ها", "هم", "كم", "نا", "ات", "ون", "ين", "وا", "ني", "تي", "ته", "ي", "ه", "و", "ت")
_SHORTEST = 3


class Stems(dict[str, str]):
    """The stems of known words, worked out once; those of other words are worked out when asked for and not kept."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__((word, stem(word)) for word in set(words))

    def __missing__(self, word: str) -> str:
        """Return the stem of a word that is not kept."""
        return stem(word)


def stem(word: str) -> str:
    """Return the stem of a normalised word; words in other scripts than Latin and Arabic stay as they are."""
    if len(word) <= _SHORTEST:
        return word
    if word.isascii():
        return _latin_stem(word) if word.isalpha() else word
    return _arabic_stem(word) if ord(word[0]) in _ARABIC else word


def _latin_stem(word: str) -> str:
    for suffix, shortest in (("ation", 5), ("ing", 3), ("ed", 3), ("es", 3), ("s", 3)):
        if word.endswith(suffix) and len(word) - len(suffix) >= shortest and not word.endswith("ss"):
            word = word[: -len(suffix)]
            break
    if len(word) > _SHORTEST + 1 and word[-1] in "ey":
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] else word


def _arabic_stem(word: str) -> str:
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
            word = word[len(prefix) :]
            break
    for suffix in _ARABIC_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST:
            return word[: -len(suffix)]
    return word


def shortened(word: str) -> list[str]:
    """Return a word with each of its letters left out in turn: two words one slip apart share one of these, or one is the other's."""
    return [word[:place] + word[place + 1 :] for place in range(len(word))]
