"""What the letters of a text say about its intent: naive Bayes over letter groups and pairs of words of the phrases.

It sees what whole words hide: "هيوصل", "بيوصل" and "يوصل" share their letters, and so do misspellings.

What a group says is a number per intent. These numbers stand side by side in one large integer, 64 bits each, so that adding
two integers adds all of them at once: several times faster than a loop, and adding is nearly all there is to do.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise
from operator import itemgetter
from struct import Struct
from typing import TYPE_CHECKING

from bot.language.words import Stems

if TYPE_CHECKING:
    from collections.abc import Sequence

_GRAM = 3
_PRIOR = 0.5  # imaginary sightings of each group, spread over all intents
_COOLING = 5.0  # evidence is counted many times over (groups overlap), so odds are cooled before they become probabilities
_COOLING_PER_GROUP = 0.2
_MAX_CHARS = 200
_Group = str | tuple[str, str]  # three letters, or two stems
_LANE = 64  # bits per intent; sums stay far below that
_ONE = 1 << 40  # how a log odds of 1 is written in a lane


class Evidence:
    """Probabilities of intents, learnt from (intent, normalised phrase) pairs."""

    def __init__(self, samples: Sequence[tuple[str, str]]) -> None:
        sizes = Counter(intent for intent, _ in samples)
        self.intents = tuple(sizes)
        self._lanes = Struct(f"<{len(sizes)}Q")
        self._stems = Stems(word for _, text in samples for word in text.split())
        cuts = [slice(start, start + _GRAM) for start in range(_MAX_CHARS)]
        # What cuts a word of so many letters, with a space at either end, into its groups; with one cut alone it would not be a tuple.
        self._cuts = {size: itemgetter(*cuts[:size], cuts[0]) for size in range(1, _MAX_CHARS + 1)}
        seen: defaultdict[_Group, Counter[str]] = defaultdict(Counter)
        for intent, text in samples:
            for group in self._groups(text[:_MAX_CHARS]):
                seen[group][intent] += 1
        prior = _PRIOR / max(1, len(samples))
        shifts = {intent: _LANE * place for place, intent in enumerate(self.intents)}
        self._support = {
            group: sum(round(math.log1p(count / sizes[intent] / prior) * _ONE) << shifts[intent] for intent, count in counts.items())
            for group, counts in seen.items()
        }

    def probabilities(self, text: str) -> dict[str, float]:
        """Return the probability of each intent for a normalised text; nothing when no letter group is known."""
        groups = self._groups(text[:_MAX_CHARS])
        support = self._support
        lanes = 0
        for group in groups:
            if group in support:
                lanes += support[group]
        if not lanes:
            return {}
        sums = self._lanes.unpack(lanes.to_bytes(self._lanes.size, "little"))
        most = max(sums)
        cooling = max(_COOLING, _COOLING_PER_GROUP * len(groups)) * _ONE
        exp = math.exp
        odds = [exp((value - most) / cooling) for value in sums]
        total = sum(odds)
        return {intent: value / total for intent, value in zip(self.intents, odds, strict=True)}

    def _groups(self, text: str) -> set[_Group]:
        """Return the letter groups of each word (its ends count as letters) and the pairs of neighbouring stems."""
        words = text.split()
        groups: set[_Group] = set()
        for word in words:
            groups.update(self._cuts[len(word)](f" {word} "))
        stems = self._stems
        groups.update(pairwise(["^", *[stems[word] for word in words], "$"]))
        return groups
