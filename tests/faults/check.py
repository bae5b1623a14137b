"""What must hold at the end, whatever happened: pure. Each rule returns what breaks it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tests.faults.evidence import ARRIVED, SAID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faults.evidence import Evidence, Line, Said

# The bot leaves a status that it has stored so long to be handled before it decides an outcome without it.
HANDLED_WITHIN: Final = 3_000
# How the bot begins the reason of what it has given up without knowing whether it arrived.
IN_DOUBT: Final = "WhatsApp gave no answer"
MOST_TIMES: Final = 2
# What an order is once it has been told of a step, and the notice that has to be decided for it.
ENDS: Final = {
    "deliver": ("delivered", "delivered"),
    "cancel": ("cancelled", "cancelled"),
    "refund": (None, "refunded"),
    "invoice": (None, "invoice"),
    "pay": ("paid", None),
}


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule, and by what."""

    rule: str
    id: str
    what: str


def violations(evidence: Evidence) -> list[Violation]:
    """Return everything that is wrong."""
    return [one for rule in RULES for one in rule(evidence)]


def nothing_is_left(evidence: Evidence) -> Iterator[Violation]:
    """Every inbox item is handled or parked with a reason, every outbox item has an end, nothing waits, every lease is free."""
    kept = _behind_parked(evidence)
    for where, ids in evidence.left.items():
        yield from (Violation("nothing is left", key, f"it is still in {where}") for key in ids if key.rpartition("|")[2] not in kept)
    yield from (Violation("every lease is free", name, "nobody gave it back") for name in evidence.leases)
    yield from (Violation("parked with a reason", key, "it has none") for key, reason in evidence.parked.items() if not reason)


def everything_told_is_taken(evidence: Evidence) -> Iterator[Violation]:
    """Once the faults are over every far end gets its 200."""
    yield from (Violation("everything is taken", one.id, "no 200 ever came") for one in evidence.told if one.taken_at is None)


def nothing_taken_is_lost(evidence: Evidence) -> Iterator[Violation]:
    """What was answered with 200 stands where the bot writes down what it has handled."""
    lines = {line.id for line in evidence.lines}
    kept = _behind_parked(evidence)
    for told in evidence.told:
        known = {"messages": lines, "events": evidence.events}.get(told.kind)
        if told.taken_at is not None and known is not None and told.id not in known | kept:
            yield Violation("nothing is lost", told.id, f"{told.about} told it, 200 was the answer at {told.taken_at}, and it is nowhere")


def everybody_is_answered(evidence: Evidence) -> Iterator[Violation]:
    """After the last message of each customer comes an answer, or stands why there is none."""
    kinds = {line.id: line.kind for line in evidence.lines}
    excused = {line.conversation for line in evidence.lines if _answer(line) and _excused(line)}
    conversations = {line.id: line.conversation for line in evidence.lines}
    answered: dict[str, int] = {}
    for said in evidence.said:
        if kinds.get(said.outbox_id) == "answer":
            answered[said.to] = max(said.at, answered.get(said.to, 0))
    last = {told.about: told for told in sorted(evidence.told, key=lambda told: told.at) if told.kind == "messages" and told.taken_at is not None}
    for who, told in last.items():
        recorded = told.id in evidence.parked or conversations.get(told.id, told.id) in excused
        if answered.get(who, 0) < told.at and not recorded:
            yield Violation("everybody is answered", told.id, f"{who} has no answer since")


def nothing_is_said_twice(evidence: Evidence) -> Iterator[Violation]:
    """One outbox item is sent once, an answer once more if nobody knew by the deadline what had become of it."""
    lines = {line.id: line for line in evidence.lines}
    told = _arrivals_taken(evidence)
    for key, times in _by_outbox_id(evidence).items():
        line = lines.get(key)
        if len(times) > 1 and (line is None or line.kind != "answer" or len(times) > MOST_TIMES):
            yield Violation("nothing is said twice", key, f"{line.kind if line else 'it'} to {times[0].to} was said {len(times)} times")
        for one, other in pairwise(times):
            jump = _jump(evidence, one.at, other.at)
            if other.at - one.at + jump < evidence.deadline:
                yield Violation("nothing is said twice", key, f"{other.id} {other.at - one.at} ms after {one.id}, before the deadline")
            elif (known := told.get(key)) is not None and known + HANDLED_WITHIN + jump < other.at:
                yield Violation("nothing is said twice", key, f"{other.id}, {other.at - known} ms after a status of {one.id} was taken")


def one_answer_to_each_message(evidence: Evidence) -> Iterator[Violation]:
    """Nobody gets more answers (by outbox id) than he wrote messages."""
    wrote = Counter(told.about for told in evidence.told if told.kind == "messages")
    for who, ids in _said_by(evidence, lambda said, line: said.to if line.kind == "answer" else None).items():
        if len(ids) > wrote[who]:
            yield Violation("one answer to each message", who, f"{wrote[who]} messages, {len(ids)} answers: {', '.join(sorted(ids))}")


