"""What the letters of a text say about its intent: naive Bayes over letter groups and pairs of words of the phrases.

It sees what whole words hide: "هيوصل", "بيوصل" and "يوصل" share their letters, and so do misspellings.

What a group says is a number per intent. These numbers stand side by side in one large integer, 32 bits each, so that adding
two integers adds all of them at once: several times faster than a loop, and adding is nearly all there is to do.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from bot.language.words import Stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_GRAM = 3
_PRIOR = 0.5  # imaginary sightings of each group, spread over all intents
_COOLING = 5.0  # evidence is counted many times over (groups overlap), so odds are cooled before they become probabilities
_COOLING_PER_GROUP = 0.2
_MAX_CHARS = 200
_LANE = 32  # bits per intent
# How a log odds of 1 is written in a lane. A text has 301 groups at most, each with log odds far below 27, so no lane runs over.
_ONE = 1 << 19
_Group = str | tuple[str, str]  # letters, or two stems


class _Word(NamedTuple):
    """The letter groups of a word and the sum of what they say."""

    groups: frozenset[str]
    lanes: int


class _Words(dict[str, _Word]):
    """The words of the phrases, worked out once; other words are worked out when asked for and not kept."""

    def __init__(self, words: Iterable[str], support: Mapping[_Group, int]) -> None:
        super().__init__()
        self._support = support
        self.update((word, self[word]) for word in set(words))

    def __missing__(self, word: str) -> _Word:
        groups = _letters(word)
        return _Word(groups, sum(self._support.get(group, 0) for group in groups))


class Evidence:
    """Probabilities of intents, learnt from (intent, normalised phrase) pairs."""

    def __init__(self, samples: Sequence[tuple[str, str]]) -> None:
        sizes = Counter(intent for intent, _ in samples)
        self.intents = tuple(sizes)
        self._lanes = Struct(f"<{len(sizes)}L")
        vocabulary = {word for _, text in samples for word in text.split()}
        self._stems = Stems(vocabulary)
        seen: defaultdict[_Group, Counter[str]] = defaultdict(Counter)
        for intent, text in samples:
            words = text.split()
            for group in self._pairs(words).union(*map(_letters, words)):
                seen[group][intent] += 1
        prior = _PRIOR / max(1, len(samples))
        shifts = {intent: _LANE * place for place, intent in enumerate(self.intents)}
        self._support = {
            group: sum(round(math.log1p(count / sizes[intent] / prior) * _ONE) << shifts[intent] for intent, count in counts.items())
            for group, counts in seen.items()
        }
        self._words = _Words(vocabulary, self._support)

    def probabilities(self, text: str, *, whole: float = 1.0) -> dict[str, float]:
        """Return the probability of each intent for a normalised text, together ``whole``; nothing when no letter group is known."""
        lanes, size = self._sums(text[:_MAX_CHARS].split())
        if not lanes:
            return {}
        sums = self._lanes.unpack(lanes.to_bytes(self._lanes.size, "little"))
        most = max(sums)
        cooling = max(_COOLING, _COOLING_PER_GROUP * size) * _ONE
        exp = math.exp
        odds = [exp((value - most) / cooling) for value in sums]
        scale = whole / sum(odds)
        return {intent: value * scale for intent, value in zip(self.intents, odds, strict=True)}

    def _sums(self, words: list[str]) -> tuple[int, int]:
        """Return what the distinct groups of a text say together, and how many these are."""
        support = self._support
        seen: set[str] = set()
        total = 0
        for word in words:
            groups, lanes = self._words[word]
            if seen.isdisjoint(groups):
                total += lanes
            else:
                for group in groups - seen:
                    if group in support:
                        total += support[group]
            seen |= groups
        pairs = self._pairs(words)
        for pair in pairs:
            if pair in support:
                total += support[pair]
        return total, len(seen) + len(pairs)

    def _pairs(self, words: list[str]) -> set[_Group]:
        """Return the pairs of neighbouring stems; beginning and end count as one."""
        stems = self._stems
        return set(pairwise(["^", *[stems[word] for word in words], "$"]))


def _letters(word: str) -> frozenset[str]:
    """Return the groups of letters of a word; its ends count as letters."""
    padded = f" {word} "
    return frozenset([padded[start : start + _GRAM] for start in range(len(word))])
