"""Slips of the finger: a word that no phrase knows, one letter away from one that many know, is read as that.

Two words are one slip apart when both become the same by leaving out a letter at most ("symmetric delete", Garbe 2012), so that
looking a word up takes as many steps as it has letters, whatever the number of words known.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 5  # letters; of shorter words too many are one slip apart
USUAL = 5  # phrases that a word must stand in to be what somebody meant


class Spelling:
    """Mends the words of normalised texts by those of ``texts``."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(word for text in texts for word in dict.fromkeys(text.split()))
        self._known = frozenset(counts)
        self._meant: dict[str, str] = {}
        for word, count in counts.most_common():
            if count >= USUAL and len(word) >= SHORTEST and word.isalpha():
                for part in (word, *_shortened(word)):
                    self._meant.setdefault(part, word)  # of several the most usual one

    def mend(self, text: str) -> str:
        """Return a normalised text with its slips mended; what is known, short or no word stays."""
        words = text.split()
        mended = [word if word in self._known or len(word) < SHORTEST or not word.isalpha() else self._mended(word) for word in words]
        return text if mended == words else " ".join(mended)

    def _mended(self, word: str) -> str:
        for part in (word, *_shortened(word)):
            meant = self._meant.get(part)
            if meant is not None and abs(len(meant) - len(word)) <= 1 and (meant[0] == word[0] or sorted(meant) == sorted(word)):
                return meant
        return word


def _shortened(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]