def one_notice_of_each_step(evidence: Evidence) -> Iterator[Violation]:
    """No step of an order is told under two outbox ids."""
    for step, ids in _said_by(evidence, lambda _, line: f"{line.order} {line.milestone}" if line.milestone else None).items():
        if len(ids) > 1:
            yield Violation("one notice of each step", step, f"it was told by {', '.join(sorted(ids))}")


def the_transcript_agrees(evidence: Evidence) -> Iterator[Violation]:
    """What the transcript calls said was said, what was said stands there, and what arrived is known to have arrived."""
    heard, arrived = set(_by_outbox_id(evidence)), _arrivals_taken(evidence)
    lines = {line.id: line for line in evidence.lines if line.direction == "out"}
    for key, line in lines.items():
        if line.state in SAID and key not in heard:
            yield Violation("the transcript agrees", key, f"it says {line.state}, and WhatsApp never got it")
        if line.state not in SAID and not line.reason:
            yield Violation("the transcript agrees", key, f"it is {line.state} without a reason")
        if line.state == "failed" and not line.reason.startswith(IN_DOUBT):
            yield Violation("nothing fails", key, line.reason)
        if key in arrived and line.state not in ARRIVED:
            yield Violation("the transcript agrees", key, f"its arrival was told and taken, and it is {line.state}")
    for key in heard - lines.keys():
        yield Violation("the transcript agrees", key, "WhatsApp got it, and it has no line")


def orders_know_what_happened(evidence: Evidence) -> Iterator[Violation]:
    """Each event that was taken is in its order, and its notice was decided: said, or not said with a reason."""
    entered = {(entry.order, entry.milestone) for entry in evidence.ledger}
    said = {(line.order, line.milestone) for line in evidence.lines if line.milestone}
    kept = _behind_parked(evidence)
    for told in evidence.told:
        if told.step not in ENDS or told.taken_at is None or told.id in kept:
            continue
        state, milestone = ENDS[told.step]
        if state is not None and not {state, "refunded"} & evidence.orders.get(told.about, frozenset()):
            yield Violation("orders know what happened", told.id, f"{told.about} is not {state}")
        if milestone is not None and (f"default:{told.about}", milestone) not in entered:
            yield Violation("orders know what happened", told.id, f"nobody decided whether to say {milestone}")
    for entry in evidence.ledger:
        if not entry.skipped and (entry.order, entry.milestone) not in said:
            yield Violation("what was decided is said", entry.id, "it is neither in the transcript nor skipped")


RULES: Final[tuple[Callable[[Evidence], Iterator[Violation]], ...]] = (
    nothing_is_left,
    everything_told_is_taken,
    nothing_taken_is_lost,
    everybody_is_answered,
    nothing_is_said_twice,
    one_answer_to_each_message,
    one_notice_of_each_step,
    the_transcript_agrees,
    orders_know_what_happened,
)


def in_doubt(evidence: Evidence) -> int:
    """Return how many messages were given up without anybody knowing whether they arrived."""
    return sum(line.state == "failed" and line.reason.startswith(IN_DOUBT) for line in evidence.lines)


def _behind_parked(evidence: Evidence) -> frozenset[str]:
    """Return what is parked, and the events of orders of which one is: they may wait until somebody replays it."""
    orders = {told.about for told in evidence.told if told.kind == "events" and told.id in evidence.parked}
    return frozenset(evidence.parked).union(told.id for told in evidence.told if told.kind == "events" and told.about in orders)


def _answer(line: Line) -> bool:
    return line.direction == "out" and line.kind == "answer"


def _excused(line: Line) -> bool:
    return line.state not in SAID and bool(line.reason)


def _by_outbox_id(evidence: Evidence) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for said in evidence.said:
        found[said.outbox_id].append(said)
    return found


def _said_by(evidence: Evidence, key: Callable[[Said, Line], str | None]) -> dict[str, set[str]]:
    """Return the outbox ids of what was said, by whatever ``key`` makes of it and its line; ``None`` leaves it out."""
    lines = {line.id: line for line in evidence.lines}
    found: dict[str, set[str]] = defaultdict(set)
    for said in evidence.said:
        if said.outbox_id in lines and (name := key(said, lines[said.outbox_id])) is not None:
            found[name].add(said.outbox_id)
    return found


def _arrivals_taken(evidence: Evidence) -> dict[str, int]:
    """Return when the bot first took a status that says a message arrived, by outbox id."""
    found: dict[str, int] = {}
    for told in evidence.told:
        if told.kind == "statuses" and told.taken_at is not None and told.id.rpartition(":")[2] in ARRIVED:
            found[told.about] = min(told.taken_at, found.get(told.about, told.taken_at))
    return found


def _jump(evidence: Evidence, begin: int, end: int) -> int:
    """Return by how much the clocks of the replicas moved against each other in a span, at most."""
    return sum(abs(shift.by) for shift in evidence.shifts if shift.begin <= end and begin <= shift.end)
