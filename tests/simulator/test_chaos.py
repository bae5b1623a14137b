"""Whatever is switched to go wrong, what the world tells is complete in the end."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import TYPE_CHECKING

import aiohttp
import pytest

if TYPE_CHECKING:
    from .conftest import BotDouble, Sim, StartSim

WILD = {"duplicates": 0.3, "reorder": 5, "delay_ms": [0, 20], "batch": 4, "auto_read": True}


async def send_all(sim: Sim, count: int) -> None:
    async def one(number: int) -> None:
        try:
            await sim.send(biz_opaque_callback_data=f"o{number}")
        except aiohttp.ClientError:
            return

    async with asyncio.TaskGroup() as group:
        for number in range(count):
            group.create_task(one(number))


@pytest.mark.parametrize("seed", range(4))
async def test_every_status_of_every_send_arrives(open_sim: Sim, bot: BotDouble, seed: int) -> None:
    rolls = random.Random(seed)  # noqa: S311 - chooses test data
    bot.answers = [rolls.choice([200, 200, 503]) for _ in range(40)]
    open_sim.world.set_switches(**WILD, seed=seed)
    await send_all(open_sim, 20)
    await open_sim.settled()
    accepted = {(status["biz_opaque_callback_data"], status["status"]) for status in bot.statuses}
    assert accepted == {(f"o{number}", state) for number in range(20) for state in ("sent", "delivered", "read")}


async def test_a_dropped_answer_is_a_send_like_any_other(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(drop_answer=0.5, batch=10)
    await send_all(open_sim, 20)
    await open_sim.settled()
    assert len(open_sim.world.sent) == 20
    assert len({status["id"] for status in bot.statuses}) == 20


async def test_a_refused_send_has_no_statuses(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(fail={130429: 0.5})
    await send_all(open_sim, 20)
    await open_sim.settled()
    assert len(open_sim.world.sent) + len(open_sim.world.refused) == 20
    assert {status["id"] for status in bot.statuses} == {sent.wamid for sent in open_sim.world.sent}


async def test_every_send_has_a_wamid_of_its_own(open_sim: Sim) -> None:
    await send_all(open_sim, 50)
    assert max(Counter(sent.wamid for sent in open_sim.world.sent).values()) == 1


async def test_two_worlds_tell_two_bots_apart(start_sim: StartSim, bot: BotDouble) -> None:
    first, second = await start_sim(run="A"), await start_sim(run="B")
    first.phone().says("one")
    second.phone().says("two")
    await first.settled()
    await second.settled()
    assert sorted(message["id"][:7] for message in bot.messages) == ["wamid.A", "wamid.B"]


async def test_messages_of_many_customers_all_arrive(sim: Sim, bot: BotDouble) -> None:
    bot.answers = [500] * 5
    sim.world.set_switches(duplicates=0.2, batch=3)
    said = {sim.phone(who).says(f"{who} {number}").id for number in range(10) for who in ("sara", "omar", "nour")}
    await sim.settled()
    assert {message["id"] for message in bot.messages} == said
