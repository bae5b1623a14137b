"""Two processes on one database: one dies, the other goes on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.simulator.phone import Phone
from tests.crash.conftest import BotProcess
from tests.crash.test_outage import Server

if TYPE_CHECKING:
    from pathlib import Path

    from bot.simulator.world import World

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
MESSAGES = 240


async def test_the_other_one_goes_on_within_seconds_and_says_nothing_twice(world: World, tmp_path: Path) -> None:
    server = Server(tmp_path / "db")
    await server.start()
    settings = {"WASLA_MONGODB_URI": server.uri, "WASLA_REPLY_PAUSE": "0", "WASLA_UNKNOWN_DEADLINE": "15"}
    bots = [BotProcess(tmp_path, world.graph_url, **settings) for _ in range(2)]  # type: ignore[attr-defined]
    try:
        for bot in bots:
            await bot.start()
        for n in range(MESSAGES):
            world.bot_url = bots[n % 2 if n < MESSAGES // 2 else 1].url
            Phone(world, f"p{n}").says("where is my order")
            await asyncio.sleep(0.02)
            if n == MESSAGES // 2:
                await bots[0].kill()
        await world.wait_for(lambda sent: len({one.to for one in sent}) == MESSAGES, timeout=60)
        await asyncio.sleep(17)
        assert len(world.sent) == MESSAGES
    finally:
        for bot in bots:
            await bot.end()
        server.kill()
