"""What comes out: rows with a figure and its budget, as a table and as JSON."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rich.table import Table

from bot.bench.questions import Faults

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """A figure. ``at`` says on which side of ``budget`` it should be; without a budget it is for reference."""

    what: str
    value: float
    unit: str
    budget: float | None = None
    at: Literal["least", "most"] = "most"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the budget is met; ``None`` without one."""
        if self.budget is None:
            return None
        return self.value >= self.budget if self.at == "least" else self.value <= self.budget

    def as_json(self) -> dict[str, object]:
        """Return the row for a JSON file."""
        budget = None if self.budget is None else {"at": self.at, "value": self.budget}
        return {"what": self.what, "value": round(self.value, 3), "unit": self.unit, "budget": budget, "met": self.met, "note": self.note}


@dataclass(slots=True)
class Result:
    """The rows of one or more figures and what has gone wrong meanwhile."""

    rows: list[Row] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    def add(self, other: Result) -> None:
        """Take another result in."""
        self.rows += other.rows
        self.faults.add(other.faults)


def table(rows: Sequence[Row]) -> Table:
    """Return the rows as a table for the terminal."""
    made = Table(title="wasla bench")
    made.add_column("figure", min_width=34)
    made.add_column("value", justify="right", no_wrap=True)
    made.add_column("budget", justify="right", no_wrap=True)
    made.add_column("met")
    made.add_column("note", style="dim", min_width=18)
    for row in rows:
        made.add_row(row.what, _amount(row.value, row.unit), _budget(row), _verdict(row.met), row.note)
    return made


def as_json(result: Result) -> dict[str, object]:
    """Return everything for a JSON file, with the machine that it was measured on."""
    faults = result.faults
    return {
        "machine": {"system": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()},
        "rows": [row.as_json() for row in result.rows],
        "faults": {"lost": faults.lost, "twice": faults.twice, "wrong": faults.wrong, "examples": faults.examples},
    }


def _amount(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 1 else 2  # noqa: PLR2004 (three figures are enough to compare)
    return f"{value:,.{digits}f} {unit}"


def _budget(row: Row) -> str:
    if row.budget is None:
        return ""
    return f"{'≥' if row.at == 'least' else '≤'} {row.budget:,g} {row.unit}"


def _verdict(met: bool | None) -> str:  # noqa: FBT001 (three values, shown in one column)
    if met is None:
        return ""
    return "[green]yes[/]" if met else "[yellow]no[/]"
