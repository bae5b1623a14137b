"""Percentiles over latencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Summary:
    """How many there were, and median, 99th percentile and worst in the unit of what was summarised."""

    count: int
    p50: float
    p99: float
    worst: float


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the smallest value that at least ``share`` (0 to 1) of the ascending values don't exceed (nearest rank).

    Raises ``ValueError`` when there are no values.
    """
    if not ordered:
        raise ValueError("no values, no percentile")
    rank = -(-len(ordered) * share // 1)
    return ordered[max(0, int(rank) - 1)]


def summarise(values: Sequence[float]) -> Summary:
    """Summarise values in any order; without values every figure is 0."""
    if not values:
        return Summary(0, 0.0, 0.0, 0.0)
    ordered = sorted(values)
    return Summary(len(ordered), percentile(ordered, 0.5), percentile(ordered, 0.99), ordered[-1])
