"""The audit log: who did what in the console, when, and from where. Nothing is ever changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection
from bot.domain.staff import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Sequence


class Audit:
    """One document per deed."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(AuditEntry)

    async def add(self, entries: Sequence[AuditEntry]) -> None:
        """Write entries down."""
        if entries:
            await self._collection.insert_many([self._codec.to_doc(entry) for entry in entries])

    async def newest(self, limit: int, before: int | None = None) -> list[AuditEntry]:
        """Return the newest entries, those of an instant or later left out, the newest first."""
        wanted = {"at": {"$gt": 0} if before is None else {"$lt": before}}
        found = self._collection.find(wanted).sort("at", -1).limit(limit)
        return [self._codec.from_doc(doc) for doc in await found.to_list(limit)]
