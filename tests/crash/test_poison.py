"""A message that crashes the process each time it is handled."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.simulator.phone import Phone
from tests.crash.conftest import BotProcess
from tests.crash.poisoned import POISON

if TYPE_CHECKING:
    from pathlib import Path

    from bot.simulator.world import World

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
# Seconds: longer than it takes from its start to the next death.
STAYS = 6


async def test_it_is_parked_after_four_attempts_and_its_neighbours_are_answered(world: World, tmp_path: Path) -> None:
    settings = {"WASLA_REPLY_PAUSE": "0", "WASLA_UNKNOWN_DEADLINE": "5"}
    bot = BotProcess(tmp_path, world.graph_url, "-m", "tests.crash.poisoned", **settings)  # type: ignore[attr-defined]
    world.bot_url = bot.url
    await bot.start()
    for n in range(6):
        Phone(world, f"p{n}").says(POISON if n == 3 else "where is my order")
    deaths, alive = 0, 0
    async with asyncio.timeout(180):
        while deaths < 4 or len({one.to for one in world.sent}) < 5 or alive < STAYS:
            assert bot.process is not None
            try:
                await asyncio.wait_for(bot.process.wait(), 1)
            except TimeoutError:
                alive += 1
            else:
                deaths, alive = deaths + 1, 0
                await bot.start(wait=False)
    await bot.end()
    assert deaths == 4
    assert sorted(sent.to for sent in world.sent) == sorted({"p0", "p1", "p2", "p4", "p5"})
    assert [parked["error"] for parked in await parked_items(bot)] == ["it was taken 4 times and failed or crashed each time"]


async def parked_items(bot: BotProcess) -> list[dict[str, str]]:
    """Ask the command that staff would use."""
    process = await bot.command("inbox", "parked", "--json")
    listed: list[dict[str, str]] = json.loads(process)
    return listed
