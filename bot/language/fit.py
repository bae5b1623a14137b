"""Learning a model from phrases: softmax regression by stochastic gradient descent (AdaGrad), with numpy alone.

All is seeded, so the same phrases give the same model. Duchi, Hazan, Singer: Adaptive Subgradient Methods, JMLR 12 (2011).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.language.grams import Cut, cut
from bot.language.model import Model, Weights, places, small, values
from bot.language.normalise import normalise
from bot.language.slots import find_slots
from bot.language.wrapping import AFTERTHOUGHTS, ASKING, FAVOUR, PREAMBLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.language.ideas import Ideas
    from bot.language.index import Phrase

EPOCHS = 14
_BATCH = 128
_RATE = 0.3
LEARNERS = 4
_DROPPED = 0.6  # share of slots that are hidden at a time, so that no single one is relied upon
_START = 1e-3
_ENOUGH = 1_000  # phrases; of fewer none is held back
_HELD_BACK = 8  # one phrase in so many is
_TRIAL = 0.14  # share of the time that goes into finding out how sure to be
_TEMPERATURES = tuple(0.5 + step / 20 for step in range(51))
_WRAPPED = 0.5  # share of requests that are learnt once more in a wrapping
_BEFORE, _AFTER = 0.75, 0.55  # of these, below: wrapped before; above: wrapped after
_SMALL_TALK = frozenset(("greeting", "thanks", "goodbye", "affirm", "deny", "help_menu"))

Progress = Callable[[float], None]


class Sample(NamedTuple):
    """A phrase to learn from: its slots, its intent, its language tag, and the number of the phrase, which its variants share."""

    cut: Cut
    intent: str
    tag: str
    phrase: int = 0


def samples(phrases: Sequence[Phrase], ideas: Ideas) -> list[Sample]:
    """Return the phrases as samples, without their order numbers; half of the requests also as people wrap them in politeness."""
    chance = Random(1)  # noqa: S311 - nothing secret: the same phrases shall be wrapped in the same way every time
    found = []
    for number, phrase in enumerate(phrases):
        found.append(_sample(number, phrase, phrase.raw, ideas))
        if phrase.intent not in _SMALL_TALK and chance.random() < _WRAPPED:
            found.append(_sample(number, phrase, _wrapped(phrase, chance), ideas))
    return found


def _sample(number: int, phrase: Phrase, raw: str, ideas: Ideas) -> Sample:
    remaining = find_slots(raw).remaining
    return Sample(cut(normalise(remaining) or phrase.text, ideas, remaining), phrase.intent, phrase.tag, number)


def _wrapped(phrase: Phrase, chance: Random) -> str:
    """Return a phrase with words before it, after it, or both."""
    before = chance.choice([*ASKING.get(phrase.tag, ()), *PREAMBLES.get(phrase.tag, ()), ""])
    after = chance.choice([*FAVOUR.get(phrase.tag, ()), *AFTERTHOUGHTS.get(phrase.tag, ()), ""])
    ends = chance.random()
    return f"{before if ends < _BEFORE else ''} {phrase.raw} {after if ends > _AFTER else ''}"


class _Rows(NamedTuple):
    """The phrases as one long row of (column, value) with the place where each begins; ``wanted`` are intent and tag as numbers."""

    columns: NDArray[np.int64]
    values: NDArray[np.float32]
    starts: NDArray[np.int64]
    wanted: NDArray[np.int64]

    def chosen(self, order: NDArray[np.int64]) -> _Rows:
        """Return some of the phrases, in the order given."""
        sizes = np.diff(self.starts)[order]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        places = np.arange(starts[-1]) - np.repeat(starts[:-1] - self.starts[order], sizes)
        return _Rows(self.columns[places], self.values[places], starts, self.wanted[order])


class _Learner:
    """The weights while they are learnt."""

    def __init__(self, slots: int, heads: tuple[int, int]) -> None:
        self.weights = np.zeros((slots, sum(heads)), dtype=np.float32)
        self.bias = np.zeros(sum(heads), dtype=np.float32)
        self._spent = np.full((slots, 2), _START, dtype=np.float32)
        self._heads = (slice(0, heads[0]), slice(heads[0], sum(heads)))

    def odds(self, rows: _Rows) -> NDArray[np.float32]:
        """Return the log odds of each phrase."""
        parts = self.weights[rows.columns] * rows.values[:, None]
        return np.asarray(np.add.reduceat(parts, rows.starts[:-1]) + self.bias, dtype=np.float32)

    def learn(self, rows: _Rows, rate: float) -> None:
        """Take one step towards what the phrases want."""
        odds = self.odds(rows)
        phrases = np.arange(len(odds))
        for place, head in enumerate(self._heads):
            powers = np.exp(odds[:, head] - odds[:, head].max(axis=1, keepdims=True))
            odds[:, head] = powers / powers.sum(axis=1, keepdims=True)
            odds[phrases, head.start + rows.wanted[:, place]] -= 1
        order = np.argsort(rows.columns, kind="stable")
        columns = rows.columns[order]
        firsts = np.flatnonzero(np.concatenate([[True], columns[1:] != columns[:-1]]))
        owners = np.repeat(phrases, np.diff(rows.starts))[order]
        steps = np.add.reduceat(odds[owners] * rows.values[order][:, None], firsts)
        used = columns[firsts]
        for place, head in enumerate(self._heads):
            self._spent[used, place] += np.square(steps[:, head]).mean(axis=1)
            steps[:, head] /= np.sqrt(self._spent[used, place])[:, None]
        self.weights[used] -= rate * steps
        self.bias -= rate / 10 * odds.mean(axis=0)


def fit(samples: Sequence[Sample], progress: Progress = lambda _: None, epochs: int = EPOCHS) -> Model:
    """Learn a model; ``progress`` is told the share that is done. Takes about two milliseconds per phrase.

    How sure it may be is found out with phrases that a first model has not seen.
    """
    cooling = (1.0, 1.0)
    trial = 0.0
    if len(samples) >= _ENOUGH:
        trial = _TRIAL
        seen = [sample for sample in samples if sample.phrase % _HELD_BACK]
        first = _learn(seen, lambda share: progress(share * trial), max(1, epochs // 2))
        cooling = calibrate(first, [sample for sample in samples if not sample.phrase % _HELD_BACK])
    model = _learn(samples, lambda share: progress(trial + share * (1 - trial)), epochs, LEARNERS)
    return Model(model.intents, model.tags, replace(model.weights, cooling=cooling))


def calibrate(model: Model, unseen: Sequence[Sample]) -> tuple[float, float]:
    """Return what to divide the log odds of intents and tags by, so that of what is held 80% sure 80% is right (temperature scaling).

    Guo, Pleiss, Sun, Weinberger: On Calibration of Modern Neural Networks, ICML 2017.
    """
    known = [sample for sample in unseen if sample.intent in model.intents and sample.tag in model.tags]
    judged = [model.judge(sample.cut) for sample in known]
    intents = [model.intents.index(sample.intent) for sample in known]
    tags = [model.tags.index(sample.tag) for sample in known]
    return (
        temperature(np.array([one.intents for one in judged]), np.array(intents)),
        temperature(np.array([one.tags for one in judged]), np.array(tags)),
    )


def temperature(probabilities: NDArray[np.float32], wanted: NDArray[np.int64]) -> float:
    """Return the temperature at which a row's probability of what it wanted is largest on the whole (least log loss)."""
    odds = np.log(probabilities + np.float32(1e-9))
    losses = []
    for candidate in _TEMPERATURES:
        cooled = odds / candidate
        total = np.log(np.exp(cooled - cooled.max(axis=1, keepdims=True)).sum(axis=1)) + cooled.max(axis=1)
        losses.append((float(np.mean(total - cooled[np.arange(len(wanted)), wanted])), candidate))
    return min(losses)[1]


