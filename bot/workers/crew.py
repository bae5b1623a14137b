"""Everything that runs in one process, started and ended together."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.workers.sweep import sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxItem, InboxKind
    from bot.domain.message import InboundMessage
    from bot.flow.receive import Receiver
    from bot.workers.inbox import InboxWorker
    from bot.workers.outbox import NumberSender
    from bot.workers.partitions import Partitions
    from bot.workers.runner import Runner

log = logging.getLogger(__name__)

DRAIN_FOR = 5.0
# While one batch waits for the database, another one is being decided.
INBOX_LOOPS = 4
# Side by side: so many batches of so many customers. At Graph's usual 0.2 s that is well over 1,000 messages a second.
SENDING_LOOPS = 8
RECEIPT_LOOPS = 4


@dataclass(frozen=True, slots=True)
class Desk:
    """Where work is handed to: inbox workers by kind of item, senders by phone number id."""

    partitions: Partitions
    workers: dict[InboxKind, InboxWorker] = field(default_factory=dict)
    senders: dict[str, NumberSender] = field(default_factory=dict)

    def hand_in(self, items: Sequence[InboxItem]) -> None:
        """Give stored items to the workers; those of other processes' lanes are found by their sweep."""
        for item in items:
            if self.partitions.own(item.lane):
                self.workers[item.kind].hand_over((item,))

    def hand_out(self, items: Sequence[OutboxItem]) -> None:
        """Give queued items to the senders of their numbers."""
        for item in items:
            self.senders[item.phone_number_id].hand_over((item,))

    def mark_read(self, messages: Sequence[InboundMessage], *, typing: bool) -> None:
        """Have messages marked as read by the numbers that they were sent to."""
        for message in messages:
            self.senders[message.phone_number_id].read((message,), typing=typing)


@dataclass(frozen=True, slots=True)
class Crew:
    """The loops of one process."""

    desk: Desk
    receiver: Receiver
    runner: Runner

    async def start(self, db: Database, clock: Callable[[], int], *, work: bool) -> None:
        """Start every loop; without ``work`` only what is needed to take things in."""
        self.runner.start("receiver", self.receiver.run)
        if not work:
            return
        partitions, workers = self.desk.partitions, self.desk.workers
        await partitions.claim()
        self.runner.start("partitions", partitions.run)
        self.runner.start("inbox sweep", lambda: sweep(db, workers, partitions, clock))
        self._start_workers(workers)
        self._start_senders(self.desk.senders)

    def _start_workers(self, workers: Mapping[InboxKind, InboxWorker]) -> None:
        for kind, worker in workers.items():
            self.runner.start(f"inbox {kind} pauses", worker.wake)
            for loop in range(INBOX_LOOPS):
                self.runner.start(f"inbox {kind} {loop}", worker.run)

    def _start_senders(self, senders: Mapping[str, NumberSender]) -> None:
        for number, sender in senders.items():
            self.runner.start(f"lease {number}", sender.hold_lease)
            self.runner.start(f"outbox sweep {number}", sender.sweep)
            self.runner.start(f"number {number}", sender.watch)
            self.runner.start(f"outbox pauses {number}", sender.wake)
            for loop in range(SENDING_LOOPS):
                self.runner.start(f"outbox {number} {loop}", sender.run)
            for loop in range(RECEIPT_LOOPS):
                self.runner.start(f"receipts {number} {loop}", sender.send_receipts)

    async def stop(self) -> None:
        """Finish what is being sent, then end every loop and give the leases back."""
        try:
            async with asyncio.timeout(DRAIN_FOR):
                await asyncio.gather(*(sender.drain() for sender in self.desk.senders.values()))
        except TimeoutError:
            log.warning("some messages were still being sent; a status or the deadline will settle them")
        await self.runner.close()
        for sender in self.desk.senders.values():
            await sender.release()
        await self.desk.partitions.release()
