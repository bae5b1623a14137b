"""The sender of one phone number: the only process that sends for it, while its lease lasts."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.flow.settle import restart_deadlines, settle
from bot.workers.lanes import Lanes, Turn
from bot.workers.runner import survive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.message import InboundMessage
    from bot.flow.send import Sender

log = logging.getLogger(__name__)

LEASE_LIVES = 6_000
# Nothing is sent in the last moments of a lease: the clock of the next holder may be a little ahead.
LEASE_MARGIN = 1_500
LEASE_RENEW = 2.0
MOST_LANES = 100
SWEEP_EVERY = 1.0
SWEEP_LIMIT = 2_000
WAKE_EVERY = 0.05
# Later messages to a customer wait this long for evidence about one whose outcome is unknown.
HOLD_BACK = 5_000
# Read receipts are a courtesy: beyond this many waiting they are left out.
MOST_RECEIPTS = 100
BUSY = 50
RECEIPT_PAUSE = 0.04


@dataclass(frozen=True, slots=True)
class Rules:
    """How unknown outcomes are decided: milliseconds to wait, and what becomes of notices then."""

    deadline: int
    notices: Literal["staff", "resend"]


class Lease:
    """The right to send for a number; ``held_until`` is 0 while somebody else has it."""

    def __init__(self, db: Database, phone_number_id: str, owner: str, clock: Callable[[], int]) -> None:
        self._db = db
        self._name = f"number:{phone_number_id}"
        self._owner = owner
        self._clock = clock
        self._held_until = 0

    @property
    def held(self) -> bool:
        """Whether sending is allowed at this moment."""
        return self._clock() < self._held_until - LEASE_MARGIN

    async def claim(self) -> bool:
        """Take or renew the lease; tell whether it has become ours just now."""
        now = self._clock()
        before = self._held_until > now
        mine = await self._db.leases.claim(self._name, self._owner, now, LEASE_LIVES)
        self._held_until = now + LEASE_LIVES if mine else 0
        return mine and not before

    async def release(self) -> None:
        """Give the lease back."""
        self._held_until = 0
        await self._db.leases.release(self._name, self._owner)


class NumberSender:
    """Sends what is in the outbox for one number."""

    def __init__(self, db: Database, phone_number_id: str, sender: Sender, lease: Lease, rules: Rules, clock: Callable[[], int]) -> None:
        self._db = db
        self._number = phone_number_id
        self._sender = sender
        self._lease = lease
        self._rules = rules
        self._clock = clock
        self._lanes: Lanes[OutboxItem] = Lanes(lambda item: item.conversation_id)
        self._receipts: deque[tuple[InboundMessage, bool]] = deque(maxlen=MOST_RECEIPTS)
        self._receipt_due = asyncio.Event()
        self._preparing = asyncio.Lock()
        self._held_back: dict[str, int] = {}
        self._closing = False
        self._listening = False

    async def release(self) -> None:
        """Give the number's lease back, so that another process can go on at once."""
        await self._lease.release()

    async def drain(self) -> None:
        """Begin nothing new and return when what has begun is written down."""
        self._closing = True
        await self._lanes.idle.wait()

    @property
    def waiting(self) -> int:
        """How many items this sender has in hand."""
        return len(self._lanes)

    def hand_over(self, items: Iterable[OutboxItem]) -> None:
        """Take queued items that are stored in the outbox; without the lease they are left to whoever has it."""
        if self._lease.held:
            self._lanes.add(items)

    def read(self, messages: Iterable[InboundMessage], *, typing: bool) -> None:
        """Have messages marked as read, with the typing indicator if an answer takes a moment; answers go before courtesies."""
        if len(self._lanes) > BUSY:
            return
        self._receipts.extend((message, typing) for message in messages)
        self._receipt_due.set()

    async def hold_lease(self) -> None:
        """Take the lease when it is free and keep it, for ever."""
        while True:
            if await self._lease.claim():
                self._listening = False
                log.info("sending for number %s", self._number)
            if self._lease.held:
                await self._listen()
                # Whoever looked while the lease was about to end has gone to sleep over what waits.
                self._lanes.work.set()
            await asyncio.sleep(LEASE_RENEW)

    async def _listen(self) -> None:
        """Begin the deadlines anew; until that is done nothing may be settled by those from before: nobody was listening then."""
        if not self._listening:
            items = await self._db.outbox.all_of(self._number, SWEEP_LIMIT)
            await restart_deadlines(self._db, items, self._clock(), self._rules.deadline)
            self._listening = True

    async def sweep(self) -> None:
        """Find what was queued by others or left by a crash, and settle what is unknown, for ever."""
        while True:
            if self._lease.held and self._listening:
                active = self._lanes.ids
                items = await self._db.outbox.all_of(self._number, SWEEP_LIMIT)
                self._lanes.add(item for item in items if item.state == "queued")
                now = self._clock()
                active |= self._lanes.ids
                self._hold_back([item for item in items if item.state != "queued" and item.id not in active], now)
                await settle(self._db, items, now, active=active, deadline=self._rules.deadline, notices=self._rules.notices)
            await asyncio.sleep(SWEEP_EVERY)

    async def wake(self) -> None:
        """Bring back customers whose next message is due, for ever."""
        while True:
            await asyncio.sleep(WAKE_EVERY)
            self._lanes.wake(self._clock())

    async def send_receipts(self) -> None:
        """Mark messages as read, for ever."""
        while True:
            await self._receipt_due.wait()
            self._receipt_due.clear()
            while self._receipts:
                message, typing = self._receipts.popleft()
                await self._sender.receipt(message, typing=typing)
                await asyncio.sleep(RECEIPT_PAUSE)

    async def run(self) -> None:
        """Send batch after batch, for ever.

        Several of these loops run side by side: one prepares its batch while others wait for Graph, and the next one gathers.
        """
        while True:
            await self._lanes.work.wait()
            turn = await Turn.take(self._preparing)
            try:
                batch = self._lanes.take(MOST_LANES) if self._lease.held and not self._closing else []
                if batch:
                    await self._one_batch(batch, turn)
                else:
                    self._lanes.work.clear()
            finally:
                turn.end()

    async def _one_batch(self, batch: Sequence[OutboxItem], turn: Turn) -> None:
        now = self._clock()
        self._held_back = {chat: until for chat, until in self._held_back.items() if until > now}
        due, later = _first_due(batch, now, self._held_back)
        reports = await survive(f"sending {len(due)} messages", self._sender.send(due, turn.end)) if due else []
        if reports is None:
            # Whatever state they are in is in the database; the sweep reads it.
            self._lanes.release(batch)
            return
        # The time has gone on: an unknown outcome is known to be one when the patience for Graph's answer is at its end.
        now = self._clock()
        self._hold_back([report.item for report in reports if report.unknown], now)
        keep = later + [replace(report.item, due_at=report.again_at) for report in reports if report.again_at is not None]
        keep.sort(key=_age)
        # Of several the oldest one says when their lane is looked at again.
        rest = {item.conversation_id: max(item.due_at, self._held_back.get(item.conversation_id, 0)) for item in reversed(keep)}
        self._lanes.release(batch, keep=keep, rest={chat: until for chat, until in rest.items() if until > now})

    def _hold_back(self, unknown: Sequence[OutboxItem], now: int) -> None:
        """Have later messages to these customers wait for evidence, wherever they come from."""
        for item in unknown:
            known_at = item.deadline_at - self._rules.deadline if item.state == "unknown" and item.deadline_at is not None else now
            self._held_back[item.conversation_id] = max(known_at + HOLD_BACK, self._held_back.get(item.conversation_id, 0))


def _first_due(batch: Sequence[OutboxItem], now: int, held_back: Iterable[str]) -> tuple[list[OutboxItem], list[OutboxItem]]:
    """Split a batch into what is due and what waits, itself or behind an earlier message to the same customer."""
    due, later = [], []
    blocked = set(held_back)
    for item in sorted(batch, key=_age):
        if item.due_at > now or item.conversation_id in blocked:
            blocked.add(item.conversation_id)
            later.append(item)
        else:
            due.append(item)
    return due, later


def _age(item: OutboxItem) -> tuple[int, str]:
    return (item.created_at, item.id)
