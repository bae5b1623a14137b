"""Who takes part: inbox workers, senders and staff, each with its own database behind its own gate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Generic, cast

from pymongo.errors import AutoReconnect
from typing_extensions import override

from bot.connectors.registry import CONNECTORS
from bot.db.database import Database
from bot.db.orders import Orders
from bot.db.outbox import Outbox
from bot.db.transcript import Transcript
from bot.db.versioned import Change, V, Versioned
from bot.domain.answer import Answer, Say
from bot.domain.conversation import Conversation, conversation_id
from bot.domain.order import Order
from bot.flow.chat import Chats
from bot.flow.converse import Mind
from bot.flow.message_status import Statuses
from bot.flow.send import Claim, Sender
from bot.flow.settle import restart_deadlines, settle
from bot.flow.store_events import StoreEvents
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.slots import Slots
from bot.language.understand import Guess, Understanding
from tests.protocol.far_end import NUMBER, SARA, STORE, Connection, Meta
from tests.protocol.gates import Gate, Line, gated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document
    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxItem
    from bot.flow.batch import Outcome
    from bot.language.understand import Matcher
    from bot.whatsapp.client import GraphClient

CHAT = conversation_id(NUMBER, SARA.id)
DEADLINE = 120_000
LIMIT = 100


class Anything:
    """Understands every text the same way: what is said is of no importance here."""

    def understand(self, _text: str, *, preferred: str | None) -> Understanding:
        """Return the one meaning that there is."""
        return Understanding(preferred or "en", confident_language=True, ranked=(Guess("anything", 1.0),), slots=Slots(), reason="always")


MIND = Mind(cast("Matcher", Anything()), Catalogues.load(data_folder("locales")), {"anything": lambda _: Answer((Say("deny.all_right"),))})


@dataclass(frozen=True, slots=True)
class Rules:
    """The parts of the protocol that a test may exchange for faulty ones; ``transcript`` is what the senders look at."""

    chats: type[Chats] = Chats
    conversations: type[Conversations] = Conversations
    transcript: type[Transcript] = Transcript
    outbox: type[Outbox] = Outbox
    sender: type[Sender] = Sender


@dataclass
class Lease:
    """The right to send, which the test takes away when it likes."""

    held: bool


@dataclass
class Surroundings:
    """What all actors share."""

    store: AsyncIOMotorDatabase[Document]
    meta: Meta
    book: Book
    rules: Rules
    clock: Callable[[], int]


class Desk:
    """What an actor works with. It is made once: a database of ours takes longer to build than a schedule takes to play."""

    def __init__(self, rules: Rules) -> None:
        self._line = Line()
        raw = gated(self._line)
        self.db = Database(raw)
        targets = {name: raw[name] for name in ("ledger", "outbox", "transcript", "events")}
        self.db.conversations = self._conversations = rules.conversations(raw["conversations"], Conversation, targets, self.db.inbox)
        self.db.orders = self._orders = NotedOrders(raw["orders"], targets, self.db.inbox)
        self.db.outbox = rules.outbox(raw["outbox"])
        self.db.transcript = rules.transcript(raw["transcript"])

    def put_through(self, store: AsyncIOMotorDatabase[Document], book: Book, gate: Gate | None) -> Database:
        """Return the database for one life of an actor in one world."""
        self._line.store, self._line.gate = store, gate
        self._conversations.book = self._orders.book = book
        return self.db


@cache
def desk(actor: str, rules: Rules) -> Desk:
    """Return the desk of an actor by the rules that are in force."""
    return Desk(rules if actor.startswith("sender") else replace(rules, transcript=Transcript))


def open_database(around: Surroundings, actor: str, gate: Gate | None) -> Database:
    """Return the database as one actor sees it."""
    return desk(actor, around.rules).put_through(around.store, around.book, gate)


class Worker:
    """An inbox worker: whatever it finds, it handles; ``hand_over`` is told of what may be sent."""

    def __init__(self, around: Surroundings, name: str, gate: Gate, hand_over: Callable[[list[OutboxItem]], None]) -> None:
        self._db = open_database(around, name, gate)
        self._clock = around.clock
        self._hand_over = hand_over
        stores = {STORE.id: STORE}
        self._handlers = {
            "message": around.rules.chats(self._db, {NUMBER: STORE}, MIND, 0).handle,
            "status": Statuses(self._db).handle,
            "event": StoreEvents(self._db, stores, CONNECTORS).handle,
        }

    async def once(self) -> None:
        """Handle what waits in the inbox."""
        found = await self._db.inbox.waiting(self._clock() + 1, LIMIT)
        for kind, handle in self._handlers.items():
            items = [item for item in found if item.kind == kind]
            if items:
                await self._handle(handle, items)

    async def _handle(self, handle: Callable[[list[InboxItem], int], Awaitable[Outcome]], items: list[InboxItem]) -> None:
        outcome = await handle(items, self._clock())
        assert not outcome.parked, f"parked: {outcome.parked}"
        self._hand_over(list(outcome.outbox))


class Outgoing:
    """A sender of the number, of the same process as a worker: what that hands over, it sends without reading the outbox."""

    def __init__(self, around: Surroundings, name: str, gate: Gate, lease: Lease) -> None:
        self._db = open_database(around, name, gate)
        client = cast("GraphClient", Connection(around.meta, gate))
        self._sender = around.rules.sender(self._db, client, {STORE.id: STORE}, MIND, around.clock, Claim(name, lease, DEADLINE))
        self._lease = lease
        self._clock = around.clock
        self._handed: dict[str, OutboxItem] = {}
        self._holding = False

    def hand_over(self, items: list[OutboxItem]) -> None:
        """Take what was queued just now."""
        if self._lease.held:
            self._handed |= {item.id: item for item in items}

    async def once(self) -> None:
        """Settle what can be settled and send what is due."""
        if not self._lease.held:
            self._handed.clear()
            self._holding = False
            return
        if not self._holding:
            await restart_deadlines(self._db, await self._db.outbox.all_of(NUMBER, LIMIT), self._clock(), DEADLINE)
            self._holding = True
        items = await self._db.outbox.all_of(NUMBER, LIMIT)
        handed, self._handed = self._handed, {}
        queued = {item.id: item for item in items if item.state == "queued"} | handed
        await settle(self._db, items, self._clock(), active=queued.keys(), deadline=DEADLINE, notices="staff")
        due = sorted((item for item in queued.values() if item.due_at <= self._clock()), key=lambda item: (item.created_at, item.id))
        if due:
            await self._sender.send(due)


@dataclass
class Actor:
    """A loop that a test moves step by step. ``passes`` counts how often it has begun anew."""

    name: str
    gate: Gate
    once: Callable[[], Awaitable[None]]
    passes: int = 0

    async def live(self) -> None:
        """Do the same again and again; what the database refuses is tried again."""
        while True:
            await self.gate.turn("begin")
            self.passes += 1
            try:
                await self.once()
            except AutoReconnect:
                continue

    @property
    def resting(self) -> bool:
        """Whether it has nothing in hand."""
        return [call.what for call in self.gate.waiting] == ["begin"]
