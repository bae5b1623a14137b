"""What became of our messages: statuses commute, so they need no lane; they are found by our own id, which Meta echoes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.delivery import RANK, OutboxItem, TranscriptEntry, outranks
from bot.domain.inbox import park
from bot.errors import Unreadable
from bot.flow.batch import Outcome, Queued, nobody_waits
from bot.flow.spoken import spoken_text
from bot.whatsapp.parse import parse_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.db import Database
    from bot.domain.inbox import InboxItem
    from bot.domain.message import StatusUpdate


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


class Statuses:
    """Handles the inbox items of kind ``status``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def handle(self, items: Sequence[InboxItem], now: int, queued: Queued = nobody_waits) -> Outcome:
        """Move the messages of these statuses on; one that is still in the outbox has hereby been accepted."""
        del queued  # nothing is sent because of a status
        read, parked = [], []
        for item in items:
            try:
                read.append((item, parse_status(item.body)))
            except Unreadable as error:
                parked.append(park(item, str(error), now))
        best = furthest(status for _, status in read)
        ranks = await self._db.transcript.ranks(list(best))
        missing = [outbox_id for outbox_id in best if outbox_id not in ranks]
        if missing:
            await self._accept(missing, best, now)
            # Looked up after the outbox: an item may have moved from there to the transcript in between.
            ranks |= await self._db.transcript.ranks(missing)
        news = [(key, status) for key, status in best.items() if key in ranks and RANK[status.state or "accepted"] > ranks[key]]
        await self._db.transcript.apply_statuses(news)
        strange = [item for item, status in read if status.outbox_id is None or status.outbox_id not in ranks]
        await self._db.events.add([self._db.events.to_doc(item, "matches no message of ours") for item in strange])
        await self._db.inbox.remove([item.id for item, _ in read])
        return Outcome(parked=parked)

    async def _accept(self, missing: Sequence[str], best: Mapping[str, StatusUpdate], now: int) -> None:
        sending = await self._db.outbox.get_many(missing)
        await self._db.transcript.add([accepted(item, now, best[key].wamid) for key, item in sending.items()])
        await self._db.outbox.remove(list(sending))


def accepted(item: OutboxItem, now: int, wamid: str | None) -> TranscriptEntry:
    """Return the transcript line of an item that Meta has taken."""
    return final(item, now, "accepted", wamid=wamid)


def final(item: OutboxItem, now: int, state: str, *, wamid: str | None = None, reason: str | None = None, code: int | None = None) -> TranscriptEntry:
    """Return the transcript line of an item that leaves the outbox in ``state``."""
    return TranscriptEntry(
        id=item.id,
        conversation_id=item.conversation_id,
        customer_id=item.customer_id,
        store_id=item.store_id,
        direction="out",
        at=now,
        text=spoken_text(item.content) if item.content else "",
        content=item.content.kind if item.content else "notice",
        wamid=wamid,
        state=state,
        rank=RANK[state],
        reason=reason,
        error_code=code,
        order_id=item.order_id,
    )
