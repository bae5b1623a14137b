"""The model that was learnt from the phrases: a table with a row of numbers per known slot and a column per intent and language.

What a text means is the sum of its slots' rows, each by its weight, turned into probabilities. The numbers are bytes with a scale
per row: a quarter of the room, and nothing lost that anybody could measure. ``bot.language.fit`` makes such a model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.language.grams import Cut

LETTERS_SHARE, WORDS_SHARE, IDEAS_SHARE = 0.7, 0.8, 0.8  # the lengths of the vectors of letters, of words and of ideas
_NOTHING = 1e-9
_MOST = 127


class Judgement(NamedTuple):
    """Probabilities per intent and per language tag, in the order of the model's names, and the share of groups of letters seen in learning."""

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

    def judge(self, cut: Cut) -> Judgement:
        """Return what the slots of a text say."""
        weights = self.weights
        slots = np.concatenate(cut)
        rows, seen = places(slots, weights.slots)
        rarity = np.where(seen, weights.rarity[rows], np.float32(weights.rarest))
        counted = values(rarity, cut) * weights.scale[rows] * seen
        odds = counted @ weights.table[rows].astype(np.float32) + weights.bias
        border = len(self.intents)
        letters = len(cut.letters)
        known = np.count_nonzero(seen[:letters]) / max(1, letters)
        return Judgement(_softmax(odds[:border] / weights.cooling[0]), _softmax(odds[border:] / weights.cooling[1]), known)


def places(wanted: NDArray[np.uint32], slots: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return where each wanted slot stands among sorted ones, and whether it does; one that doesn't gets the place of any other."""
    found = np.minimum(np.searchsorted(slots, wanted), len(slots) - 1)
    return found, slots[found] == wanted


def values(rarity: NDArray[np.float32], cut: Cut) -> NDArray[np.float32]:
    """Return how much each slot of a text counts: letters by rarity, together a vector of their share; words likewise; ideas all alike."""
    letters, words, ideas = map(len, cut)
    counted = np.empty(letters + words + ideas, dtype=np.float32)
    for start, end, share in ((0, letters, LETTERS_SHARE), (letters, letters + words, WORDS_SHARE)):
        part = rarity[start:end]
        counted[start:end] = part * np.float32(share / (np.sqrt(part @ part) + _NOTHING))
    counted[letters + words :] = IDEAS_SHARE / np.sqrt(max(1, ideas))
    return counted


def _softmax(odds: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(odds - odds.max(initial=-np.inf))
    return np.asarray(powers / powers.sum(), dtype=np.float32)
