"""Two workers that move step by step: one hears of a parcel that nobody knows, the other makes it known."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mongomock_motor import AsyncMongoMockClient

from bot.db.database import Database
from bot.db.inbox import Inbox
from bot.db.versioned import COPY_ORDER
from bot.db.waiting import WaitingRoom
from bot.flow.store_events import StoreEvents
from tests.flow.telling import NOOR, NOW, Teller, parcel, placed
from tests.protocol.gates import Gate, Line, gated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document
    from bot.domain.inbox import InboxItem

MOST_ROUNDS = 6
MOST_TURNS = 200


@dataclass(frozen=True, slots=True)
class Rules:
    """The parts of the protocol that a test may exchange for faulty ones."""

    events: type[StoreEvents] = StoreEvents
    inbox: type[Inbox] = Inbox
    room: type[WaitingRoom] = WaitingRoom


@dataclass
class Actor:
    """A worker with one item in hand."""

    task: asyncio.Task[object]
    gate: Gate

    async def go(self, steps: int) -> int:
        """Take some steps, at most to the end; return how many it were."""
        made = 0
        while made < steps and await self._ready():
            self.gate.open()
            made += 1
        await self._ready()
        return made

    async def _ready(self) -> bool:
        for _ in range(MOST_TURNS):
            if self.gate.waiting or self.task.done():
                break
            await asyncio.sleep(0)
        return bool(self.gate.waiting)

    async def crash(self) -> None:
        """End where it stands."""
        self.task.cancel()
        self.gate.close()
        await asyncio.wait([self.task])


@dataclass
class Scene:
    """A world with two items: of a parcel that is on its way, and of the order that it belongs to."""

    group: asyncio.TaskGroup
    rules: Rules
    store: AsyncIOMotorDatabase[Document] = field(default_factory=lambda: AsyncMongoMockClient()["waiting"])

    def __post_init__(self) -> None:
        self.truth = Database(self.store)
        self.teller = Teller(self.truth)
        self.early = self.teller.item(parcel("in_transit", ref=None), name="early")
        self.late = self.teller.item(placed(), parcel("label_created", at=NOW - 1), name="late")

    async def begin(self) -> tuple[Actor, Actor]:
        """Store both items and give each to a worker."""
        await self.truth.inbox.add_many([self.early, self.late])
        return self.worker([self.early]), self.worker([self.late])

    def worker(self, items: Sequence[InboxItem]) -> Actor:
        """Return a worker that handles items as far as it is let."""
        gate = Gate(_unseen)
        return Actor(self.group.create_task(self._handler(gate).handle(items, NOW)), gate)

    def _handler(self, gate: Gate | None) -> StoreEvents:
        raw = gated(Line(self.store, gate))
        db = Database(raw)
        db.inbox = self.rules.inbox(raw["inbox"])
        db.waiting = self.rules.room(raw["waiting"], db.inbox)
        db.orders = type(db.orders)(raw["orders"], {name: raw[name] for name in COPY_ORDER}, db.inbox, db.waiting)
        connectors: Any = {"told": self.teller.connector}
        return self.rules.events(db, {"noor": NOOR}, connectors)

    async def come_to_rest(self) -> None:
        """Handle what is in the inbox until nothing is."""
        for _ in range(MOST_ROUNDS):
            items = await self.truth.inbox.waiting(NOW * 2, 10)
            if not items:
                return
            await self._handler(None).handle(items, NOW)
        raise AssertionError("it never comes to rest")

    async def fault(self) -> str | None:
        """Return what was lost, if anything."""
        order = (await self.truth.orders.get_many(["noor:1"])).get("noor:1")
        recorded = await self.truth.events.known([self.early.id, self.late.id])
        if order is None or len(recorded) < 2:
            return f"only {sorted(recorded)} were applied"
        return None if [one.state for one in order.shipments] == ["in_transit"] else f"the parcel is {order.shipments}"


async def played(early: int, late: int, rules: Rules | None = None, crash: str = "") -> tuple[str | None, int, int]:
    """Let the early worker take some steps, then the late one, then let each go on to its end or crash there."""
    async with asyncio.TaskGroup() as group:
        scene = Scene(group, rules or Rules())
        one, other = await scene.begin()
        steps = await one.go(early), await other.go(late)
        for name, actor in (("early", one), ("late", other)):
            await (actor.crash() if name in crash else actor.go(1_000))
    await scene.come_to_rest()
    return await scene.fault(), *steps


async def wandered(chance: Random, rules: Rules | None = None) -> str | None:
    """Let both workers go on by turns of a few steps, and perhaps crash one of them somewhere."""
    async with asyncio.TaskGroup() as group:
        scene = Scene(group, rules or Rules())
        actors = list(await scene.begin())
        for _ in range(40):
            actor = chance.choice(actors)
            await actor.go(chance.randint(1, 4))
            if chance.random() < 1 / 40:
                await actor.crash()
        for actor in actors:
            await actor.go(1_000)
    await scene.come_to_rest()
    return await scene.fault()


async def _unseen(_: str) -> None:
    return
