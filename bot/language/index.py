"""The phrases of all intents, ready to be searched: exact spellings, words to phrases, and words one slip away."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from bot.language.normalise import normalise
from bot.language.words import Stems, shortened

if TYPE_CHECKING:
    from bot.language.intents import Intents

UNKNOWN_WEIGHT = 0.5
CANDIDATES = 16  # phrases of which it is worked out how much they have in common with a text
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
    parts: dict[str, float]
    weight: float


class Posting(NamedTuple):
    """The phrases that share a stem, by place, with its weight there: more in phrases with little beside it.

    ``CANDIDATES`` of them weigh ``floor`` or more: where this stem is, nothing lighter is among the best.
    """

    weights: dict[int, float]
    floor: float


class Meaning(NamedTuple):
    """What a phrase means when it is all that is said; ``tag`` is missing where several languages share it."""

    intent: str
    tag: str | None


@dataclass(frozen=True, slots=True)
class Index:
    """What the matcher looks things up in; ``weights`` tell how much a stem says about the intent (0 to 1).

    ``exact`` and, without spaces, ``squeezed`` hold the phrases as they are spelt. ``postings`` lead from a stem to its phrases.
    """

    phrases: tuple[Phrase, ...]
    exact: dict[str, Meaning]
    squeezed: dict[str, Meaning]
    stems: Stems
    postings: dict[str, Posting]
    weights: dict[str, float]
    slips: dict[str, tuple[str, ...]]

    def meaning(self, words: str) -> Meaning | None:
        """Return what a text means that is spelt exactly like a phrase, but for its spaces."""
        return self.exact.get(words) or self.squeezed.get(words.replace(" ", ""))

    def known(self, word: str) -> tuple[str, float]:
        """Return the stem of the phrases that a word means and how surely (1 exact, less after mending a slip, 0 unknown)."""
        root = self.stems[word]
        if root in self.weights:
            return root, _EXACT
        if not _SHORTEST_SLIP <= len(word) <= _LONGEST_SLIP:
            return root, 0.0
        near = {candidate for key in (word, *shortened(word)) for candidate in self.slips.get(key, ())}
        best = min(((OSA.distance(word, candidate, score_cutoff=1), candidate) for candidate in near), default=(2, ""))
        return (self.stems[best[1]], _SLIP) if best[0] <= 1 else (root, 0.0)


def build_index(intents: Intents) -> Index:
    """Index every phrase of every intent and language."""
    raw = [
        (intent.name, tag, text)
        for intent in intents.by_name.values()
        for tag, texts in intent.phrases.items()
        for text in dict.fromkeys(normalise(text) for text in texts)
    ]
    vocabulary = {word for _, _, text in raw for word in text.split()}
    stems = Stems(vocabulary)
    roots = [tuple(dict.fromkeys(stems[word] for word in text.split())) for _, _, text in raw]
    weights = _weights([(intent, found) for (intent, _, _), found in zip(raw, roots, strict=True)])
    phrases = tuple(
        Phrase(intent, tag, text, {one: weights[one] for one in found}, sum(weights[one] for one in found))
        for (intent, tag, text), found in zip(raw, roots, strict=True)
    )
    exact: defaultdict[str, list[Phrase]] = defaultdict(list)
    postings: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for place, phrase in enumerate(phrases):
        exact[phrase.text].append(phrase)
        for one, weight in phrase.parts.items():
            postings[one][place] = weight / (_LEAN + phrase.weight)
    return Index(
        phrases,
        {text: _meaning(same) for text, same in exact.items()},
        {text.replace(" ", ""): Meaning(same[0].intent, same[0].tag) for text, same in exact.items()},
        stems,
        {one: Posting(found, _floor(found)) for one, found in postings.items()},
        weights,
        _slips(vocabulary),
    )


def _floor(weights: dict[int, float]) -> float:
    return sorted(weights.values())[-CANDIDATES] if len(weights) >= CANDIDATES else 0.0


def _meaning(same: list[Phrase]) -> Meaning:
    tags = {phrase.tag for phrase in same}
    return Meaning(same[0].intent, tags.pop() if len(tags) == 1 else None)


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