def _learn(samples: Sequence[Sample], progress: Progress, epochs: int, learners: int = 1) -> Model:
    """Return the mean of what several learners make of the same phrases: each hides other slots at other times, and errs elsewhere."""
    intents, tags = (tuple(sorted(set(names))) for names in zip(*((sample.intent, sample.tag) for sample in samples), strict=True))
    slots, rarity, rows = _rows(samples, intents, tags)
    weights = np.zeros((len(slots), len(intents) + len(tags)), dtype=np.float32)
    bias = np.zeros(len(intents) + len(tags), dtype=np.float32)
    for number in range(learners):
        learner = _Learner(len(slots), (len(intents), len(tags)))
        _teach(learner, rows, np.random.default_rng(number + 1), epochs, partial(_told, progress, number, learners))
        weights += learner.weights / np.float32(learners)
        bias += learner.bias / np.float32(learners)
    table, scale = small(weights)
    return Model(intents, tags, Weights(slots, table, scale, rarity, _rarest(samples), bias, (1.0, 1.0)))


def _told(progress: Progress, done: int, learners: int, share: float) -> None:
    progress((done + share) / learners)


def _teach(learner: _Learner, rows: _Rows, chance: np.random.Generator, epochs: int, progress: Progress) -> None:
    phrases = len(rows.wanted)
    for epoch in range(epochs):
        shuffled = _thinned(rows.chosen(chance.permutation(phrases)), chance)
        for start in range(0, phrases, _BATCH):
            batch = shuffled.chosen(np.arange(start, min(start + _BATCH, phrases)))
            learner.learn(batch, _RATE * (1 - epoch / epochs))
        progress((epoch + 1) / epochs)


