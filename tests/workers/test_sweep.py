"""Finding what nobody has in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.workers.partitions import Partitions
from bot.workers.sweep import SWEEP_AGE, SWEEP_LIMIT, sweep
from tests.workers.clock import NOW, until
from tests.workers.conftest import item

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.inbox import InboxItem
    from tests.workers.clock import Clock
    from tests.workers.conftest import Shift

OLD = NOW - 2 * SWEEP_AGE


@pytest_asyncio.fixture
async def partitions(database: Database, clock: Clock) -> Partitions:
    """All lanes in one process."""
    partitions = Partitions(database, "one", clock)
    await partitions.claim()
    return partitions


async def left_behind(shift: Shift, *items: InboxItem) -> None:
    """Store items that nobody is told of."""
    assert await shift.db.inbox.add_many(items) == [None] * len(items)


def begin(shift: Shift, partitions: Partitions) -> None:
    shift.runner.start("sweep", lambda: sweep(shift.db, {"message": shift.worker}, partitions, shift.clock))


async def test_what_a_crash_left_is_found_and_counted_as_taken_once_more(shift: Shift, partitions: Partitions) -> None:
    await left_behind(shift, item("a1", received_at=OLD), item("b1", attempts=0, received_at=OLD))
    begin(shift, partitions)
    await until(lambda: shift.worker.waiting == 2)
    assert await shift.attempts() == {"a1": 2, "b1": 1}
    shift.begin()
    await shift.idle()
    assert sorted(shift.handler.taken) == [1, 2]


async def test_what_was_taken_twice_already_is_counted_when_its_turn_comes(shift: Shift, partitions: Partitions) -> None:
    await left_behind(shift, item("a1", attempts=2, received_at=OLD))
    begin(shift, partitions)
    await until(lambda: shift.worker.waiting == 1)
    assert await shift.attempts() == {"a1": 2}
    shift.begin()
    await shift.idle()
    assert shift.handler.taken == [3]


async def test_what_crashed_the_process_four_times_is_parked_without_another_try(shift: Shift, partitions: Partitions) -> None:
    await left_behind(shift, item("a1", attempts=4, received_at=OLD), item("b1", received_at=OLD))
    begin(shift, partitions)
    shift.begin()
    await until(lambda: shift.handler.done == ["b1"])
    await shift.idle()
    assert [parked.id for parked in await shift.db.parked.all()] == ["a1"]
    assert shift.handler.calls == [["b1"]]


async def test_what_is_in_hand_is_left_alone(shift: Shift, partitions: Partitions) -> None:
    await shift.stored(item("a1", received_at=OLD))
    await left_behind(shift, item("b1", received_at=OLD + 1))
    begin(shift, partitions)
    await until(lambda: shift.worker.waiting == 2)
    assert await shift.attempts() == {"a1": 1, "b1": 2}


async def test_what_has_only_just_come_is_left_to_the_receiver(shift: Shift, partitions: Partitions) -> None:
    await left_behind(shift, item("a1", received_at=NOW), item("b1", received_at=OLD))
    begin(shift, partitions)
    await until(lambda: shift.worker.waiting == 1)
    assert await shift.attempts() == {"a1": 1, "b1": 2}


async def test_other_kinds_are_left_to_their_workers(shift: Shift, partitions: Partitions) -> None:
    await left_behind(shift, item("a1", kind="event", received_at=OLD), item("b1", received_at=OLD))
    begin(shift, partitions)
    await until(lambda: shift.worker.waiting == 1)
    assert await shift.attempts() == {"a1": 1, "b1": 2}


@pytest.mark.parametrize("age", [0, SWEEP_AGE])
async def test_of_two_processes_each_finds_its_own_lanes_and_finds_them_at_once(shift: Shift, partitions: Partitions, age: int) -> None:
    other = Partitions(shift.db, "other", shift.clock)
    for one in (other, partitions, other):
        await one.claim()
    items = [item(f"x{n}", f"lane {n}", received_at=NOW - 1 - age) for n in range(60)]
    await left_behind(shift, *items)
    begin(shift, partitions)
    mine = {one.id for one in items if partitions.own(one.lane)}
    await until(lambda: shift.worker.waiting == len(mine) > 0)
    assert {name for name, attempts in (await shift.attempts()).items() if attempts == 2} == mine
    assert {one.id for one in items if other.own(one.lane)} == {one.id for one in items} - mine


async def test_what_waits_for_a_silent_system_does_not_hide_what_is_behind_it(shift: Shift, partitions: Partitions) -> None:
    await shift.stored(*(item(f"a{n}", "silent", received_at=OLD) for n in range(SWEEP_LIMIT)))
    await left_behind(shift, item("b1", received_at=OLD + 1))
    begin(shift, partitions)
    await until(lambda: shift.worker.waiting == SWEEP_LIMIT + 1)
