"""What people wrap a request in: greetings and thanks around it, and ways to ask for a favour."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.language.index import Meaning

_GREETINGS = frozenset(("greeting", "thanks", "goodbye"))
_LONGEST = 6  # words
# As ``normalise`` spells them. They may matter ("can i return this" is not "return this"), so they come off only where a text is not clear.
_ASKING = (
    *("can you", "could you", "would you", "will you", "can u", "could u", "would u", "can i", "could i", "may i", "can we", "could we"),
    *("i want to", "i want you to", "i would like to", "i would like you to", "id like to", "id like you to", "i wanna"),
    *("i need to", "i need you to"),
    *("is it possible to", "would it be possible to", "is it possible for you to", "would you mind", "do you mind", "kindly", "just", "also"),
    *("i was wondering if you could", "i was hoping you could", "i am trying to", "im trying to", "help me", "help me to", "be so kind and"),
    *("ممكن", "هل ممكن", "هل يمكن", "هل يمكنك", "يمكن", "لو ممكن", "اذا ممكن", "هل تقدر", "تقدر", "اقدر", "ينفع", "هل بامكانك", "هل بامكانكم"),
    *("ابغي", "ابغا", "ابي", "اريد", "اريد ان", "بدي", "عايز", "عايزه", "عاوز", "عاوزه", "حاب", "حابب", "حابه", "ودي", "ياليت", "يا ريت", "ارجو"),
    *("momken", "mumkin", "law momken", "abi", "abgha", "3ayez", "3ayza", "3awez", "biddi", "badi", "bghit"),
)
_FAVOUR = (
    *("for me", "for us", "if possible", "if you can", "if you could", "if you dont mind", "when you can", "as soon as possible", "asap"),
    *("لو ممكن", "اذا ممكن", "ان امكن", "لو تقدر", "اذا تقدر", "اذا ما عليك امر", "بسرعه", "law momken"),
)


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

    def __init__(self, phrases: Mapping[str, Meaning]) -> None:
        polite = {text: meaning.intent for text, meaning in phrases.items() if meaning.intent in _GREETINGS and text.count(" ") < _LONGEST}
        self._polite = _Edges(polite)
        self._asking = _Edges(dict.fromkeys(_ASKING, "asking"))
        self._favour = _Edges(dict.fromkeys(_FAVOUR, "favour"))

    def peel(self, words: list[str]) -> tuple[list[str], str]:
        """Take greetings, thanks and goodbyes off both ends; return what is left and the intent of what was taken first."""
        first, start, end = "", 0, len(words)
        while start < end:
            size, intent = self._polite.first(words, start, end)
            if not size:
                break
            first = first or intent
            start += size
        while start < end:
            size, intent = self._polite.last(words, start, end)
            if not size:
                break
            first = first or intent
            end -= size
        return words[start:end], first

    def unwrap(self, words: list[str]) -> list[str]:
        """Take "could you", "for me" and the like off both ends as well; something is always left."""
        kept, before = words, 0
        while before != len(kept):
            before = len(kept)
            start = self._asking.first(kept, 0, len(kept) - 1)[0]
            end = len(kept) - self._favour.last(kept, start + 1, len(kept))[0]
            kept = self.peel(kept[start:end])[0] or kept
        return kept


def _sizes(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[int, ...]]:
    """Return the sizes in words of the phrases per word, the largest first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for word, text in pairs:
        found[word].add(text.count(" ") + 1)
    return {word: tuple(sorted(sizes, reverse=True)) for word, sizes in found.items()}