def _thinned(rows: _Rows, chance: np.random.Generator) -> _Rows:
    """Return the phrases without the slots that are hidden this time; what is left counts for them. One slot is left at least."""
    kept = chance.random(len(rows.values), dtype=np.float32) >= _DROPPED
    firsts = rows.starts[:-1]
    kept[firsts[~np.logical_or.reduceat(kept, firsts)]] = True
    starts = np.concatenate([[0], np.cumsum(kept)])[rows.starts]
    return _Rows(rows.columns[kept], rows.values[kept] / np.float32(1 - _DROPPED), starts, rows.wanted)


def _rarest(samples: Sequence[Sample]) -> float:
    return float(np.log(1 + len(samples)) + 1)


def _rows(samples: Sequence[Sample], intents: tuple[str, ...], tags: tuple[str, ...]) -> tuple[NDArray[np.uint32], NDArray[np.float32], _Rows]:
    """Return the slots in use, how much each counts (the rarer the more: inverse document frequency), and the phrases."""
    cuts = [sample.cut for sample in samples]
    slots, seen = np.unique(np.concatenate([part for cut in cuts for part in cut]), return_counts=True)
    if len(samples) >= _ENOUGH:  # what one phrase alone has tells nothing of others, and would be half of the table
        slots, seen = slots[seen > 1], seen[seen > 1]
    rarest = _rarest(samples)
    rarity = np.asarray(rarest - np.log(1 + seen), dtype=np.float32)
    columns, counted = zip(*(_row(cut, slots, rarity, rarest) for cut in cuts), strict=True)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in columns])])
    wanted = np.array([[intents.index(sample.intent), tags.index(sample.tag)] for sample in samples])
    return slots, rarity, _Rows(np.concatenate(columns), np.concatenate(counted), starts, wanted)


def _row(cut: Cut, slots: NDArray[np.uint32], rarity: NDArray[np.float32], rarest: float) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the places of a text's slots in the table, of those that are there, and how much each counts."""
    found, there = places(np.concatenate(cut), slots)
    counted = values(np.where(there, rarity[found], np.float32(rarest)), cut)
    if not there.any():  # every row needs a place, be it one that counts nothing
        return found[:1], np.zeros(1, dtype=np.float32)
    return found[there], counted[there]
