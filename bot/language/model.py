"""The model that was learnt from the phrases: a table with a row of numbers per known slot and a column per intent and language.

What a text means is the sum of its slots' rows, each by its weight, turned into probabilities. The numbers are bytes with a scale
per row: a quarter of the room, and nothing lost that anybody could measure. ``bot.language.fit`` makes such a model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.language.grams import SLOTS, Cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

IDEAS_SHARE = 0.8  # the length of the ideas' vector, where that of letters and words is 1
_MOST = 127


class Judgement(NamedTuple):
    """Probabilities per intent and per language tag, in the order of the model's names, and the share of slots seen in learning."""

    intents: NDArray[np.float32]
    tags: NDArray[np.float32]
    known: float


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What is learnt and kept in a file.

    ``slots`` are those seen in learning, sorted. A row of ``table`` belongs to each; its columns are the intents, then the tags, and
    its numbers count ``scale`` times. ``rarity`` weighs the slots of letters and words; one never seen weighs ``rarest``.
    Odds are divided by ``cooling`` (of intents, of tags) before they become probabilities.
    """

    slots: NDArray[np.uint32]
    table: NDArray[np.int8]
    scale: NDArray[np.float32]
    rarity: NDArray[np.float32]
    rarest: float
    bias: NDArray[np.float32]
    cooling: tuple[float, float]


def small(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the rows of a table as bytes, and how many times those of each row count."""
    scale = np.abs(weights).max(axis=1, initial=0.0) / _MOST
    rows = np.rint(weights / np.where(scale > 0, scale, 1.0)[:, None])
    return rows.astype(np.int8), np.asarray(scale, dtype=np.float32)


class Model:
    """Judges texts. ``intents`` and ``tags`` name the columns of the weights."""

    def __init__(self, intents: tuple[str, ...], tags: tuple[str, ...], weights: Weights) -> None:
        self.intents = intents
        self.tags = tags
        self.weights = weights
        # Slots never seen lead to the first row; how much that counts is set right where it matters.
        self._rows = np.zeros(SLOTS, dtype=np.int32)
        self._rows[weights.slots] = np.arange(len(weights.slots))
        self._seen = np.zeros(SLOTS, dtype=np.bool_)
        self._seen[weights.slots] = True

    def judge(self, cut: Cut) -> Judgement:
        """Return what the slots of a text say."""
        weights = self.weights
        slots = np.concatenate(cut)
        seen, rows = self._seen[slots], self._rows[slots]
        letters = len(cut.letters)
        rarity = np.where(seen[:letters], weights.rarity[rows[:letters]], np.float32(weights.rarest))
        counted = values(rarity, len(cut.ideas)) * weights.scale[rows] * seen
        odds = counted @ weights.table[rows].astype(np.float32) + weights.bias
        border = len(self.intents)
        known = np.count_nonzero(seen[:letters]) / max(1, letters)
        return Judgement(_softmax(odds[:border] / weights.cooling[0]), _softmax(odds[border:] / weights.cooling[1]), known)


def values(rarity: NDArray[np.float32], ideas: int) -> NDArray[np.float32]:
    """Return how much each slot of a text counts: letters and words by rarity, together a vector of length 1; ideas alike."""
    letters = rarity / (np.sqrt(rarity @ rarity) + np.float32(1e-9))
    return np.concatenate([letters, np.full(ideas, IDEAS_SHARE / np.sqrt(max(1, ideas)), dtype=np.float32)])


def _softmax(odds: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(odds - odds.max(initial=-np.inf))
    return np.asarray(powers / powers.sum(), dtype=np.float32)
