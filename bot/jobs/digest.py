"""A day in numbers, for the shop's own systems and the log: what was said, what failed, what waits for a person."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from bot.domain.clock import DAY, from_instant
from bot.domain.outgoing import OutgoingEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database

log = logging.getLogger(__name__)


class Digest:
    """Sums up the day that ended at each run, once per store and day."""

    def __init__(self, db: Database, store_ids: Sequence[str]) -> None:
        self._db = db
        self._store_ids = store_ids

    async def run(self, now: int) -> int:
        """Return how many stores had anything to tell."""
        told = 0
        for store_id in self._store_ids:
            counts: Counter[str] = Counter(await self._db.transcript.states_since(store_id, now - DAY))
            if counts:
                day = from_instant(now).date().isoformat()
                data: dict[str, str | int | None] = {"day": day, **{f"messages_{state}": count for state, count in sorted(counts.items())}}
                log.info("the day of %s: %s", store_id, data)
                await self._db.outgoing.add([OutgoingEvent(f"digest:{store_id}:{day}", store_id, "digest.daily", now, data, now)])
                told += 1
        return told
