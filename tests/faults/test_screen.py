"""What a run prints: how far it is, what came of it, and how to have a failure again."""

from __future__ import annotations

from collections import Counter
from io import StringIO

from rich.console import Console

from tests.faults.check import Violation
from tests.faults.evidence import Evidence, Line, Said, Told
from tests.faults.run import Outcome
from tests.faults.screen import MOST_SHOWN, complaint, line_of, summary

EVIDENCE = Evidence(
    told=(Told("wa:a", "messages", "p1", 1, 2), Told("wa:b", "messages", "p2", 1, 2)),
    said=(Said("w1", "c:1:0", "p1", 3), Said("w2", "c:1:0", "p1", 9)),
    lines=(Line("c:2:0", "out", "c", 5, state="failed", reason="WhatsApp gave no answer"),),
    parked={"x": "it can't be read"},
)
LOST = Violation("nothing is lost", "wa:a", "it is nowhere")


def outcome(*violations: Violation) -> Outcome:
    return Outcome(EVIDENCE, violations, Counter({"fault kill": 3, "told messages": 2, "said": 2}), 4.0)


def shown(one: Outcome) -> dict[str, str]:
    """Return the table's rows."""
    text = StringIO()
    Console(file=text, width=100).print(summary(one))
    cells = [[cell.strip() for cell in line.split("│")] for line in text.getvalue().splitlines() if line.startswith("│")]
    return {row[1]: row[2] for row in cells}


def test_a_line_tells_how_far_it_is() -> None:
    assert line_of("faults", outcome().counts) == "faults | 3 faults | 2 messages, 0 events, 0 statuses | 2 said"


def test_the_table_counts_faults_and_what_came_of_them() -> None:
    rows = shown(outcome(LOST))
    assert (rows["fault kill"], rows["messages told"], rows["said"]) == ("3", "2 (0.5 a second)", "2")
    assert (rows["lost"], rows["twice"], rows["parked"], rows["given up in doubt"]) == ("1", "0", "1", "1")
    assert rows["said again under one id"] == "1"


def test_a_good_run_complains_of_nothing() -> None:
    assert complaint(outcome(), 7, "faults.jsonl") == ""


def test_a_complaint_names_seed_timeline_and_what_is_wrong() -> None:
    text = complaint(outcome(LOST), 7, "faults.jsonl")
    assert text == "seed 7, what happened when: faults.jsonl\n  nothing is lost: wa:a: it is nowhere"


def test_a_long_complaint_is_cut_short() -> None:
    text = complaint(outcome(*[LOST] * (MOST_SHOWN + 2)), 7, "faults.jsonl")
    assert text.endswith("and 2 more")
