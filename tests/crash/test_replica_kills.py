"""``kill -9`` of one of two replicas at random moments, under 200 messages a second: lost 0, twice 0.

``WASLA_KILLS=100 pytest -s tests/crash/test_replica_kills.py`` gives the full figure.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.simulator.app import standalone
from bot.simulator.phone import Phone
from bot.simulator.world import World
from tests.crash.conftest import NUMBER, BotProcess, free_port, person
from tests.crash.test_outage import Server

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
KILLS = int(os.environ.get("WASLA_KILLS", "10"))  # noqa: TID251 - pytest has no settings to hand over
RATE = 200
BETWEEN = (0.5, 2.5)
MOST = round(KILLS * (BETWEEN[1] + 3) * RATE)
PATIENCE = 180.0
DEADLINE = 10


class Crowd:
    """Customers who ask at a steady rate, each once, until they are told to stop."""

    def __init__(self, world: World, bots: list[BotProcess]) -> None:
        self._world = world
        self._bots = bots
        self.asked = 0
        self.enough = False

    async def ask(self) -> None:
        """Ask so many times a second; Meta's deliveries go to either replica, as behind a load balancer."""
        begin = asyncio.get_running_loop().time()
        while not self.enough and self.asked < MOST:
            due = round((asyncio.get_running_loop().time() - begin) * RATE)
            while self.asked < min(due, MOST):
                self._world.bot_url = self._bots[self.asked % 2].url
                Phone(self._world, f"p{self.asked}").says("where is my order")
                self.asked += 1
            await asyncio.sleep(0.01)


async def kill_again_and_again(bots: list[BotProcess]) -> None:
    """Kill one of two replicas, start it again, and so on; the other one is always up."""
    dice = random.Random(11)  # noqa: S311 - a test that can be repeated
    for _ in range(KILLS):
        await asyncio.sleep(dice.uniform(*BETWEEN))
        victim = dice.choice(bots)
        await victim.kill()
        await victim.start()


async def test_nothing_is_lost_and_nothing_is_said_twice(tmp_path: Path) -> None:
    world = World(numbers=[NUMBER], people=[person(n) for n in range(MOST)], concurrency=64)
    runner = web.AppRunner(standalone(world), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", free_port())
    await site.start()
    server = Server(tmp_path / "db")
    await server.start()
    settings = {"WASLA_MONGODB_URI": server.uri, "WASLA_REPLY_PAUSE": "0", "WASLA_UNKNOWN_DEADLINE": str(DEADLINE)}
    bots = [BotProcess(tmp_path, f"{site.name}/simulator/graph", **settings) for _ in range(2)]
    crowd = Crowd(world, bots)
    try:
        await asyncio.gather(*(bot.start() for bot in bots))
        async with asyncio.TaskGroup() as group:
            group.create_task(crowd.ask())
            await kill_again_and_again(bots)
            crowd.enough = True
        await world.wait_for(lambda sent: len({one.to for one in sent}) >= crowd.asked, timeout=PATIENCE)
        # Twice would show itself by the deadline after which an unknown outcome is sent again.
        await asyncio.sleep(DEADLINE + 5)
    finally:
        answers = Counter(sent.to for sent in world.sent)
        twice = sum(count - 1 for count in answers.values())
        sys.stdout.write(f"\n{KILLS} kills, {crowd.asked} messages: lost {crowd.asked - len(answers)}, twice {twice}\n")
        for bot in bots:
            await bot.end()
        server.kill()
        await runner.cleanup()
    assert (crowd.asked - len(answers), twice) == (0, 0)
