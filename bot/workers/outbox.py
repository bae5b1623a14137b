"""The sender of one phone number: the only process that sends for it, while its lease lasts."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.clock import HOUR, MINUTE, SECOND
from bot.domain.delivery import URGENT, urgency
from bot.flow.send import HOLD_BACK
from bot.flow.settle import restart_deadlines, settle
from bot.flow.turns import age, turns
from bot.workers.lanes import Lanes, Turn
from bot.workers.lease import LEASE_LIVES, LEASE_RENEW, Lease
from bot.workers.number_watch import NumberWatch
from bot.workers.overflow import Overflow
from bot.workers.runner import survive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.message import InboundMessage
    from bot.flow.reports import Report
    from bot.flow.send import Sender

__all__ = ["BUSY", "HOLD_BACK", "LEASE_LIVES", "Lease", "NumberSender", "Rules"]

log = logging.getLogger(__name__)

MOST_LANES: Final = 100
SWEEP_EVERY: Final = 1.0
SWEEP_LIMIT: Final = 2_000
# What is held in memory: so many messages, half as many where nobody waits for them, and none that is due later than so. The rest
# waits where it is stored. Notices of one order wait ten minutes for one another at most.
MOST_IN_HAND: Final = 8_000
HORIZON: Final = 15 * MINUTE
WATCH_EVERY: Final = 1.0
WAKE_EVERY: Final = 0.05
# Read receipts are a courtesy: beyond this many waiting they are left out.
MOST_RECEIPTS: Final = 100
BUSY: Final = 50
RECEIPT_PAUSE: Final = 0.04
# After an outage statuses may take twice as long again to come, because Meta repeats them ever more rarely; at most we wait so long.
AFTER_OUTAGE: Final = 2
LONGEST_WAIT: Final = 4 * HOUR


@dataclass(frozen=True, slots=True)
class Rules:
    """How unknown outcomes are decided: milliseconds to wait, and what becomes of notices then. ``most`` is held in memory."""

    deadline: int
    notices: Literal["staff", "resend"]
    most: int = MOST_IN_HAND


class NumberSender:
    """Sends what is in the outbox for one number."""

    def __init__(self, db: Database, phone_number_id: str, sender: Sender, lease: Lease, rules: Rules, clock: Callable[[], int]) -> None:
        self._db = db
        self._number = phone_number_id
        self._sender = sender
        self._pace = self.pace = sender.pace
        self._lease = lease
        self._rules = rules
        self._clock = clock
        self._lanes: Lanes[OutboxItem] = Lanes(lambda item: item.conversation_id, urgency)
        self._receipts: deque[tuple[InboundMessage, bool]] = deque(maxlen=MOST_RECEIPTS)
        self._receipt_due = asyncio.Event()
        self._preparing = asyncio.Lock()
        self._held_back: dict[str, int] = {}
        self._closing = False
        self._listening = False
        self._overflow: Overflow[OutboxItem] = Overflow()
        self.watcher = NumberWatch(db, phone_number_id, sender, clock, self.try_one, self._lanes.work.set)

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

    @property
    def in_charge(self) -> bool:
        """Whether this process sends for the number."""
        return self._lease.held

    def hand_over(self, items: Iterable[OutboxItem]) -> None:
        """Take queued items that are stored in the outbox; without the lease they are left to whoever has it.

        What there is no room for is left to the sweep, with the notices behind it.
        """
        if self._lease.held:
            for item in filter(self._is_near, items):
                if self._room_for(item) <= 0 or (self._overflow.behind and urgency(item) > URGENT):
                    self._overflow.leave(item)
                else:
                    self._lanes.add((item,))

    def _room_for(self, item: OutboxItem) -> int:
        return (self._rules.most if urgency(item) <= URGENT else self._rules.most // 2) - len(self._lanes)

    def _is_near(self, item: OutboxItem) -> bool:
        return item.due_at < self._clock() + HORIZON

    def read(self, messages: Iterable[InboundMessage], *, typing: bool) -> None:
        """Have messages marked as read, with the typing indicator if an answer takes a moment; answers go before courtesies."""
        if len(self._lanes) > BUSY or self._pace.stopped:
            return
        self._receipts.extend((message, typing) for message in messages)
        self._receipt_due.set()

    async def hold_lease(self) -> None:
        """Take the lease when it is free and keep it, for ever."""
        while True:
            if await self._lease.claim():
                self._listening = False
                self.watcher.begin()
                log.info("sending for number %s", self._number)
            if self._lease.held:
                await self._listen()
                # Whoever looked while the lease was about to end has gone to sleep over what waits.
                self._lanes.work.set()
            await asyncio.sleep(LEASE_RENEW)

    async def _listen(self) -> None:
        """Begin the deadlines anew; until that is done nothing may be settled by those from before: nobody was listening then.

        They last twice as long as nobody listened, if that is longer than usual.
        """
        now = self._clock()
        if not self._listening:
            alive_at = (await self._db.numbers.get(self._number)).alive_at
            patience = min(AFTER_OUTAGE * (now - alive_at), LONGEST_WAIT) if alive_at is not None else 0
            items = await self._left_by_others()
            active = self._lanes.ids
            await restart_deadlines(self._db, items, now, max(self._rules.deadline, patience), active)
            self._hold_back([item for item in items if item.state != "queued" and item.id not in active], now)
            self._take_up([item for item in items if item.state == "queued" and self._is_near(item)])
            self._listening = True
        await self._db.numbers.alive(self._number, now)

    async def _left_by_others(self) -> list[OutboxItem]:
        """Return what waits, and above all what was being sent: behind however long a queue."""
        items = {item.id: item for item in await self._db.outbox.all_of(self._number, SWEEP_LIMIT)}
        heads = await self._db.outbox.heads(self._number, SWEEP_LIMIT, self._clock() + HORIZON)
        begun = [key for key, state in heads.items() if state != "queued" and key not in items]
        return [*items.values(), *(await self._db.outbox.get_many(begun)).values()]

    async def sweep(self) -> None:
        """Find what was queued by others or left by a crash, and settle what is unknown, for ever."""
        while True:
            if self._lease.held and self._listening:
                await self._sweep_once()
            await asyncio.sleep(SWEEP_EVERY)

    async def _sweep_once(self) -> None:
        active = self._lanes.ids
        self._overflow.look()
        heads = await self._db.outbox.heads(self._number, SWEEP_LIMIT, self._clock() + HORIZON)
        there = await self._db.outbox.get_many([key for key in heads if key not in active])
        items = [there[key] for key in heads if key in there]
        left = self._take_up([item for item in items if item.state == "queued"])
        if not left and len(heads) < SWEEP_LIMIT:
            self._take_up(self._overflow.caught_up(self._rules.most // 2 - len(self._lanes)))
        now = self._clock()
        active |= self._lanes.ids
        items = [item for item in items if item.state != "queued"]
        self._hold_back([item for item in items if item.id not in active], now)
        in_doubt = any(item.state == "unknown" for item in items)
        await settle(
            self._db,
            items,
            now,
            active=active,
            deadline=self._rules.deadline,
            notices=self._rules.notices,
            consequences=self._sender.consequences,
            heard_at=(await self._db.numbers.get(self._number)).heard_at if in_doubt else None,
        )

    def _take_up(self, items: Sequence[OutboxItem]) -> int:
        """Take the first of these items, as far as there is room; return how much there was no room for."""
        going = [item for place, item in enumerate(items) if place < self._room_for(item)]
        self._lanes.add(sorted(going, key=age))
        return len(items) - len(going)

    async def watch(self) -> None:
        """Look after what Meta allows the number, and after a stop whether it works again, for ever."""
        while True:
            if self._lease.held:
                await self.watcher.tick()
            await asyncio.sleep(WATCH_EVERY)

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
                most = await self._room()
                batch = self._lanes.take(most)
                if batch:
                    await self._one_batch(batch, turn)
                elif most or not self._may_send:
                    self._lanes.work.clear()
            finally:
                turn.end()

    @property
    def _may_send(self) -> bool:
        return self._lease.held and not self._closing and not self._pace.stopped

    async def _room(self) -> int:
        """Return how many customers may get a message now, after the wait that the number's throughput asks for."""
        if self._may_send and (wait := self._pace.wait(self._clock())):
            self._pace.waited += wait
            await asyncio.sleep(wait / SECOND)
        return min(MOST_LANES, self._pace.available(self._clock())) if self._may_send else 0

    async def try_one(self) -> Report | None:
        """Send one message although the number is stopped; ``None`` when none was there to be sent."""
        turn = await Turn.take(self._preparing)
        try:
            batch = self._lanes.take(1)
            reports = await self._one_batch(batch, turn, trial=True) if batch else []
            return reports[0] if reports else None
        finally:
            turn.end()

    async def _one_batch(self, batch: Sequence[OutboxItem], turn: Turn, *, trial: bool = False) -> Sequence[Report]:
        now = self._clock()
        self._held_back = {chat: until for chat, until in self._held_back.items() if until > now}
        chosen = turns(batch, now, self._held_back, self._pace)
        going = chosen.now[:1] if trial else chosen.now
        reports: Sequence[Report] | None = []
        if going:
            reports = await survive(f"sending {len(going)} messages", self._sender.send(going, turn.end, trial=trial))
        if reports is None:
            # Whatever state they are in is in the database; the sweep reads it.
            self._lanes.release(batch)
            return []
        # The time has gone on: an unknown outcome is known to be one when the patience for Graph's answer is at its end.
        now = self._clock()
        gone = {item.id for item in going}
        self._hold_back([report.item for report in reports if report.unknown], now)
        again = {report.item.id: report.item for report in reports if report.again_at is not None}
        # What is far from due is read again by the sweep when its time comes.
        left = [*(item for item in batch if item.id not in gone), *again.values()]
        keep = sorted((item for item in left if self._is_near(item)), key=age)
        until = dict(chosen.later) | {key: item.due_at for key, item in again.items()}
        self._lanes.release(batch, keep=keep, rest=self._rests(keep, until, now))
        return reports

    def _rests(self, keep: Sequence[OutboxItem], until: dict[str, int], now: int) -> dict[str, int]:
        """Return until when nothing can be done in a conversation."""
        rest: dict[str, int] = {}
        for item in keep:
            next_look = max(until.get(item.id, now), self._held_back.get(item.conversation_id, 0))
            rest[item.conversation_id] = min(next_look, rest.get(item.conversation_id, next_look))
        return {chat: instant for chat, instant in rest.items() if instant > now}

    def _hold_back(self, unknown: Sequence[OutboxItem], now: int) -> None:
        """Have later messages to these customers wait for evidence, wherever they come from."""
        for item in unknown:
            # What is being sent may have been in doubt before, and was sent once more since.
            doubted_at = now if item.state != "unknown" or item.doubted_at is None else item.doubted_at
            self._held_back[item.conversation_id] = max(doubted_at + HOLD_BACK, self._held_back.get(item.conversation_id, 0))
