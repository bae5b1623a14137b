"""The machine itself: what is to find faults must not hide them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

import pytest
from mongomock_motor import AsyncMongoMockClient
from pymongo import UpdateOne
from pymongo.errors import AutoReconnect, BulkWriteError

from bot.db.codec import insert_new
from tests.protocol.gates import Gate, Line, Loop, Trouble, gated
from tests.protocol.schedules import Mishap, Outside, Steps, play

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Collection, Document


class Bench:
    """A collection behind a gate, and a task that uses it."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.gate = Gate(self._observe)
        store: AsyncIOMotorDatabase[Document] = AsyncMongoMockClient()["gates"]
        self.inner: Collection = store["things"]
        self.outer: Collection = gated(Line(store, self.gate))["things"]

    async def _observe(self, what: str) -> None:
        self.seen.append(what)

    async def to_the_end(self, work: Coroutine[None, None, object]) -> object:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(work)
            await asyncio.sleep(0)
            while self.gate.waiting:
                self.gate.open()
                await asyncio.sleep(0)
                await asyncio.sleep(0)
        return task.result()

    async def count(self) -> int:
        return await self.inner.count_documents({})


@pytest.fixture
async def bench() -> Bench:
    return Bench()


DOCS = [{"_id": "a"}, {"_id": "b"}]
IDS = {"_id": {"$in": ["a", "b"]}}


async def test_nobody_passes_unless_he_is_let(bench: Bench) -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(bench.outer.insert_one({"_id": "a"}))
        await asyncio.sleep(0)
        assert await bench.count() == 0
        bench.gate.open()
    assert task.done()
    assert await bench.count() == 1


async def test_each_document_is_a_step_of_its_own(bench: Bench) -> None:
    await bench.to_the_end(bench.outer.insert_many(DOCS, ordered=False))
    await bench.to_the_end(bench.outer.update_many(IDS, {"$set": {"x": 1}}))
    await bench.to_the_end(bench.outer.delete_many(IDS))
    assert len(bench.seen) == 6
    assert await bench.count() == 0


async def test_what_is_there_already_is_named(bench: Bench) -> None:
    await bench.inner.insert_one({"_id": "b"})
    assert await bench.to_the_end(insert_new(bench.outer, DOCS)) == [{"_id": "b"}]


async def test_matches_are_counted_over_all_steps(bench: Bench) -> None:
    await bench.inner.insert_many(DOCS)
    writes = [UpdateOne({"_id": key}, {"$set": {"x": 1}}) for key in ("a", "b", "c")]
    result = await bench.to_the_end(bench.outer.bulk_write(writes, ordered=False))
    assert getattr(result, "matched_count", 0) == 2


@pytest.mark.parametrize(("trouble", "stored"), [("before", 0), ("after", 1)])
async def test_a_cut_connection_comes_before_or_after_the_effect(bench: Bench, trouble: Trouble, stored: int) -> None:
    bench.gate.trouble = trouble
    with pytest.raises(ExceptionGroup) as raised:
        await bench.to_the_end(bench.outer.insert_one({"_id": "a"}))
    assert raised.group_contains(AutoReconnect)
    assert await bench.count() == stored


async def test_a_cut_within_a_write_of_many_leaves_a_part_of_it(bench: Bench) -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(_quietly(bench.outer.insert_many(DOCS, ordered=False)))
        await asyncio.sleep(0)
        bench.gate.open()
        bench.gate.trouble = None
        await asyncio.sleep(0)
        bench.gate.close()
    assert task.done()
    assert await bench.count() == 1


async def _quietly(work: Coroutine[None, None, object]) -> None:
    try:
        await work
    except (asyncio.CancelledError, BulkWriteError):
        return


def test_the_loop_knows_when_nothing_moves() -> None:
    async def count_down(left: int) -> None:
        while left:
            left -= 1
            await asyncio.sleep(0)

    async def watch() -> bool:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(count_down(20))
            await cast("Loop", asyncio.get_running_loop()).until_nothing_moves()
            return task.done()

    with asyncio.Runner(loop_factory=Loop) as runner:
        assert runner.run(watch())


def test_a_crash_forgets_and_begins_anew() -> None:
    log = play((Outside("message"), Steps("worker 0", 3), Mishap("worker 0", "crash"), Steps("worker 0", 1))).log
    assert log[5:8] == ("worker 0 crashes", "worker 0: begin", "worker 0: inbox.find")


def test_a_cut_connection_is_tried_again() -> None:
    log = play((Outside("message"), Steps("worker 0", 3), Mishap("worker 0", "before"), *[Steps("worker 0", 1)] * 3)).log
    assert log[5:9] == (
        "worker 0's connection is going to be cut before its next call takes effect",
        "worker 0: conversations.find",
        "worker 0: orders.find",
        "worker 0: begin",
    )


def test_a_deadline_does_not_pass_while_meta_has_something_to_tell() -> None:
    log = play((Outside("message"), Steps("worker 0", 100), Outside("answer lost"), Steps("sender 0", 100), Outside("deadline"))).log
    assert "much time goes by" not in log
