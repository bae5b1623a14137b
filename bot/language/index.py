"""The phrases of all intents, ready to be searched: exact spellings, words to phrases, and words one slip away."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.language.normalise import normalise
from bot.language.words import shortened, stem

if TYPE_CHECKING:
    from bot.language.intents import Intents

UNKNOWN_WEIGHT = 0.5
_PRIOR = 1.0  # imaginary sightings spread over all intents, so that a word seen once is weak evidence
_FLOOR = 0.08
_LEAN = 0.6
_SHORTEST_SLIP = 4
_LONGEST_SLIP = 16
_EXACT, _SLIP = 1.0, 0.85


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: its intent, its language tag, its distinct stems with their weights, and the sum of these."""

    intent: str
    tag: str
    text: str
    parts: tuple[tuple[str, float], ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Index:
    """What the matcher looks things up in; ``weights`` tell how much a stem says about the intent (0 to 1).

    ``leanness`` is large for phrases with little beside what a text shares with them.
    """

    phrases: tuple[Phrase, ...]
    exact: dict[str, tuple[int, ...]]
    squeezed: dict[str, int]
    postings: dict[str, tuple[int, ...]]
    weights: dict[str, float]
    leanness: tuple[float, ...]
    slips: dict[str, tuple[str, ...]]

    def known(self, word: str) -> tuple[str, float]:
        """Return the stem of the phrases that a word means and how surely (1 exact, less after mending a slip, 0 unknown)."""
        root = stem(word)
        if root in self.weights:
            return root, _EXACT
        if not _SHORTEST_SLIP <= len(word) <= _LONGEST_SLIP:
            return root, 0.0
        near = {candidate for key in (word, *shortened(word)) for candidate in self.slips.get(key, ())}
        best = min(((OSA.distance(word, candidate, score_cutoff=1), candidate) for candidate in near), default=(2, ""))
        return (stem(best[1]), _SLIP) if best[0] <= 1 else (root, 0.0)


def build_index(intents: Intents) -> Index:
    """Index every phrase of every intent and language."""
    raw = [
        (intent.name, tag, text)
        for intent in intents.by_name.values()
        for tag, texts in intent.phrases.items()
        for text in dict.fromkeys(normalise(text) for text in texts)
    ]
    stems = [tuple(dict.fromkeys(stem(word) for word in text.split())) for _, _, text in raw]
    weights = _weights([(intent, found) for (intent, _, _), found in zip(raw, stems, strict=True)])
    phrases = tuple(
        Phrase(intent, tag, text, tuple((one, weights[one]) for one in found), sum(weights[one] for one in found))
        for (intent, tag, text), found in zip(raw, stems, strict=True)
    )
    exact: defaultdict[str, list[int]] = defaultdict(list)
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for place, phrase in enumerate(phrases):
        exact[phrase.text].append(place)
        for one, _ in phrase.parts:
            postings[one].append(place)
    return Index(
        phrases,
        {text: tuple(places) for text, places in exact.items()},
        {text.replace(" ", ""): places[0] for text, places in exact.items()},
        {one: tuple(places) for one, places in postings.items()},
        weights,
        tuple(1.0 / (_LEAN + phrase.weight) for phrase in phrases),
        _slips({word for phrase in phrases for word in phrase.text.split()}),
    )


def _weights(samples: list[tuple[str, tuple[str, ...]]]) -> dict[str, float]:
    """Weigh each stem by how much it narrows the intent down (entropy) and by how rare it is (inverse document frequency)."""
    sizes = Counter(intent for intent, _ in samples)
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for intent, stems in samples:
        for one in stems:
            seen[one][intent] += 1
    average = len(samples) / max(1, len(sizes))
    most = math.log(len(samples) + 1)
    rarity = {one: (1.0 - math.log(sum(counts.values())) / most) ** 2 for one, counts in seen.items()}
    return {one: max(_FLOOR, (_narrowing(counts, sizes, average) + rarity[one]) / 2) for one, counts in seen.items()}


def _narrowing(counts: Counter[str], sizes: Counter[str], average: float) -> float:
    rates = {intent: count * average / sizes[intent] for intent, count in counts.items()}
    total = sum(rates.values()) + _PRIOR
    share = _PRIOR / len(sizes)
    parts = [(rates.get(intent, 0.0) + share) / total for intent in sizes]
    entropy = -sum(part * math.log(part) for part in parts) / math.log(len(sizes)) if len(sizes) > 1 else 0.0
    return 1.0 - entropy


def _slips(words: set[str]) -> dict[str, tuple[str, ...]]:
    """Map each word, and each word with a letter left out, to the words that it may have been."""
    slips: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if _SHORTEST_SLIP <= len(word) <= _LONGEST_SLIP:
            for key in (word, *shortened(word)):
                slips[key].append(word)
    return {key: tuple(sorted(set(found))) for key, found in slips.items()}
