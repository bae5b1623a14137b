"""What a run shows: how far it is while it runs, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from tests.faults.check import in_doubt

if TYPE_CHECKING:
    from collections import Counter

    from tests.faults.run import Outcome

LOST = frozenset(("nothing is lost", "everybody is answered", "orders know what happened", "what was decided is said"))
TWICE = frozenset(("nothing is said twice", "one answer to each message", "one notice of each step"))
MOST_SHOWN = 40


def line_of(phase: str, counts: Counter[str]) -> str:
    """Return how far a run is, in a line."""
    faults = sum(count for what, count in counts.items() if what.startswith("fault "))
    told = ", ".join(f"{counts[f'told {kind}']} {kind}" for kind in ("messages", "events", "statuses"))
    return f"{phase} | {faults} faults | {told} | {counts['said']} said"


def summary(outcome: Outcome) -> Table:
    """Return the table at the end."""
    counts, evidence = outcome.counts, outcome.evidence
    table = Table("what", "how many", title="Faults")
    for what in sorted(what for what in counts if what.startswith("fault ")):
        table.add_row(what, str(counts[what]))
    table.add_section()
    for kind in ("messages", "events", "statuses"):
        told = sum(one.kind == kind for one in evidence.told)
        table.add_row(f"{kind} told", f"{told} ({told / outcome.seconds:.1f} a second)")
    table.add_row("said", str(len(evidence.said)))
    table.add_section()
    table.add_row("lost", str(sum(one.rule in LOST for one in outcome.violations)))
    table.add_row("twice", str(sum(one.rule in TWICE for one in outcome.violations)))
    table.add_row("said again under one id", str(len(evidence.said) - len({one.outbox_id for one in evidence.said})))
    table.add_row("given up in doubt", str(in_doubt(evidence)))
    table.add_row("parked", str(len(evidence.parked)))
    table.add_row("violations", str(len(outcome.violations)))
    return table


def complaint(outcome: Outcome, seed: int, timeline: str) -> str:
    """Return what is wrong by id, and how to have it again; empty when nothing is."""
    if not outcome.violations:
        return ""
    shown = [f"  {one.rule}: {one.id}: {one.what}" for one in outcome.violations[:MOST_SHOWN]]
    more = len(outcome.violations) - len(shown)
    return "\n".join([f"seed {seed}, what happened when: {timeline}", *shown, *([f"  and {more} more"] if more else [])])
