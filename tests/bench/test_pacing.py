from __future__ import annotations

import asyncio
from itertools import pairwise
from time import perf_counter

import pytest

from bot.bench.pacing import InFlight, at_rate, until, until_done


async def test_a_rate_makes_a_fixed_number_evenly_due() -> None:
    due: list[float] = []
    await at_rate(1_000, 0.05, due.append)
    gaps = [round(later - earlier, 6) for earlier, later in pairwise(due)]
    assert len(due) == 50
    assert set(gaps) == {0.001}


async def test_nothing_is_sent_before_it_is_due() -> None:
    early: list[float] = []
    await at_rate(200, 0.05, lambda due: early.append(due - perf_counter()))
    assert max(early) <= 0


async def test_a_slow_sender_does_not_move_what_is_due() -> None:
    due: list[float] = []

    def slowly(instant: float) -> None:
        due.append(instant)
        while perf_counter() < instant + 0.005:
            pass

    await at_rate(1_000, 0.01, slowly)
    assert due[-1] - due[0] == pytest.approx(0.009)


async def test_in_flight_never_exceeds_its_width() -> None:
    under_way, most = 0, 0

    def send(_due: float) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        asyncio.get_running_loop().call_later(0.005, end)

    def end() -> None:
        nonlocal under_way
        under_way -= 1
        load.ended()

    load = InFlight(4, 0.05, send)
    await load.run()
    assert (most, under_way) == (4, 0)


async def test_in_flight_gives_up_on_what_never_ends() -> None:
    sent: list[float] = []
    load = InFlight(3, 0.01, sent.append)
    async with asyncio.timeout(10):
        await load.run()
    assert len(sent) == 3


async def test_until_returns_when_it_is_true() -> None:
    looks = iter([False, False, True, True])
    assert await until(lambda: next(looks), 5)


async def test_until_says_that_it_never_was() -> None:
    assert not await until(lambda: False, 0.03)


async def test_what_still_makes_progress_is_waited_for() -> None:
    steps = iter(range(1_000))
    done = iter([False] * 8 + [True] * 9)
    assert await until_done(lambda: next(done), lambda: next(steps), 0.05)


async def test_what_stands_still_is_given_up() -> None:
    assert not await until_done(lambda: False, lambda: 7, 0.05)
