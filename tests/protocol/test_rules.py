"""Each rule of the protocol is there for a reason: without it the same machine finds a schedule that breaks a law.

``pytest -rP tests/protocol/test_rules.py`` prints the shortest ways.
"""

from __future__ import annotations

import sys

import pytest

from tests.protocol.desks import Rules
from tests.protocol.faulty import (
    ClearsBeforeItRecords,
    ClearsWhatever,
    ForgetsTheInboxFirst,
    KeepsNoConsumed,
    LeavesTheRestToOthers,
    LooksAtTheRecordFirst,
    OneTokenForEver,
    RemembersNothing,
    ResendsBlindly,
    WritesFailuresFirst,
    WritesWhateverTheVersion,
)
from tests.protocol.schedules import ANY_NUMBER, TO_THE_END, Alphabet, Mishap, Outside, Schedule, Steps, play, search, search_plot

WORKERS = Alphabet(("worker 0", "worker 1"), ("message", "redelivery"), ("crash",))
FAILURES = Alphabet(("worker 0", "sender 0"), ("message", "status", "failed later"), ("crash",))
BOTH = Alphabet(("worker 0", "worker 1", "sender 0"), ("message",), ())
W0, W1, S0, S1 = (Steps(name, TO_THE_END) for name in ("worker 0", "worker 1", "sender 0", "sender 1"))
SOME_W0, SOME_W1, SOME_S0 = (Steps(name, ANY_NUMBER) for name in ("worker 0", "worker 1", "sender 0"))

SEARCHED = {
    "the record is read after the document": (Rules(chats=LooksAtTheRecordFirst), WORKERS, "applied twice"),
    "consumed ids stand beside the state": (Rules(conversations=KeepsNoConsumed), WORKERS, "applied twice"),
    "the record is written before the lists are cleared": (Rules(conversations=ClearsBeforeItRecords), WORKERS, "applied twice"),
    "the commit comes before the inbox is emptied": (Rules(conversations=ForgetsTheInboxFirst), WORKERS, "never applied"),
    "a commit asks for the version": (Rules(conversations=WritesWhateverTheVersion), WORKERS, "applied twice"),
    "what another left half done is completed first": (Rules(conversations=LeavesTheRestToOthers), WORKERS, "never sent"),
    "what follows from a failure comes before its record": (Rules(statuses=WritesFailuresFirst), FAILURES, "not sent again"),
    "what stands in the transcript is not sent": (Rules(transcript=RemembersNothing), BOTH, "sent 2 times"),
}
# Faults that need several steps at the right moment: the plot is given, the moments are searched for.
PLOTS: dict[str, tuple[Rules, Schedule, str]] = {
    "lists are cleared where the version is still theirs": (
        Rules(conversations=ClearsWhatever),
        (Outside("message"), SOME_W0, Outside("message"), SOME_W1, W0, Mishap("worker 1", "crash")),
        "applied twice",
    ),
    "each claim has a token of its own": (
        Rules(sender=OneTokenForEver),
        (Outside("message"), SOME_W0, SOME_S0, Mishap("sender 0", "before"), S0, W0, S0),
        "sent 2 times",
    ),
    "only what is still late is resent": (
        Rules(outbox=ResendsBlindly),
        (
            *(Outside("message"), W0, Outside("lost on the way"), S0, Outside("deadline"), SOME_S0, Outside("lease")),
            *(S1, Outside("deadline"), Outside("answer lost"), S1, S1, S0, S1, S1),
        ),
        "sent 2 times",
    ),
}


def explain(rules: Rules, schedule: Schedule | None, fault: str) -> None:
    assert schedule is not None, "no schedule breaks a law"
    played = play(schedule, rules)
    sys.stdout.write("\n  ".join((f"{played.fault}:", *map(str, schedule), "", *played.log)))
    assert fault in (played.fault or "")
    assert play(schedule).fault is None


@pytest.mark.parametrize(("rules", "alphabet", "fault"), SEARCHED.values(), ids=SEARCHED)
def test_without_this_rule_a_search_finds_a_fault(rules: Rules, alphabet: Alphabet, fault: str) -> None:
    explain(rules, search(rules, alphabet), fault)


@pytest.mark.parametrize(("rules", "plot", "fault"), PLOTS.values(), ids=PLOTS)
def test_without_this_rule_a_plot_leads_to_a_fault(rules: Rules, plot: Schedule, fault: str) -> None:
    explain(rules, search_plot(plot, rules), fault)
