"""What the letters of a text say about its intent: naive Bayes over letter groups and pairs of words of the phrases.

It sees what whole words hide: "هيوصل", "بيوصل" and "يوصل" share their letters, and so do misspellings.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.language.words import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

_GRAM = 3
_PRIOR = 0.5  # imaginary sightings of each group, spread over all intents
_COOLING = 5.0  # evidence is counted many times over (groups overlap), so odds are cooled before they become probabilities
_COOLING_PER_GROUP = 0.2
_MAX_CHARS = 200


class Evidence:
    """Probabilities of intents, learnt from (intent, normalised phrase) pairs."""

    def __init__(self, samples: Sequence[tuple[str, str]]) -> None:
        sizes = Counter(intent for intent, _ in samples)
        self.intents = tuple(sizes)
        places = {intent: place for place, intent in enumerate(self.intents)}
        seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for intent, text in samples:
            for group in _groups(text):
                seen[group][intent] += 1
        prior = _PRIOR / max(1, len(samples))
        self._support = {
            group: tuple((places[intent], math.log1p(count / sizes[intent] / prior)) for intent, count in counts.items())
            for group, counts in seen.items()
        }

    def probabilities(self, text: str) -> dict[str, float]:
        """Return the probability of each intent for a normalised text; nothing when no letter group is known."""
        groups = _groups(text[:_MAX_CHARS])
        sums = [0.0] * len(self.intents)
        support = self._support
        for group in groups:
            if group in support:
                for place, value in support[group]:
                    sums[place] += value
        most = max(sums, default=0.0)
        if most == 0.0:
            return {}
        cooling = max(_COOLING, _COOLING_PER_GROUP * len(groups))
        odds = [math.exp((value - most) / cooling) for value in sums]
        total = sum(odds)
        return {intent: value / total for intent, value in zip(self.intents, odds, strict=True)}


def _groups(text: str) -> set[str]:
    words = text.split()
    groups = set()
    for word in words:
        padded = f" {word} "
        groups.update([padded[start : start + _GRAM] for start in range(len(padded) - _GRAM + 1)])
    roots = ["^", *map(stem, words), "$"]
    groups.update([f"{first}+{second}" for first, second in pairwise(roots)])
    return groups
