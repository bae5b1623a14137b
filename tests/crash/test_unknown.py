"""WhatsApp takes messages and its answers are lost, before and during outages of ours: nothing is said twice, nothing is lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bot.simulator.phone import Phone
from tests.crash.conftest import BotProcess, free_port
from tests.crash.test_outage import Server

if TYPE_CHECKING:
    from pathlib import Path

    from bot.simulator.world import World

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
CUSTOMERS = 20
DEADLINE = 5
AWAY = 9.0
# Meta repeats a webhook ever more rarely: after an outage the next attempt may take as long again, and we wait twice that.
AFTERWARDS = 3 * AWAY


async def cut_answers(world: World) -> None:
    """Let customers ask, and WhatsApp take every answer without saying so; its statuses leave a little later."""
    world.set_switches(latency_ms=[300, 300])
    for n in range(CUSTOMERS):
        Phone(world, f"p{n}").says("where is my order")
    await asyncio.sleep(0.1)
    world.set_switches(drop_answer=1.0, delay_ms=[1_500, 1_500])
    await world.wait_for(CUSTOMERS, timeout=20)
    world.set_switches(drop_answer=0.0, delay_ms=[0, 0], latency_ms=[0, 0])


def not_said_once(world: World) -> dict[str, int]:
    """Return how often each customer got an answer to whom that is not once."""
    answers = Counter(sent.to for sent in world.sent)
    return {f"p{n}": answers[f"p{n}"] for n in range(CUSTOMERS) if answers[f"p{n}"] != 1}


def make_bot(world: World, folder: Path, **settings: str) -> BotProcess:
    graph: str = world.graph_url  # type: ignore[attr-defined]
    bot = BotProcess(folder, graph, WASLA_REPLY_PAUSE="0", WASLA_UNKNOWN_DEADLINE=str(DEADLINE), **settings)
    world.bot_url = bot.url
    return bot


async def test_the_bot_is_away_for_longer_than_the_deadline(world: World, tmp_path: Path) -> None:
    bot = make_bot(world, tmp_path)
    await bot.start()
    await cut_answers(world)
    await bot.kill()
    await asyncio.sleep(AWAY)
    await bot.start()
    await asyncio.sleep(AFTERWARDS)
    await bot.end()
    assert not_said_once(world) == {}


async def test_the_database_is_away_for_longer_than_the_deadline(world: World, tmp_path: Path) -> None:
    server = Server(tmp_path / "db")
    await server.start()
    bot = make_bot(world, tmp_path, WASLA_MONGODB_URI=server.uri)
    try:
        await bot.start()
        await cut_answers(world)
        server.kill()
        await asyncio.sleep(AWAY)
        await server.start()
        await asyncio.sleep(AFTERWARDS)
        assert not_said_once(world) == {}
    finally:
        await bot.end()
        server.kill()


async def test_webhooks_do_not_reach_us_for_longer_than_the_deadline(world: World, tmp_path: Path) -> None:
    bot = make_bot(world, tmp_path)
    await bot.start()
    Phone(world, f"p{CUSTOMERS}").says("hello")
    await world.wait_for(1, timeout=20)
    await asyncio.sleep(1)
    world.records.clear()
    await cut_answers(world)
    world.bot_url = f"http://127.0.0.1:{free_port()}"
    await asyncio.sleep(AWAY)
    world.bot_url = bot.url
    await asyncio.sleep(AFTERWARDS)
    await bot.end()
    assert not_said_once(world) == {}


async def test_what_was_never_taken_is_said_once_after_the_outage(world: World, tmp_path: Path) -> None:
    bot = make_bot(world, tmp_path)
    await bot.start()
    world.set_switches(http_500=1.0)
    for n in range(CUSTOMERS):
        Phone(world, f"p{n}").says("where is my order")
    await world.records.wait_until(lambda: len(world.refused) >= CUSTOMERS, timeout=20)
    await bot.kill()
    world.set_switches(http_500=0.0)
    await asyncio.sleep(1)
    await bot.start()
    await world.wait_for(CUSTOMERS, timeout=30)
    await asyncio.sleep(DEADLINE + 2)
    await bot.end()
    assert not_said_once(world) == {}
