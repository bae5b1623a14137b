"""``kill -9`` of one of two replicas at random moments, under 200 messages a second: lost 0, twice 0.

``WASLA_KILLS=100 pytest -s tests/crash/test_replica_kills.py`` gives the full figure. On a machine that can't keep up customers ask
more slowly: what is measured is loss, and not how long a queue may grow.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp import web

from bot.simulator.app import standalone
from bot.simulator.phone import Phone
from bot.simulator.world import World
from tests.crash.conftest import NUMBER, BotProcess, free_port, person
from tests.crash.test_outage import Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
KILLS = int(os.environ.get("WASLA_KILLS", "10"))  # noqa: TID251 - pytest has no settings to hand over
RATE = 200
MOST_WAITING = 2_000
BETWEEN = (0.5, 2.5)
MOST = round(KILLS * (BETWEEN[1] + 5) * RATE)
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
        now = asyncio.get_running_loop().time
        due = now()
        while not self.enough and self.asked < MOST:
            await asyncio.sleep(max(0.0, due - now()))
            due = max(due, now() - 1) + 1 / RATE
            if self.asked - self._world.records.sent_count < MOST_WAITING:
                self._world.bot_url = self._bots[self.asked % 2].url
                Phone(self._world, f"p{self.asked}").says("where is my order")
                self.asked += 1


async def kill_again_and_again(bots: list[BotProcess]) -> None:
    """Kill one of two replicas, start it again, and so on; the other one is always up."""
    dice = random.Random(11)  # noqa: S311 - a test that can be repeated
    for _ in range(KILLS):
        await asyncio.sleep(dice.uniform(*BETWEEN))
        victim = dice.choice(bots)
        await victim.kill()
        await victim.start(wait=False)
        with suppress(TimeoutError):
            await victim.ready()  # on a machine that is busy elsewhere a start takes its time


@dataclass
class Pair:
    """Two replicas on one database, and WhatsApp with as many customers as may be needed."""

    world: World
    bots: list[BotProcess]


@pytest_asyncio.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    """Both replicas, ready."""
    world = World(numbers=[NUMBER], people=[person(n) for n in range(MOST)], concurrency=64)
    runner = web.AppRunner(standalone(world), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", free_port())
    await site.start()
    server = Server(tmp_path / "db")
    await server.start()
    settings = {"WASLA_MONGODB_URI": server.uri, "WASLA_REPLY_PAUSE": "0", "WASLA_UNKNOWN_DEADLINE": str(DEADLINE)}
    bots = [BotProcess(tmp_path, f"{site.name}/simulator/graph", **settings) for _ in range(2)]
    await asyncio.gather(*(bot.start() for bot in bots))
    yield Pair(world, bots)
    for bot in bots:
        await bot.end()
    server.kill()
    await runner.cleanup()


async def test_nothing_is_lost_and_nothing_is_said_twice(pair: Pair) -> None:
    crowd = Crowd(pair.world, pair.bots)
    begin = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as group:
        group.create_task(crowd.ask())
        await kill_again_and_again(pair.bots)
        crowd.enough = True
    rate = crowd.asked / (asyncio.get_running_loop().time() - begin)
    with suppress(TimeoutError):
        await pair.world.wait_for(lambda sent: len({one.to for one in sent}) >= crowd.asked, timeout=PATIENCE)
    # Twice would show itself by the deadline after which an unknown outcome is sent again.
    await asyncio.sleep(DEADLINE + 5)
    answers = Counter(sent.to for sent in pair.world.sent)
    # What was in hand at four kills is put aside for a person: nobody can tell that it was not the cause of them.
    parked = [item["body"] for item in json.loads(await pair.bots[0].command("inbox", "parked", "--json"))]
    unanswered = [n for n in range(crowd.asked) if f"p{n}" not in answers]
    lost = [n for n in unanswered if not any(str(person(n).wa_id) in body for body in parked)]
    twice = [to for to, count in answers.items() if count > 1]
    figures = f"lost {len(lost)}, twice {len(twice)}, unanswered because put aside {len(unanswered) - len(lost)}"
    sys.stdout.write(f"\n{KILLS} kills, {crowd.asked} messages, {rate:.0f} a second: {figures}\n")
    assert (lost, twice) == ([], [])
