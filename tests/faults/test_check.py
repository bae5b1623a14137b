"""The checker finds what is wrong: each rule is broken once on purpose, and a good run breaks none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.faults.check import Violation, in_doubt, violations
from tests.faults.evidence import Entered, Evidence, Line, Said, Shift, Told

ASKED = Told("wa:in-1", "messages", "p1", 1_000, 1_100)
ARRIVED = Told("wa:out-1:delivered", "statuses", "c1:1:0", 1_300, 1_400)
SHIPPED = Told("standard:default:NH-1-deliver", "events", "NH-1", 1_000, 1_200, step="deliver")
HEARD = Line("wa:in-1", "in", "c1", 1_000)
ANSWER = Line("c1:1:0", "out", "c1", 1_200, state="delivered", kind="answer")
NOTICE = Line("o1:1:0", "out", "c2", 1_300, state="sent", kind="notice", order="default:NH-1", milestone="delivered")
ANSWERED = Said("out-1", "c1:1:0", "p1", 1_250)
ANNOUNCED = Said("out-2", "o1:1:0", "p2", 1_350)
DECIDED = Entered("default:NH-1:delivered:AR1:1:c", "default:NH-1", "delivered")
GOOD = Evidence(
    told=(ASKED, ARRIVED, SHIPPED),
    said=(ANSWERED, ANNOUNCED),
    lines=(HEARD, ANSWER, NOTICE),
    ledger=(DECIDED,),
    events=frozenset({SHIPPED.id}),
    orders={"NH-1": frozenset({"confirmed", "paid", "delivered"})},
    left={"inbox": (), "outbox": (), "waiting": ()},
    deadline=8_000,
)
LATE = 30_000


def rules(evidence: Evidence) -> set[str]:
    return {one.rule for one in violations(evidence)}


def said_again(at: int) -> Said:
    return Said("out-9", "c1:1:0", "p1", at)


def test_a_good_run_breaks_nothing() -> None:
    assert violations(GOOD) == []


@pytest.mark.parametrize("where", ["inbox", "outbox", "waiting"])
def test_what_is_left_is_found(where: str) -> None:
    assert violations(replace(GOOD, left={where: ("x",)})) == [Violation("nothing is left", "x", f"it is still in {where}")]


def test_a_lease_that_nobody_gave_back_is_found() -> None:
    assert rules(replace(GOOD, leases=("number:1",))) == {"every lease is free"}


def test_what_is_parked_needs_a_reason() -> None:
    assert rules(replace(GOOD, parked={"x": ""})) == {"parked with a reason"}
    assert rules(replace(GOOD, parked={"x": "it can't be read"})) == set()


def test_what_nobody_took_is_found() -> None:
    assert rules(replace(GOOD, told=(*GOOD.told, Told("wa:in-2", "messages", "p1", 900)))) == {"everything is taken"}


def test_a_message_that_is_nowhere_is_lost() -> None:
    lost = replace(GOOD, lines=(ANSWER, NOTICE))
    assert "nothing is lost" in rules(lost)
    assert "nothing is lost" not in rules(replace(lost, parked={ASKED.id: "it was taken 4 times"}))


def test_an_event_that_is_nowhere_is_lost() -> None:
    assert rules(replace(GOOD, events=frozenset())) == {"nothing is lost"}


def test_what_waits_for_a_parked_event_is_kept_with_it() -> None:
    placed = Told("standard:default:NH-1-place", "events", "NH-1", 900, 950, step="place")
    waits = {"waiting": (f"default:order:NH-1|{SHIPPED.id}",)}
    evidence = replace(GOOD, told=(*GOOD.told, placed), events=frozenset(), ledger=(), lines=(HEARD, ANSWER), said=(ANSWERED,), left=waits)
    assert rules(evidence) == {"nothing is left", "nothing is lost", "orders know what happened"}
    assert rules(replace(evidence, parked={placed.id: "it was taken 4 times"})) == set()


def test_who_has_no_answer_is_found() -> None:
    silent = replace(GOOD, said=(ANNOUNCED,), lines=(HEARD, NOTICE), told=(ASKED, SHIPPED))
    assert rules(silent) == {"everybody is answered"}


def test_an_answer_to_an_earlier_message_is_none_to_the_last() -> None:
    again = Told("wa:in-2", "messages", "p1", LATE, LATE)
    evidence = replace(GOOD, told=(*GOOD.told, again), lines=(*GOOD.lines, replace(HEARD, id="wa:in-2")))
    assert rules(evidence) == {"everybody is answered"}


def test_who_has_no_answer_for_a_reason_has_one() -> None:
    doubtful = replace(ANSWER, state="failed", reason="WhatsApp gave no answer and no status came by the deadline")
    evidence = replace(GOOD, said=(ANNOUNCED,), lines=(HEARD, doubtful, NOTICE), told=(ASKED, SHIPPED))
    assert violations(evidence) == []
    assert in_doubt(evidence) == 1


def test_twice_before_the_deadline_is_twice() -> None:
    assert rules(replace(GOOD, said=(*GOOD.said, said_again(ANSWERED.at + 7_000)), told=(ASKED, SHIPPED))) == {"nothing is said twice"}


def test_twice_past_the_deadline_without_a_word_is_allowed_to_an_answer() -> None:
    assert violations(replace(GOOD, said=(*GOOD.said, said_again(LATE)), told=(ASKED, SHIPPED))) == []


def test_twice_although_its_arrival_was_told_is_twice() -> None:
    assert rules(replace(GOOD, said=(*GOOD.said, said_again(LATE)))) == {"nothing is said twice"}


def test_three_times_is_too_often() -> None:
    assert rules(replace(GOOD, said=(*GOOD.said, said_again(LATE), said_again(2 * LATE)), told=(ASKED, SHIPPED))) == {"nothing is said twice"}


def test_a_notice_is_never_said_twice() -> None:
    assert rules(replace(GOOD, said=(*GOOD.said, replace(ANNOUNCED, id="out-9", at=LATE)))) == {"nothing is said twice"}


def test_a_clock_that_jumped_meanwhile_may_have_brought_the_deadline_forward() -> None:
    evidence = replace(GOOD, said=(*GOOD.said, said_again(ANSWERED.at + 2_000)), told=(ASKED, SHIPPED))
    assert rules(replace(evidence, shifts=(Shift(0, 2_000, 10_000),))) == set()
    assert rules(replace(evidence, shifts=(Shift(LATE, LATE, 10_000),))) == {"nothing is said twice"}


def test_two_answers_to_one_message_are_one_too_many() -> None:
    other = replace(ANSWER, id="c1:2:0")
    evidence = replace(GOOD, lines=(*GOOD.lines, other), said=(*GOOD.said, Said("out-3", other.id, "p1", 1_300)))
    assert rules(evidence) == {"one answer to each message"}


def test_one_step_under_two_ids_is_one_too_many() -> None:
    other = replace(NOTICE, id="o1:2:0")
    evidence = replace(GOOD, lines=(*GOOD.lines, other), said=(*GOOD.said, Said("out-3", other.id, "p2", 1_400)))
    assert rules(evidence) == {"one notice of each step"}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((HEARD, ANSWER, NOTICE, replace(ANSWER, id="c1:3:0")), GOOD.said),
        ((HEARD, replace(ANSWER, state="skipped"), NOTICE), GOOD.said),
        ((HEARD, replace(ANSWER, state="accepted"), NOTICE), GOOD.said),
        (GOOD.lines, (*GOOD.said, Said("out-3", "c7:1:0", "p7", 1_400))),
    ],
    ids=["claims what was not said", "no reason", "arrival not noted", "said and not noted"],
)
def test_the_transcript_that_does_not_agree_is_found(lines: tuple[Line, ...], said: tuple[Said, ...]) -> None:
    assert "the transcript agrees" in rules(replace(GOOD, lines=lines, said=said))


def test_a_message_that_failed_for_another_reason_is_found() -> None:
    broken = replace(NOTICE, state="failed", reason="a parameter is missing")
    assert rules(replace(GOOD, lines=(HEARD, ANSWER, broken))) == {"nothing fails"}


def test_an_order_that_does_not_know_its_end_is_found() -> None:
    assert rules(replace(GOOD, orders={"NH-1": frozenset({"confirmed", "in_transit"})})) == {"orders know what happened"}


def test_a_notice_that_nobody_decided_is_found() -> None:
    assert "orders know what happened" in rules(replace(GOOD, ledger=()))


def test_a_notice_that_was_decided_and_is_nowhere_is_found() -> None:
    assert rules(replace(GOOD, lines=(HEARD, ANSWER), said=(ANSWERED,))) == {"what was decided is said"}
    skipped = replace(DECIDED, skipped="it happened too long ago to be news")
    assert rules(replace(GOOD, lines=(HEARD, ANSWER), said=(ANSWERED,), ledger=(skipped,))) == set()
