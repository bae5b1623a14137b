"""Messages that were not understood, put together by likeness: what the intent files may lack."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.language.grams import cut
from bot.language.ideas import NO_IDEAS
from bot.language.normalise import normalise
from bot.language.slots import find_slots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bot.language.understand import Matcher

LIKE = 0.3  # the cosine from which on two messages are about the same
EXAMPLES = 5
_GUESSES = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Messages about the same thing: how many there were, some of them, the most typical first, and the likeliest intents."""

    count: int
    examples: tuple[str, ...]
    language: str
    intents: tuple[str, ...]


@dataclass(slots=True)
class _Cluster:
    """Messages that belong together: their places, and the sum of their vectors by slot."""

    members: list[int]
    weights: dict[int, float]


def suggest(texts: Iterable[str], matcher: Matcher) -> list[Suggestion]:
    """Cluster messages, the largest cluster first: each joins the cluster that it is likest to, or begins one."""
    counts = Counter(" ".join(text.split()) for text in texts)
    kept = [(text, count) for text, count in counts.most_common() if normalise(text)]
    vectors = _vectors([text for text, _ in kept])
    clusters: list[_Cluster] = []
    by_slot: dict[int, set[int]] = {}
    for place, vector in enumerate(vectors):
        chosen = _likest(vector, clusters, by_slot)
        if chosen is None:
            chosen = len(clusters)
            clusters.append(_Cluster([], {}))
        clusters[chosen].members.append(place)
        for slot, weight in vector.items():
            clusters[chosen].weights[slot] = clusters[chosen].weights.get(slot, 0.0) + weight
            by_slot.setdefault(slot, set()).add(chosen)
    found = [_suggestion(cluster, kept, vectors, matcher) for cluster in clusters]
    return sorted(found, key=lambda one: -one.count)


def _vectors(texts: Sequence[str]) -> list[dict[int, float]]:
    """Return each text as a vector of length 1 over its slots, the rarer the slot among the texts the longer."""
    cuts = [cut(normalise(find_slots(text).remaining) or normalise(text), NO_IDEAS).letters for text in texts]
    seen = Counter(slot for slots in cuts for slot in slots.tolist())
    return [_vector(slots, seen, len(texts)) for slots in cuts]


def _vector(slots: NDArray[np.uint32], seen: Counter[int], texts: int) -> dict[int, float]:
    weights = {slot: float(np.log1p(texts / seen[slot])) for slot in slots.tolist()}
    length = sum(weight * weight for weight in weights.values()) ** 0.5
    return {slot: weight / length for slot, weight in weights.items()}


def _likest(vector: dict[int, float], clusters: Sequence[_Cluster], by_slot: dict[int, set[int]]) -> int | None:
    near = {cluster for slot in vector for cluster in by_slot.get(slot, ())}
    ranked = max(((_cosine(vector, clusters[place]), -place) for place in near), default=(0.0, 0))
    return -ranked[1] if ranked[0] >= LIKE else None


def _cosine(vector: dict[int, float], cluster: _Cluster) -> float:
    length = sum(weight * weight for weight in cluster.weights.values()) ** 0.5
    return float(sum(weight * cluster.weights.get(slot, 0.0) for slot, weight in vector.items()) / length)


def _suggestion(cluster: _Cluster, kept: Sequence[tuple[str, int]], vectors: Sequence[dict[int, float]], matcher: Matcher) -> Suggestion:
    typical = sorted(cluster.members, key=lambda place: -_cosine(vectors[place], cluster))
    read = [matcher.understand(kept[place][0]) for place in typical[:EXAMPLES]]
    guesses: Counter[str] = Counter()
    for understanding in read:
        for guess in understanding.ranked:
            guesses[guess.intent] += guess.confidence  # type: ignore[assignment]
    languages = Counter(understanding.variety for understanding in read)
    return Suggestion(
        sum(kept[place][1] for place in cluster.members),
        tuple(kept[place][0] for place in typical[:EXAMPLES]),
        languages.most_common(1)[0][0],
        tuple(name for name, _ in guesses.most_common(_GUESSES)),
    )
