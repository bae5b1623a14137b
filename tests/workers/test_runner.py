"""The owner of tasks."""

from __future__ import annotations

import asyncio

from bot.workers.runner import Runner, survive


async def test_a_loop_that_fails_is_begun_again() -> None:
    starts: list[int] = []
    again = asyncio.Event()

    async def loop() -> None:
        starts.append(1)
        if len(starts) == 1:
            raise ValueError("first time")
        again.set()
        await asyncio.Event().wait()

    runner = Runner()
    runner.start("loop", loop)
    await asyncio.wait_for(again.wait(), 5)
    await runner.close()
    assert len(starts) == 2
    assert runner.failures == 1


async def test_a_loop_that_ran_well_is_begun_again_soon() -> None:
    starts: list[int] = []
    many = asyncio.Event()

    async def loop() -> None:
        starts.append(1)
        if len(starts) == 8:
            many.set()
        raise ValueError("after an hour")

    hours = iter(range(0, 3_600_000, 3_600))
    runner = Runner(lambda: next(hours))
    runner.start("loop", loop)
    await asyncio.wait_for(many.wait(), 8)  # ten seconds and more if each pause were twice as long as the one before
    await runner.close()
    assert len(starts) >= 8


async def test_closing_ends_every_loop() -> None:
    ended: list[str] = []

    async def loop() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("ended")

    runner = Runner()
    runner.start("one", loop)
    runner.start("two", loop)
    await asyncio.sleep(0)
    await runner.close()
    assert ended == ["ended", "ended"]


async def test_what_survives_returns_its_result_or_nothing() -> None:
    async def good() -> int:
        return 7

    async def bad() -> int:
        raise KeyError("x")

    assert await survive("good", good()) == 7
    assert await survive("bad", bad()) is None
