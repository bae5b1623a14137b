"""What became of our messages: statuses commute, so they need no lane; they are found by our own id, which Meta echoes."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.domain.delivery import RANK, outranks
from bot.domain.inbox import park
from bot.errors import Unreadable
from bot.flow.batch import Outcome, Queued, nobody_waits
from bot.flow.consequences import Consequences
from bot.flow.failures import Aftermath, Failures
from bot.flow.lines import accepted
from bot.whatsapp.parse import parse_status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.db import Database
    from bot.db.transcript import Standing
    from bot.domain.inbox import InboxItem
    from bot.domain.message import StatusUpdate
    from bot.flow.cost_book import CostBook

# That Meta reaches us is noted so often, in milliseconds.
HEARD_EVERY: Final = 1_000


def furthest(statuses: Iterable[StatusUpdate]) -> dict[str, StatusUpdate]:
    """Return, per outbox id, the status that outranks the others; states that this program doesn't know are left out."""
    best: dict[str, StatusUpdate] = {}
    for status in statuses:
        if status.outbox_id is None or status.state is None:
            continue
        before = best.get(status.outbox_id)
        if before is None or before.state is None or outranks(status.state, before.state):
            best[status.outbox_id] = status
    return best


def _nobody_counts(_news: Sequence[StatusUpdate]) -> None:
    """Stand in for metrics."""


class Statuses:
    """Handles the inbox items of kind ``status``; ``tally`` hears of those that moved a message on."""

    def __init__(
        self,
        db: Database,
        consequences: Consequences | None = None,
        dice: Callable[[], float] = random.random,
        book: CostBook | None = None,
        tally: Callable[[Sequence[StatusUpdate]], None] = _nobody_counts,
    ) -> None:
        self._db = db
        self._book = book
        self._tally = tally
        self._heard: dict[str, int] = {}
        self._failures = Failures(db, consequences or Consequences(db), dice)

    async def handle(self, items: Sequence[InboxItem], now: int, queued: Queued = nobody_waits) -> Outcome:
        """Move the messages of these statuses on; one that is still in the outbox has hereby been accepted.

        A message that failed is sent again where its code says so: ``queued`` gets the item that takes its place.
        """
        read, parked = [], []
        for item in items:
            try:
                read.append((item, parse_status(item.body)))
            except Unreadable as error:
                parked.append(park(item, str(error), now))
        best = furthest(status for _, status in read)
        ranks = await self._standing(best, now)
        moved = {key: status for key, status in best.items() if key in ranks and RANK[status.state or "accepted"] > ranks[key].rank}
        news = [(key, replace(status, trace=ranks[key].trace)) for key, status in moved.items()]
        aftermath = await self._write(news, now)
        queued(aftermath.items)
        if self._book is not None:
            # Meta names the price once, on whichever status it likes.
            priced = {status.outbox_id: status for _, status in read if status.outbox_id is not None and status.pricing is not None}
            await self._book.record({key: status for key, status in priced.items() if key in ranks}, now)
        strange = await self._of_the_living([(item, status) for item, status in read if status.outbox_id is None or status.outbox_id not in ranks])
        await self._db.events.add([self._db.events.to_doc(item, "matches no message of ours") for item in strange])
        await self._note_heard({item.source for item, _ in read}, now)
        await self._db.inbox.remove([item.id for item, _ in read])
        return Outcome(parked=parked, outbox=aftermath.items)

    async def _of_the_living(self, strange: Sequence[tuple[InboxItem, StatusUpdate]]) -> list[InboxItem]:
        """Return what is kept of statuses that match no message: those to somebody who was erased are about messages that were, too."""
        # Of which store it is nobody knows any more.
        keys = {item.id: status.recipient.keys("") for item, status in strange}
        erased = await self._db.erased.since([key for names in keys.values() for key in names]) if keys else {}
        return [item for item, _ in strange if not any(key in erased for key in keys[item.id])]

    async def _note_heard(self, numbers: Iterable[str], now: int) -> None:
        for number in numbers:
            if now - self._heard.get(number, 0) >= HEARD_EVERY:
                self._heard[number] = now
                await self._db.numbers.heard(number, now)

    async def _write(self, news: Sequence[tuple[str, StatusUpdate]], now: int) -> Aftermath:
        """Do what follows from failures, and only then write them down: what stands there has had its consequences."""
        aftermath = await self._failures.follow({key: status for key, status in news if status.state == "failed"}, now)
        await self._db.transcript.apply_statuses(news, aftermath.reasons)
        self._tally([status for _, status in news])
        return aftermath

    async def _standing(self, best: Mapping[str, StatusUpdate], now: int) -> dict[str, Standing]:
        ranks = await self._db.transcript.standing(list(best))
        missing = [outbox_id for outbox_id in best if outbox_id not in ranks]
        if missing:
            await self._accept(missing, best, now)
            # Looked up after the outbox: an item may have moved from there to the transcript in between.
            ranks |= await self._db.transcript.standing(missing)
        return ranks

    async def _accept(self, missing: Sequence[str], best: Mapping[str, StatusUpdate], now: int) -> None:
        sending = await self._db.outbox.get_many(missing)
        await self._db.transcript.add([accepted(item, now, best[key].wamid) for key, item in sending.items()])
        await self._db.outbox.remove(list(sending))
