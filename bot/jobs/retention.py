"""Letting go of what is not kept for ever: customers' files, unclear messages, uploads that Meta has dropped, what others were told, old deeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.clock import DAY
from bot.flow.end_waiting import end_waiting

if TYPE_CHECKING:
    from bot.db import Database

BATCH = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """Days for which things are kept."""

    files: int
    told: int
    audit: int = 730


class MediaExpiry:
    """Forgets uploads that Meta no longer has, so that the next message uploads anew."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def run(self, now: int) -> int:
        """Return how many were forgotten."""
        return await self._db.media.forget_expired(now)


class Retention:
    """Deletes what is older than it is kept."""

    def __init__(self, db: Database, kept: Kept) -> None:
        self._db = db
        self._kept = kept

    async def run(self, now: int) -> int:
        """Return how many things were deleted or, of events that waited in vain, parked."""
        removed = await self._db.outgoing.remove_before(now - self._kept.told * DAY)
        # A request that names itself is known by its name for a day, and no longer.
        removed += await self._db.requests.forget_before(now - DAY)
        removed += await self._db.misunderstood.forget_before(now - self._kept.files * DAY)
        removed += await self._db.lessons.forget_before(now - self._kept.files * DAY)
        await self._db.daily.forget_texts_before(now - self._kept.files * DAY)
        removed += await self._db.mentions.forget_before(now - self._kept.told * DAY)
        removed += await self._db.desk.forget_closed_before(now - self._kept.told * DAY)
        removed += await self._db.audit.forget_before(now - self._kept.audit * DAY)
        removed += await self._db.said.forget_before(now - self._kept.told * DAY)
        while files := await self._db.documents.received_before(now - self._kept.files * DAY, BATCH):
            await self._db.documents.remove(files)
            removed += len(files)
        return removed + await end_waiting(self._db, now)
