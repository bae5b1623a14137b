"""What a text may mean, and how sure each of it is."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_RANKED = 5


class Guess(NamedTuple):
    """An intent and how sure it is (0 to 1); from ``ACCEPT`` on it may be acted upon, see ``Understanding.intent``."""

    intent: str
    confidence: float


def led(guesses: Mapping[str, float], intent: str, confidence: float) -> dict[str, float]:
    """Return guesses with one in the lead, and the others no surer than what it leaves."""
    return {name: min(value, 1.0 - confidence) for name, value in guesses.items()} | {intent: confidence}


def best_of(guesses: dict[str, float]) -> tuple[Guess, ...]:
    """Return the best guesses, the best first; numbers sort faster than pairs, so they tell first which pairs are worth sorting."""
    cut_off = sorted(guesses.values())[-_RANKED] if len(guesses) > _RANKED else 0.0
    kept = [guess for guess in guesses.items() if guess[1] >= cut_off]
    kept.sort(key=itemgetter(1), reverse=True)
    return tuple([Guess(intent, round(value, 4)) for intent, value in kept[:_RANKED]])
