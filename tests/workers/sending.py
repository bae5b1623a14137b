"""A number with its sender, and the offline WhatsApp at the far end of a real socket."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import aiohttp
from aiohttp.test_utils import TestServer

from bot.domain.content import TextOut
from bot.domain.conversation import Conversation
from bot.domain.delivery import OutboxItem
from bot.domain.message import InboundMessage, Text, WireIdentity
from bot.domain.store import Store
from bot.flow.send import Claim, Sender
from bot.simulator.app import standalone
from bot.simulator.world import SimNumber, World
from bot.whatsapp.client import GraphClient, GraphNumber
from bot.workers.outbox import MOST_IN_HAND, Lease, NumberSender, Rules
from tests.workers.clock import NOW, Clock, Question

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.db import Database
    from bot.flow.converse import Mind
    from bot.workers.runner import Runner

DEADLINE = 1_000
STORE = Store("noor", "Noor Home", "n1")
SIM = SimNumber("n1", "w1", "+966500000000", "Noor Home", "token", "secret")
PEOPLE = {"sara": "966501234567", "omar": "966501234568"}
CHATS = {name: Conversation(f"c:n1:cu:{name}", "noor", f"cu:{name}", "n1", last_inbound_at=NOW - 1, version=1) for name in PEOPLE}
RESTS = 3_000


def answer(text: str, to: str = "sara", *, created_at: int = NOW, due_at: int = NOW) -> OutboxItem:
    """Return something to say to somebody; its id is made of its text."""
    return OutboxItem(
        f"c:{text}", "answer", "noor", f"cu:{to}", CHATS[to].id, "n1", WireIdentity(wa_id=PEOPLE[to]), created_at, due_at, content=TextOut(text)
    )


def heard(name: str) -> InboundMessage:
    """Return a message that can be marked as read."""
    return InboundMessage(f"wamid.{name}", "n1", WireIdentity(wa_id=PEOPLE["sara"]), NOW, Text("hi"))


@dataclass
class Number:
    """A number's sender as the crew runs it, and what it sends to."""

    db: Database
    world: World
    runner: Runner
    clock: Clock
    lease: Lease
    sender: NumberSender

    def begin(self) -> None:
        """Send what is handed over, by three loops."""
        for loop in range(3):
            self.runner.start(f"outbox {loop}", self.sender.run)
        self.runner.start("pauses", self.sender.wake)

    async def stored(self, *items: OutboxItem) -> None:
        """Put items into the outbox as a commit does."""
        await self.db.outbox._collection.insert_many([self.db.outbox.to_doc(item) for item in items])  # noqa: SLF001 - only commits write here

    async def queued(self, *items: OutboxItem) -> None:
        """Put items into the outbox and hand them over."""
        await self.stored(*items)
        self.sender.hand_over(items)

    async def later(self, duration: int) -> None:
        """Let time pass, during which the lease is kept."""
        while duration > 0:
            self.clock.now += min(duration, RESTS)
            duration -= RESTS
            await self.lease.claim()

    @property
    def said(self) -> list[str]:
        """What was sent, in that order."""
        return [sent.text for sent in self.world.sent]

    async def state(self, item: OutboxItem) -> str | None:
        """Return the state of an item, wherever it stands now."""
        waiting, settled = await self.db.outbox.get_many([item.id]), await self.db.transcript.get_many([item.id])
        return waiting[item.id].state if waiting else settled[item.id].state if settled else None

    def is_in(self, item: OutboxItem, state: str) -> Question:
        """Return the question whether an item is in a state."""

        async def ask() -> bool:
            return await self.state(item) == state

        return ask


@asynccontextmanager
async def sending(database: Database, mind: Mind, runner: Runner, clock: Clock, most: int = MOST_IN_HAND) -> AsyncIterator[Number]:
    """Make a number whose loops haven't begun and whose lease nobody holds; every customer has an open window."""
    world = World(numbers=[SIM], clock=clock, strict=False)
    world.set_switches(statuses=False)
    for wa_id in PEOPLE.values():
        world.open_window("n1", f"wa:{wa_id}", NOW - 1)
    await database.conversations.put_many(list(CHATS.values()))
    lease = Lease(database, "n1", "me", clock)
    async with TestServer(standalone(world)) as server, aiohttp.ClientSession() as session:
        graph = GraphNumber("n1", "w1", "token", "secret", str(server.make_url("/simulator/graph")), "v26.0")
        sender = Sender(database, GraphClient(session, graph), {"noor": STORE}, mind, clock, Claim("me", lease, DEADLINE))
        yield Number(database, world, runner, clock, lease, NumberSender(database, "n1", sender, lease, Rules(DEADLINE, "staff", most), clock))
        await runner.close()


def unknown(item: OutboxItem, deadline_at: int) -> OutboxItem:
    """Return an item that got no answer."""
    return replace(item, state="unknown", claim="me:1", doubted_at=deadline_at - DEADLINE, deadline_at=deadline_at)
