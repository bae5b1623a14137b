"""Items in, outcomes out: order, pauses, failures, and what is told to whom."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot.db.database import Database
from bot.domain.content import TextOut
from bot.domain.delivery import OutboxItem, TranscriptEntry
from bot.domain.inbox import Parked
from bot.domain.message import InboundMessage, Text, WireIdentity
from bot.errors import DatabaseDown
from bot.flow.batch import Outcome
from bot.workers.inbox import FEW_LANES, PARK_AFTER, RESTS, InboxWorker, Listeners
from tests.workers.clock import NOW, until
from tests.workers.conftest import Does, Shift, item, make_shift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document
    from bot.domain.inbox import InboxItem
    from bot.workers.runner import Runner
    from tests.workers.clock import Clock

ANSWER = OutboxItem("c:1:0", "answer", "noor", "cu", "c", "n1", WireIdentity(wa_id="1"), NOW, NOW, content=TextOut("hi"))


def message(name: str) -> InboundMessage:
    return InboundMessage(name, "n1", WireIdentity(wa_id="1"), NOW, Text("hi"))


def failing(*names: str, times: int = 1_000) -> Does:
    """Find fault with a batch that holds one of these, the first so many times."""
    left = [times]

    async def find(items: Sequence[InboxItem]) -> Outcome:
        if left[0] and {one.id for one in items} & set(names):
            left[0] -= 1
            raise ValueError("an odd one")
        return Outcome()

    return find


async def test_what_is_handed_over_is_handled_in_the_order_of_its_lane(shift: Shift) -> None:
    await shift.stored(item("a1"), item("b1"), item("a2"))
    shift.begin()
    await shift.idle()
    assert shift.handler.calls == [["a1", "a2", "b1"]]
    assert await shift.attempts() == {}


async def test_what_comes_while_its_lane_is_in_work_is_next(shift: Shift) -> None:
    goes_on = asyncio.Event()

    async def slowly(_items: Sequence[InboxItem]) -> Outcome:
        await goes_on.wait()
        return Outcome()

    shift.handler.finds = slowly
    await shift.stored(item("a1"))
    shift.begin()
    await until(lambda: shift.handler.calls == [["a1"]])
    await shift.stored(item("a2"))
    goes_on.set()
    await shift.idle()
    assert shift.handler.calls == [["a1"], ["a2"]]


async def test_a_batch_that_fails_once_is_tried_again_as_it_was(shift: Shift) -> None:
    shift.handler.finds = failing("a1", times=1)
    await shift.stored(item("a1"), item("b1"))
    shift.begin()
    await shift.in_time()
    assert shift.handler.calls == [["a1", "b1"], ["a1", "b1"]]
    assert shift.handler.taken == [1, 1, 2, 2]


async def test_what_fails_every_time_is_parked_after_four_takings_and_its_neighbours_are_done(shift: Shift) -> None:
    shift.handler.finds = failing("bad")
    await shift.stored(item("a1"), item("bad"), item("c1"), item("c2"))
    shift.begin()
    await shift.in_time()
    (parked,) = await shift.db.parked.all()
    assert (parked.id, parked.error) == ("bad", "it was taken 4 times and failed or crashed each time")
    assert sorted(shift.handler.done) == ["a1", "c1", "c2"]
    assert sum("bad" in call for call in shift.handler.calls) == PARK_AFTER
    assert await shift.attempts() == {}


async def test_what_has_failed_rests_ever_longer_before_it_is_tried_again(shift: Shift) -> None:
    tried: list[int] = []

    async def fail(_items: Sequence[InboxItem]) -> Outcome:
        tried.append(shift.clock.now)
        raise ValueError("a disk that is full for a moment")

    shift.handler.finds = fail
    await shift.stored(item("a1"))
    shift.begin()
    await shift.in_time()
    assert len(tried) == PARK_AFTER
    assert all(later - earlier >= rest for (earlier, later), rest in zip(pairwise(tried), RESTS, strict=True))


async def test_what_was_handled_before_its_process_died_is_not_put_aside(shift: Shift) -> None:
    await shift.db.transcript.add([TranscriptEntry("a1", "c", "cu", "noor", "in", NOW, "hi", "text")])
    await shift.stored(item("a1", attempts=PARK_AFTER + 1))
    shift.begin()
    await shift.idle()
    assert (shift.handler.calls, await shift.db.parked.all(), await shift.attempts()) == ([], [], {})


async def test_what_was_taken_twice_runs_alone(shift: Shift) -> None:
    await shift.stored(item("a1"), item("b1", attempts=3), item("c1"))
    shift.begin()
    await shift.idle()
    assert shift.handler.calls == [["a1", "c1"], ["b1"]]


async def test_what_runs_alone_is_counted_when_its_turn_comes(shift: Shift) -> None:
    counted = []

    async def look(items: Sequence[InboxItem]) -> Outcome:
        counted.append((items[0].id, (await shift.attempts())["b1"]))
        return Outcome()

    shift.handler.finds = look
    await shift.stored(item("a1"), item("b1", attempts=3))
    shift.begin()
    await shift.idle()
    assert counted == [("a1", 3), ("b1", 4)]


async def test_what_is_behind_a_doubtful_item_waits_for_it(shift: Shift) -> None:
    shift.handler.finds = failing("a1", times=1)
    await shift.stored(item("a2", received_at=NOW + 1), item("a1", attempts=3), item("b1"))
    shift.begin()
    await shift.in_time()
    assert shift.handler.calls == [["b1"], ["a1"], ["a1"], ["a2"]]


async def test_what_is_tried_again_stays_ahead_of_what_came_meanwhile(shift: Shift) -> None:
    late = [item("a2", received_at=NOW + 1)]

    async def interrupted(_items: Sequence[InboxItem]) -> Outcome:
        if late:
            await shift.stored(late.pop())
            raise ValueError("not this time")
        return Outcome()

    shift.handler.finds = interrupted
    await shift.stored(item("a1"))
    shift.begin()
    await shift.idle()
    assert shift.handler.calls == [["a1"], ["a1", "a2"]]


async def test_what_another_writer_has_overtaken_is_decided_again_and_not_counted(shift: Shift) -> None:
    async def overtaken(items: Sequence[InboxItem]) -> Outcome:
        return Outcome(retry=[one for one in items if one.id == "a1"] if len(shift.handler.calls) == 1 else ())

    shift.handler.finds = overtaken
    await shift.stored(item("a1"), item("b1"))
    shift.begin()
    await shift.idle()
    assert shift.handler.calls == [["a1", "b1"], ["a1"]]
    assert shift.handler.taken == [1, 1, 1]


def pausing(shift: Shift) -> Does:
    """Give the lane ``a`` 1.5 seconds from its first look on, unless something follows."""

    async def find(items: Sequence[InboxItem]) -> Outcome:
        over = len(items) > 1 or shift.clock.now >= NOW + 1_500
        return Outcome() if over or items[0].lane != "a" else Outcome(waits={"a": NOW + 1_500}, pausing=[message("a1")])

    return find


async def test_a_paused_lane_is_looked_at_again_at_its_instant(shift: Shift) -> None:
    shift.handler.finds = pausing(shift)
    await shift.stored(item("a1"))
    shift.begin()
    await until(lambda: shift.ears.read == [("a1", True)])
    shift.clock.now += 1_499
    await shift.stored(item("b1"))
    await until(lambda: shift.handler.done == ["b1"])
    assert shift.handler.calls == [["a1"], ["b1"]]
    shift.clock.now += 1
    await shift.idle()
    assert shift.handler.calls[2:] == [["a1"]]


async def test_a_new_message_ends_the_pause(shift: Shift) -> None:
    shift.handler.finds = pausing(shift)
    await shift.stored(item("a1"))
    shift.begin()
    await until(lambda: shift.ears.read == [("a1", True)])
    await shift.stored(item("a2"))
    await shift.idle()
    assert shift.handler.calls == [["a1"], ["a1", "a2"]]


async def test_answers_are_handed_over_before_the_tidying_and_the_next_batch_is_decided_meanwhile(shift: Shift) -> None:
    async def answered(_items: Sequence[InboxItem]) -> Outcome:
        return Outcome(outbox=[ANSWER], answered=[message("a1")])

    shift.handler.finds = answered
    shift.handler.tidying_waits["a1"] = tidied = asyncio.Event()
    await shift.stored(item("a1"))
    shift.begin()
    await until(lambda: shift.ears.outbox == [ANSWER])
    await shift.stored(item("b1"))
    await until(lambda: shift.handler.done == ["b1"])
    tidied.set()
    await shift.idle()
    assert shift.handler.done == ["b1", "a1"]
    assert shift.ears.read == [("a1", False)] * 2


async def test_one_batch_at_a_time_is_decided(shift: Shift) -> None:
    goes_on, deciding = asyncio.Event(), []

    async def slowly(items: Sequence[InboxItem]) -> Outcome:
        deciding.append(items[0].id)
        await goes_on.wait()
        return Outcome()

    shift.handler.finds = slowly
    await shift.stored(item("a1"))
    shift.begin()
    await until(lambda: deciding == ["a1"])
    await shift.stored(item("b1"))
    await shift.stored(item("c1"))
    goes_on.set()
    await shift.idle()
    assert shift.handler.calls == [["a1"], ["b1", "c1"]]


async def test_what_can_not_be_understood_leaves_the_inbox_and_is_kept_with_the_reason(shift: Shift) -> None:
    async def unreadable(items: Sequence[InboxItem]) -> Outcome:
        return Outcome(parked=[Parked(one.id, one.kind, NOW, one.source, "it is odd", one.body, one.lane) for one in items if one.id == "a1"])

    shift.handler.finds = unreadable
    await shift.stored(item("a1"), item("b1"))
    shift.begin()
    await shift.idle()
    assert [(parked.id, parked.error) for parked in await shift.db.parked.all()] == [("a1", "it is odd")]
    assert await shift.attempts() == {}


class Shaky(Database):
    """A database that is away while the test says so."""

    away = False

    @override
    async def ping(self) -> None:
        if self.away:
            raise DatabaseDown("nobody answers")
        await super().ping()


@pytest.mark.parametrize("attempts", [1, 3])
async def test_while_the_database_is_away_nothing_is_counted_and_nothing_is_lost(
    motor_database: AsyncIOMotorDatabase[Document], runner: Runner, clock: Clock, attempts: int
) -> None:
    database = Shaky(motor_database)
    database.away = True
    shift = make_shift(database, runner, clock)

    async def as_long_as_it_is_there(_items: Sequence[InboxItem]) -> Outcome:
        if database.away:
            raise DatabaseDown("nobody answers")
        return Outcome()

    shift.handler.finds = as_long_as_it_is_there
    await shift.stored(item("a1", attempts=attempts), item("b1"))
    shift.begin()
    await until(lambda: len(shift.handler.calls) >= PARK_AFTER)
    database.away = False
    await shift.idle()
    assert sorted(shift.handler.done) == ["a1", "b1"]
    assert set(shift.handler.taken) <= {1, attempts}


async def test_what_only_waits_has_not_failed_however_often_the_process_begins_anew(shift: Shift) -> None:
    async def wait_for_a(_items: Sequence[InboxItem]) -> Outcome:
        return Outcome(waits={"a": NOW + 60_000})

    shift.handler.finds = wait_for_a
    await shift.stored(item("a1", attempts=4))
    shift.begin()

    async def counted_anew() -> bool:
        return await shift.attempts() == {"a1": 1}

    await until(counted_anew)
    assert (shift.handler.calls, await shift.db.parked.all()) == ([["a1"]], [])


@pytest.mark.parametrize(("gives_way", "sizes"), [(True, [FEW_LANES, 20]), (False, [100])])
async def test_while_others_come_first_batches_are_small_and_follow_one_another(shift: Shift, gives_way: bool, sizes: list[int]) -> None:  # noqa: FBT001
    under_way: list[int] = []

    async def one_at_a_time(_items: Sequence[InboxItem]) -> Outcome:
        under_way.append(1)
        assert len(under_way) == 1
        await asyncio.sleep(0)
        under_way.clear()
        return Outcome()

    shift.worker = InboxWorker(shift.db, "message", shift.handler, shift.clock, Listeners(shift.ears.queued, shift.ears.mark_read), lambda: gives_way)
    shift.handler.finds = one_at_a_time
    await shift.stored(*(item(f"x{n}", f"lane {n}") for n in range(100)))
    shift.begin()
    await shift.idle()
    assert [len(call) for call in shift.handler.calls] == sizes
