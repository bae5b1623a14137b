"""Looking for the highest rate that holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.bench.stats import Summary

_CEILING = 20_000.0


@dataclass(frozen=True, slots=True)
class Step:
    """One attempt: ``held`` when everything was answered in time at this rate."""

    rate: float
    held: bool
    answers: Summary
    acknowledgements: Summary


async def climb(attempt: Callable[[float], Awaitable[Step]], start: float, factor: float, halvings: int) -> Step | None:
    """Multiply the rate while it holds, then halve the gap to the first that did not; return the best step that held.

    A rate that fails is tried a second time, so that one hiccup of the machine doesn't end the climb.
    """
    best: Step | None = None
    rate = start
    while rate < _CEILING and (step := await _twice(attempt, rate)).held:
        best, rate = step, rate * factor
    low, high = (best.rate, rate) if best is not None else (0.0, start)
    for _ in range(halvings):
        middle = (low + high) / 2
        step = await attempt(middle)
        if step.held:
            best, low = step, middle
        else:
            high = middle
    return best


async def _twice(attempt: Callable[[float], Awaitable[Step]], rate: float) -> Step:
    step = await attempt(rate)
    return step if step.held else await attempt(rate)
