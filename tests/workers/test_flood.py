"""Ten times more than can be handled: memory holds a bounded number of items, the rest waits where it is stored, and nothing is lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import DatabaseDown
from bot.flow.batch import Outcome
from bot.flow.receive import Receiver
from bot.workers.inbox import InboxWorker, Listeners
from bot.workers.outbox import HORIZON
from bot.workers.overflow import MOST_LATE, Overflow
from bot.workers.partitions import Partitions
from bot.workers.sweep import sweep
from tests.workers.clock import NOW, until
from tests.workers.conftest import Ears, Handler, Shift, item, make_shift
from tests.workers.sending import answer, sending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.inbox import InboxItem
    from bot.flow.converse import Mind
    from bot.workers.runner import Runner
    from tests.workers.clock import Clock

MOST = 40
FLOOD = 10 * MOST
LANES = 7


class Flood:
    """A small worker behind the receiver, its sweep, and a gate that its handler waits at; ``peak`` is the most that was in hand."""

    def __init__(self, db: Database, runner: Runner, clock: Clock) -> None:
        self.gate = asyncio.Event()
        self.peak = 0
        self.shift: Shift = make_shift(db, runner, clock)
        self.shift.handler = Handler(db, self._handled)
        ears = Ears()
        self.worker = InboxWorker(db, "message", self.shift.handler, clock, Listeners(ears.queued, ears.mark_read), most=MOST)
        self.shift.worker = self.worker
        self.receiver = Receiver(db, self.worker.hand_over)

    async def _handled(self, _items: Sequence[InboxItem]) -> Outcome:
        await self.gate.wait()
        self.peak = max(self.peak, self.worker.waiting)
        return Outcome()

    async def begin(self) -> None:
        runner, partitions = self.shift.runner, Partitions(self.shift.db, "one", self.shift.clock)
        await partitions.claim()
        runner.start("receiver", self.receiver.run)
        runner.start("sweep", lambda: sweep(self.shift.db, {"message": self.worker}, partitions, self.shift.clock))
        self.shift.begin()

    async def pours(self, first: int, count: int) -> None:
        """Take in messages of some customers, each acknowledged."""
        items = [item(f"x{n:04}", f"lane {n % LANES}", received_at=NOW - 10_000 + n) for n in range(first, first + count)]
        await asyncio.gather(*(self.receiver.receive([one], []) for one in items))
        self.peak = max(self.peak, self.worker.waiting)


@pytest.fixture
def flood(database: Database, runner: Runner, clock: Clock) -> Flood:
    return Flood(database, runner, clock)


async def test_all_is_acknowledged_and_a_bounded_number_is_held_in_memory(flood: Flood) -> None:
    await flood.begin()
    await flood.pours(0, FLOOD)
    assert flood.worker.waiting == flood.peak == MOST
    assert len(await flood.shift.db.inbox.waiting(NOW, 2 * FLOOD)) == FLOOD


async def test_what_did_not_fit_is_handled_later_once_and_in_the_order_of_each_customer(flood: Flood) -> None:
    await flood.begin()
    await flood.pours(0, FLOOD)
    flood.gate.set()
    await flood.pours(FLOOD, MOST)
    await until(lambda: len(flood.shift.handler.done) == FLOOD + MOST)
    lanes = [[name for name in flood.shift.handler.done if int(name[1:]) % LANES == lane] for lane in range(LANES)]
    assert lanes == [sorted(lane) for lane in lanes]
    assert len(set(flood.shift.handler.done)) == FLOOD + MOST
    assert flood.peak <= MOST


async def test_after_the_flood_messages_are_handed_over_again(flood: Flood) -> None:
    await flood.begin()
    await flood.pours(0, 2 * MOST)
    await until(lambda: flood.worker.behind)
    flood.gate.set()
    await until(lambda: not flood.worker.behind)
    await flood.pours(2 * MOST, 1)
    assert not flood.worker.behind
    await until(lambda: len(flood.shift.handler.done) == 2 * MOST + 1)


async def test_what_rests_for_a_silent_system_keeps_nobody_out(flood: Flood) -> None:
    async def nobody_answers(items: Sequence[InboxItem]) -> Outcome:
        return Outcome(waits={one.lane: NOW + 10_000 for one in items if one.lane != "other"})

    flood.shift.handler.finds = nobody_answers
    await flood.begin()
    await flood.pours(0, MOST)
    await until(lambda: flood.worker.room == MOST)
    flood.worker.hand_over([item("y1", "other")])
    await until(lambda: flood.shift.handler.done == ["y1"])
    assert flood.worker.waiting == MOST


async def test_more_than_can_wait_to_be_stored_is_refused_so_that_its_sender_repeats_it(database: Database) -> None:
    receiver = Receiver(database, lambda _: None, most_waiting=3)
    async with asyncio.TaskGroup() as waiting:
        tasks = [waiting.create_task(receiver.receive([item(f"x{n}")], [])) for n in range(3)]
        await until(lambda: receiver.waiting == 3)
        with pytest.raises(DatabaseDown, match="3 items wait"):
            await receiver.receive([item("y")], [])
        for task in tasks:
            task.cancel()
    assert receiver.waiting == 3


async def test_a_number_holds_a_bounded_number_of_messages_with_room_for_answers(
    database: Database, runner: Runner, clock: Clock, mind: Mind
) -> None:
    notices = [replace(answer(f"n{n}"), kind="notice") for n in range(FLOOD)]
    async with sending(database, mind, runner, clock, 2 * MOST) as number:
        await number.stored(*notices[:MOST])
        runner.start("lease", number.sender.hold_lease)
        runner.start("sweep", number.sender.sweep)
        await until(lambda: number.sender.waiting == MOST)
        await number.queued(*notices[MOST:], *(answer(f"a{n}") for n in range(FLOOD)))
        assert number.sender.waiting == 2 * MOST


async def test_what_is_due_much_later_waits_in_the_database(database: Database, runner: Runner, clock: Clock, mind: Mind) -> None:
    async with sending(database, mind, runner, clock) as number:
        await number.lease.claim()
        await number.queued(answer("night", due_at=NOW + HORIZON), answer("soon", due_at=NOW + HORIZON - 1))
        assert number.sender.waiting == 1


def test_so_much_may_come_while_the_sweep_looks_and_no_more() -> None:
    overflow: Overflow[int] = Overflow()
    overflow.leave(0)
    overflow.look()
    for n in range(MOST_LATE - 1):
        overflow.leave(n)
    assert overflow.caught_up(MOST_LATE - 1) == ()
    assert overflow.caught_up(MOST_LATE) == list(range(MOST_LATE - 1))
    assert not overflow.behind
    overflow.leave(0)
    for n in range(MOST_LATE):
        overflow.leave(n)
    assert overflow.caught_up(10 * MOST_LATE) == ()
