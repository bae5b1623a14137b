"""A number's sender with the offline WhatsApp at the far end of a real socket."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp
from aiohttp.test_utils import TestServer

from bot.domain.consent import Consent
from bot.domain.content import TextOut
from bot.domain.conversation import Conversation
from bot.domain.delivery import OutboxItem
from bot.domain.message import WireIdentity
from bot.flow.pace import Pace
from bot.flow.send import Claim, Sender
from bot.language.notices import template_definitions
from bot.simulator.app import standalone
from bot.simulator.world import SimNumber, World
from bot.whatsapp.client import GraphClient, GraphNumber
from tests.flow.conftest import NOW, ON_ITS_WAY, SARA, STORE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.db import Database
    from bot.domain.delivery import TranscriptEntry
    from bot.flow.converse import Mind
    from bot.flow.reports import Report

NUMBER = SimNumber("n1", "w1", "+966500000000", "Noor Home", "token", "secret")
AGREED = (Consent("utility", given=True, at=1, source="chat"),)
CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", last_inbound_at=NOW - 1, consents=AGREED, version=1)
ITEM = OutboxItem("c:1:0", "answer", "noor", "cu:sara", CHAT.id, "n1", WireIdentity(wa_id="966501234567"), NOW, NOW, content=TextOut("hi"))


@dataclass
class Held:
    """A lease that is ours until the test says otherwise."""

    held: bool = True


@dataclass
class Stage:
    """A sender, what it sends to, and what it writes to."""

    db: Database
    world: World
    sender: Sender
    lease: Held = field(default_factory=Held)

    async def send(self, *items: OutboxItem) -> list[Report]:
        await self.db.outbox.add(items)
        return await self.sender.send(items)

    async def state(self, item_id: str = "c:1:0") -> str | None:
        waiting = (await self.db.outbox.get_many([item_id])).get(item_id)
        line = (await self.db.transcript.get_many([item_id])).get(item_id)
        return waiting.state if waiting else line.state if line else None

    async def waiting(self, item_id: str = "c:1:0") -> OutboxItem:
        return (await self.db.outbox.get_many([item_id]))[item_id]

    async def line(self, item_id: str = "c:1:0") -> TranscriptEntry:
        return (await self.db.transcript.get_many([item_id]))[item_id]


@asynccontextmanager
async def staged(database: Database, mind: Mind) -> AsyncIterator[Stage]:
    """Make a number's sender with an open window to one customer."""
    world = World(numbers=[NUMBER], templates=template_definitions(mind.catalogues), clock=lambda: NOW)
    world.open_window("n1", "wa:966501234567", NOW - 1)
    server = TestServer(standalone(world))
    await server.start_server()
    await database.conversations.put_many([CHAT])
    await database.customers.put_many([SARA])
    await database.orders.put_many([ON_ITS_WAY])
    lease = Held()
    async with aiohttp.ClientSession() as session:
        client = GraphClient(session, GraphNumber("n1", "w1", "token", "secret", str(server.make_url("/simulator/graph")), "v26.0"))
        sender = Sender(database, client, {"noor": STORE}, mind, lambda: NOW, Claim("me", lease, 1_000), pace=Pace(), dice=lambda: 1.0)
        yield Stage(database, world, sender, lease)
    await server.close()
