"""``kill -9`` at any moment: nothing acknowledged is lost, nothing is answered twice."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bot.simulator.phone import Phone
from tests.crash.conftest import PEOPLE

if TYPE_CHECKING:
    from bot.simulator.world import World
    from tests.crash.conftest import BotProcess

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
KILLS = int(os.environ.get("WASLA_KILLS", "20"))  # noqa: TID251 - pytest has no settings to hand over
CUSTOMERS = min(18 * KILLS, PEOPLE)
QUIET = 60.0


async def ask(world: World, customers: range, pause: float) -> None:
    """Let one customer after another ask something, each once."""
    for n in customers:
        Phone(world, f"p{n}").says("where is my order")
        await asyncio.sleep(pause)


def answers(world: World) -> Counter[str]:
    return Counter(sent.to for sent in world.sent)


async def answered(world: World, customers: int) -> None:
    await world.wait_for(lambda sent: len({one.to for one in sent}) >= customers, timeout=QUIET)


async def test_one_kill_after_another_under_load(bot: BotProcess, world: World) -> None:
    dice = random.Random(7)  # noqa: S311 - a test that can be repeated
    await bot.start()
    async with asyncio.TaskGroup() as load:
        load.create_task(ask(world, range(CUSTOMERS), 0.06))
        for _ in range(KILLS):
            await asyncio.sleep(dice.uniform(0.0, 0.9))
            await bot.kill()
            await bot.start(wait=dice.random() < 0.7)
        await bot.ready()
    await answered(world, CUSTOMERS)
    # Twice would show itself by the deadline after which an unknown outcome is sent again.
    await asyncio.sleep(17)
    assert {customer: count for customer, count in answers(world).items() if count != 1} == {}
    assert len(answers(world)) == CUSTOMERS


async def test_the_database_killed_in_the_middle_is_started_again_and_nothing_is_lost(bot: BotProcess, world: World) -> None:
    await bot.start()
    async with asyncio.TaskGroup() as load:
        load.create_task(ask(world, range(300), 0.01))
        for _ in range(3):
            await asyncio.sleep(0.7)
            await kill_database(bot)
    await answered(world, 300)
    await asyncio.sleep(17)
    assert {customer: count for customer, count in answers(world).items() if count != 1} == {}
    assert "embedded database ended" in bot.log()


async def kill_database(bot: BotProcess) -> None:
    assert bot.process is not None
    finder = await asyncio.create_subprocess_exec("pkill", "-9", "-P", str(bot.process.pid))
    await finder.wait()


async def test_an_orderly_end_leaves_nothing_unknown(bot: BotProcess, world: World) -> None:
    world.set_switches(latency_ms=[200, 200])
    await bot.start()
    await ask(world, range(20), 0.005)
    await asyncio.sleep(0.1)
    await bot.end()
    world.set_switches(latency_ms=[0, 0])
    await bot.start()
    await answered(world, 20)
    assert max(answers(world).values()) == 1
