"""Who takes part: inbox workers, senders and staff. Each does the same again and again, as far as a test lets it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from pymongo.errors import AutoReconnect

from bot.connectors.registry import CONNECTORS
from bot.db.versioned import Change
from bot.domain.conversation import conversation_id
from bot.domain.rules import StoreRules
from bot.flow.send import Claim
from bot.flow.settle import restart_deadlines, settle
from bot.flow.store_events import StoreEvents
from tests.protocol.desks import mind, open_database
from tests.protocol.far_end import NUMBER, SARA, STORE, Connection

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxItem
    from bot.flow.batch import Outcome
    from bot.whatsapp.client import GraphClient
    from tests.protocol.desks import Surroundings
    from tests.protocol.gates import Gate

CHAT = conversation_id(NUMBER, SARA.id)
DEADLINE = 120_000
LIMIT = 100


def always_half() -> float:
    """Throw dice that make no difference between two runs."""
    return 0.5


def agreed(_store_id: str) -> StoreRules:
    """Return the rules of a store whose customers agree to notices."""
    return StoreRules(checkout_collects_consent=True)


@dataclass
class Lease:
    """The right to send, which the test takes away when it likes."""

    held: bool


class Worker:
    """An inbox worker: whatever it finds, it handles; ``hand_over`` is told of what may be sent."""

    def __init__(self, around: Surroundings, name: str, gate: Gate, hand_over: Callable[[list[OutboxItem]], None]) -> None:
        self._db = open_database(around, name, gate)
        self._clock = around.clock
        self._hand_over = hand_over
        stores = {STORE.id: STORE}
        self._handlers = {
            "message": around.rules.chats(self._db, {NUMBER: STORE}, mind(), 0).handle,
            "status": around.rules.statuses(self._db, dice=always_half).handle,
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
        claim = Claim(name, lease, DEADLINE)
        self._sender = around.rules.sender(self._db, client, {STORE.id: STORE}, mind(), around.clock, claim, rules=agreed, dice=always_half)
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


class Staff:
    """A person who takes the conversation over, once it is there."""

    def __init__(self, around: Surroundings, name: str, gate: Gate) -> None:
        self._db = open_database(around, name, gate)
        self.wanted = False

    async def once(self) -> None:
        """Commit the new owner, as every change of a conversation is committed."""
        if not self.wanted:
            return
        loaded = (await self._db.conversations.load([CHAT])).get(CHAT)
        if loaded is None or loaded.value.owner == "staff":
            return
        if loaded.consumed or loaded.pending:
            await self._db.conversations.finish([loaded])
        change = Change(replace(loaded.value, owner="staff", version=loaded.value.version + 1))
        await self._db.conversations.finish(await self._db.conversations.commit([change]))


@dataclass
class Actor:
    """A loop that a test moves step by step."""

    name: str
    gate: Gate
    once: Callable[[], Awaitable[None]]

    async def live(self) -> None:
        """Do the same again and again; what the database refuses is tried again."""
        while True:
            await self.gate.turn("begin")
            try:
                await self.once()
            except AutoReconnect:
                continue

    @property
    def resting(self) -> bool:
        """Whether it has nothing in hand."""
        return [call.what for call in self.gate.waiting] == ["begin"]
