"""The loops of one process: who gets what, and what is given back in the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.flow.batch import Outcome
from bot.flow.receive import Receiver
from bot.workers.crew import Crew, Desk
from bot.workers.inbox import InboxWorker, Listeners
from bot.workers.outbox import LEASE_LIVES
from bot.workers.partitions import Partitions
from tests.workers.clock import NOW, until
from tests.workers.conftest import Handler, item
from tests.workers.sending import answer, heard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.inbox import InboxItem
    from bot.workers.runner import Runner
    from tests.workers.clock import Clock
    from tests.workers.sending import Number


@dataclass
class Process:
    """A process with two kinds of items and one number."""

    number: Number
    crew: Crew
    messages: Handler
    events: Handler

    async def start(self, *, work: bool = True) -> None:
        await self.crew.start(self.number.db, self.number.clock, work=work)

    async def receive(self, *items: InboxItem) -> None:
        await self.crew.receiver.receive(items, [])


@pytest.fixture
def process(database: Database, clock: Clock, runner: Runner, number: Number) -> Process:
    desk = Desk(Partitions(database, "one", clock), senders={"n1": number.sender})
    messages, events = Handler(database), Handler(database)
    listeners = Listeners(desk.hand_out, desk.mark_read)
    desk.workers["message"] = InboxWorker(database, "message", messages, clock, listeners)
    desk.workers["event"] = InboxWorker(database, "event", events, clock, listeners)
    return Process(number, Crew(desk, Receiver(database, desk.hand_in), runner), messages, events)


async def test_each_kind_goes_to_its_worker(process: Process) -> None:
    await process.start()
    await process.receive(item("a1"), item("b1", kind="event"))
    await until(lambda: (process.messages.done, process.events.done) == (["a1"], ["b1"]))


async def test_an_answer_is_sent_and_its_question_marked_as_read(process: Process) -> None:
    async def answered(_items: Sequence[InboxItem]) -> Outcome:
        await process.number.stored(answer("hi"))
        return Outcome(outbox=[answer("hi")], answered=[heard("a1")])

    process.messages.finds = answered
    await process.start()
    await process.receive(item("a1"))
    await until(lambda: process.number.said == ["hi"])
    await until(lambda: [receipt.message_id for receipt in process.number.world.receipts] == ["wamid.a1"])


async def test_what_an_earlier_life_left_is_taken_up(process: Process) -> None:
    await process.number.db.inbox.add_many([item("a1", received_at=NOW - 5_000)])
    await process.number.stored(answer("hi"))
    await process.start()
    await until(lambda: (process.messages.done, process.number.said) == (["a1"], ["hi"]))


async def test_lanes_of_another_process_are_left_to_it(process: Process) -> None:
    partitions, other = process.crew.desk.partitions, Partitions(process.number.db, "other", process.number.clock)
    for one in (other, partitions, other, partitions):
        await one.claim()
    names = [f"{letter}1" for letter in "abcdefghijklmnopqrstuvwxyz"]
    process.crew.desk.hand_in([item(name) for name in names])
    assert 0 < process.crew.desk.workers["message"].waiting == sum(partitions.own(name[0]) for name in names) < len(names)


async def test_a_process_that_does_not_work_takes_things_in_all_the_same(process: Process) -> None:
    await process.start(work=False)
    await process.receive(item("a1"))
    assert [waiting.id for waiting in await process.number.db.inbox.waiting(NOW + 1, 10)] == ["a1"]
    assert process.crew.desk.workers["message"].waiting == 0


async def test_the_end_gives_back_what_was_held(process: Process) -> None:
    db = process.number.db
    await process.start()
    await until(lambda: process.number.lease.held)
    await process.crew.stop()
    other = Partitions(db, "other", process.number.clock)
    await other.claim()
    assert not other.shared
    assert await db.leases.claim("number:n1", "other", NOW, LEASE_LIVES)


async def test_the_end_waits_for_what_is_being_sent(process: Process) -> None:
    await process.start()
    await until(lambda: process.number.lease.held)
    process.number.world.set_switches(latency_ms=100)
    await process.number.queued(answer("hi"))
    await until(process.number.is_in(answer("hi"), "sending"))
    await process.crew.stop()
    assert await process.number.state(answer("hi")) == "accepted"
