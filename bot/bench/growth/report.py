"""The figures of several sizes, and what each is at the largest for one at the smallest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bench.report import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.bench.stats import Summary

DEARER_AT_MOST = 1.3
_READY_S = 2.0
_RESIDENT_MIB = 250
_US = 1_000_000
_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Size:
    """What a shop of ``customers`` came to: answers in milliseconds, processor seconds of bot and database, seconds to ready, bytes resident."""

    customers: int
    answers: Summary
    spent: tuple[float, float]
    ready: float
    bot: int | None = None
    database: int | None = None

    @property
    def each(self) -> float:
        """Microseconds of the processor that bot and database spent on each message; 0 where the system doesn't tell."""
        return sum(self.spent) / self.answers.count * _US if self.answers.count else 0.0


def ratio(sizes: Sequence[Size], what: Callable[[Size], float]) -> float:
    """Return how many times a figure of the smallest shop that of the largest is; 0 where the smallest has none."""
    smallest, largest = min(sizes, key=_customers), max(sizes, key=_customers)
    return what(largest) / what(smallest) if what(smallest) else 0.0


def rows(sizes: Sequence[Size], rate: int) -> list[Row]:
    """Return the table: a figure a row, its note has it at each size; budgets on what a message costs, on memory and on the start."""
    ends = f"{max(sizes, key=_customers).customers:,} customers for {min(sizes, key=_customers).customers:,}"
    found = [
        Row(f"growth: a question at {rate}/s, p50, {ends}", ratio(sizes, _p50), "x", DEARER_AT_MOST, note=_each(sizes, _p50, "ms")),
        Row(f"growth: a question at {rate}/s, p99, {ends}", ratio(sizes, _p99), "x", note=_each(sizes, _p99, "ms")),
    ]
    if all(size.each for size in sizes):
        found.append(Row(f"growth: processor time of a question, {ends}", ratio(sizes, _cost), "x", DEARER_AT_MOST, note=_each(sizes, _cost, "us")))
    return [*found, *_largest(sizes)]


def _largest(sizes: Sequence[Size]) -> list[Row]:
    """Return start and memory of the largest shop, with those of the others beside them."""
    largest = max(sizes, key=_customers)
    of = f"with {largest.customers:,} customers"
    found = [Row(f"growth: ready {of}", largest.ready, "s", _READY_S, note=_each(sizes, _ready, "s"))]
    if largest.bot is not None:
        found.append(Row(f"growth: memory of the bot {of}", _bot(largest), "MiB", _RESIDENT_MIB, note=_each(sizes, _bot, "MiB")))
    if largest.database is not None:
        found.append(Row(f"growth: memory of the embedded database {of}", _database(largest), "MiB", note=_each(sizes, _database, "MiB")))
    return found


def _each(sizes: Sequence[Size], what: Callable[[Size], float], unit: str) -> str:
    return ", ".join(f"{size.customers:,}: {what(size):,.{_digits(what(size))}f} {unit}" for size in sizes)


def _digits(value: float) -> int:
    return 0 if value >= 100 else 1 if value >= 10 else 2  # noqa: PLR2004 (three figures are enough to compare)


def _customers(size: Size) -> int:
    return size.customers


def _p50(size: Size) -> float:
    return size.answers.p50


def _p99(size: Size) -> float:
    return size.answers.p99


def _cost(size: Size) -> float:
    return size.each


def _ready(size: Size) -> float:
    return size.ready


def _bot(size: Size) -> float:
    return (size.bot or 0) / _MIB


def _database(size: Size) -> float:
    return (size.database or 0) / _MIB
