"""The figures side by side, and how many times the peers' those of Wasla are."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from rich.table import Table

from bot.bench.questions import Faults, Phase
from bot.bench.stats import summarise

if TYPE_CHECKING:
    from collections.abc import Sequence

_MS = 1_000
_MIB = 2**20
_THOUSAND = 1_000


@dataclass(slots=True)
class Side:
    """What one of them came to: answers a second in each round, seconds from webhook to answer, processor seconds, bytes resident."""

    name: str
    rates: list[float] = field(default_factory=list)
    calm: Phase = field(default_factory=Phase)
    spent: list[float] = field(default_factory=list)
    answered: int = 0
    resident: int = 0
    faults: Faults = field(default_factory=Faults)
    refused: int = 0

    def figures(self) -> dict[str, float]:
        """Return the figures by what they are called in the table; the last of equal names counts in every side alike."""
        calm = summarise([seconds * _MS for seconds in self.calm.answers])
        return {
            "messages answered, /s": median(self.rates) if self.rates else 0.0,
            "webhook to answer, p50, ms": calm.p50,
            "webhook to answer, p99, ms": calm.p99,
            "processor, s for 1,000 messages": sum(self.spent) / self.answered * _THOUSAND if self.answered else 0.0,
            "memory resident, MiB": self.resident / _MIB,
        }


def ratios(ours: Side, peer: Side) -> dict[str, float]:
    """Return how many times a peer's figures ours are; a figure that the peer has not is missing."""
    theirs = peer.figures()
    return {name: value / theirs[name] for name, value in ours.figures().items() if theirs[name]}


def table(ours: Side, peers: Sequence[Side]) -> Table:
    """Return the figures as a table for the terminal."""
    made = Table(title="Wasla beside a bare aiohttp handler and pywa on FastAPI")
    made.add_column("figure", no_wrap=True)
    for side in (*peers, ours):
        made.add_column(side.name, justify="right")
    for peer in peers:
        made.add_column(f"for {peer.name}", justify="right")
    times = [ratios(ours, peer) for peer in peers]
    for name in ours.figures():
        found = [_shown(side.figures()[name]) for side in (*peers, ours)]
        made.add_row(name, *found, *(f"{each[name]:.2f} x" if name in each else "" for each in times))
    made.add_row("refused, lost, twice, wrong", *(", ".join(map(str, _went_wrong(side).values())) for side in (*peers, ours)))
    return made


def as_json(ours: Side, peers: Sequence[Side]) -> dict[str, object]:
    """Return everything for a JSON file."""
    return {
        "figures": {side.name: side.figures() for side in (*peers, ours)},
        "ratios": {peer.name: ratios(ours, peer) for peer in peers},
        "faults": {side.name: _went_wrong(side) for side in (*peers, ours)},
    }


def _went_wrong(side: Side) -> dict[str, int]:
    return {"refused": side.refused + side.calm.refused, "lost": side.faults.lost, "twice": side.faults.twice, "wrong": side.faults.wrong}


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= _THOUSAND / 10 else f"{value:,.1f}" if value >= 1 else f"{value:.3f}"
