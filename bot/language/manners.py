"""What people wrap a request in: greetings and thanks around it, and ways to ask for a favour."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.language.normalise import normalise
from bot.language.wrapping import ASKING, FAVOUR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.language.index import Phrase

_POLITE = ("", "greeting", "thanks", "goodbye")  # what comes later says more
_LONGEST = 6  # words


class _Edges:
    """Phrases that may stand at the beginning or at the end of a text, found by the word that they begin or end with."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = phrases
        self._openers = _sizes((text.split()[0], text) for text in phrases)
        self._closers = _sizes((text.split()[-1], text) for text in phrases)

    def first(self, words: list[str], start: int, end: int) -> tuple[int, str]:
        """Return how many words the longest phrase at ``start`` has (0 without one), and what it stands for."""
        for size in self._openers.get(words[start], ()):
            if start + size <= end and (found := self._phrases.get(" ".join(words[start : start + size]))) is not None:
                return size, found
        return 0, ""

    def last(self, words: list[str], start: int, end: int) -> tuple[int, str]:
        """Return the same for the longest phrase before ``end``."""
        for size in self._closers.get(words[end - 1], ()):
            if end - size >= start and (found := self._phrases.get(" ".join(words[end - size : end]))) is not None:
                return size, found
        return 0, ""


class Manners:
    """Takes politeness off the words of a text, by the phrases of the intents that greet, thank and take leave."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        polite = {phrase.text: phrase.intent for phrase in phrases if phrase.intent in _POLITE and phrase.text.count(" ") < _LONGEST}
        self._polite = _Edges(polite)
        self._asking = _Edges(_normal(ASKING, "asking"))
        self._favour = _Edges(_normal(FAVOUR, "favour"))

    def peel(self, words: list[str]) -> tuple[list[str], str]:
        """Take greetings, thanks and goodbyes off both ends; return what is left and what was said: goodbye rather than thanks than hello."""
        taken = {""}
        start, end = 0, len(words)
        while start < end:
            size, intent = self._polite.first(words, start, end)
            if not size:
                break
            taken.add(intent)
            start += size
        while start < end:
            size, intent = self._polite.last(words, start, end)
            if not size:
                break
            taken.add(intent)
            end -= size
        return words[start:end], max(taken, key=_POLITE.index)

    def unwrap(self, words: list[str]) -> list[str]:
        """Take "could you", "for me" and the like off both ends as well; something is always left."""
        kept, before = words, 0
        while before != len(kept):
            before = len(kept)
            start = self._asking.first(kept, 0, len(kept) - 1)[0]
            end = len(kept) - self._favour.last(kept, start + 1, len(kept))[0]
            kept = self.peel(kept[start:end])[0] or kept
        return kept


def _normal(phrases: Mapping[str, Iterable[str]], meaning: str) -> dict[str, str]:
    return {normalise(text): meaning for texts in phrases.values() for text in texts}


def _sizes(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[int, ...]]:
    """Return the sizes in words of the phrases per word, the largest first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for word, text in pairs:
        found[word].add(text.count(" ") + 1)
    return {word: tuple(sorted(sizes, reverse=True)) for word, sizes in found.items()}
