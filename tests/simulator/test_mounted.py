"""The demo's arrangement: bot and simulator in one process, on one port."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.simulator.app import build_simulator
from bot.simulator.phone import Phone
from bot.simulator.world import World
from bot.whatsapp.client import GraphClient, GraphNumber

from .conftest import NUMBER, SARA

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """A world beside a bot that repeats every text."""
    world = World(numbers=[NUMBER], people=[SARA])
    session = aiohttp.ClientSession()

    async def echo(request: web.Request) -> web.Response:
        value = (await request.json())["entry"][0]["changes"][0]["value"]
        for message in value.get("messages", ()):
            graph = GraphClient(session, GraphNumber("100", "200", "token", "app secret", f"{world.bot_url}/simulator/graph"))
            text = {"body": f"You said: {message['text']['body']}"}
            await graph.send({"messaging_product": "whatsapp", "to": f"+{message['from']}", "type": "text", "text": text})
        return web.Response()

    app = web.Application()
    app.router.add_post("/webhooks/whatsapp", echo)
    app.add_subapp("/simulator", build_simulator(world))
    async with TestServer(app) as server:
        world.bot_url = str(server.make_url(""))
        yield world
    await session.close()


async def test_a_question_is_answered(world: World) -> None:
    Phone(world, "sara").says("hello")
    (sent,) = await world.wait_for(1)
    assert (sent.to, sent.text) == ("sara", "You said: hello")


async def test_the_conversation_stands_on_the_phone(world: World) -> None:
    phone = Phone(world, "sara")
    for text in ("one", "two"):
        phone.says(text)
    await world.wait_for(2)
    await world.postman.settled()
    assert sorted(message.body for message in phone.messages) == ["You said: one", "You said: two", "one", "two"]


async def test_the_bots_own_routes_stay_its_own(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{world.bot_url}/webhooks/whatsapp") as hook:
            assert hook.status == 405
        async with session.get(f"{world.bot_url}/simulator/api/state") as state:
            assert state.status == 200
        async with session.get(f"{world.bot_url}/simulatorx") as other:
            assert other.status == 404
