"""The audit log: who did what in the console, when, and from where. Nothing is ever changed in it; only what has become old is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.db.codec import Codec, Collection
from bot.domain.staff import AuditEntry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.db.codec import Document

_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class AuditPlace:
    """Where a page ended: the instant and the id of its last entry."""

    at: int
    id: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries: of a person (``""``: of nobody who is known), of one kind of deed, from ``since`` on, before ``until``."""

    staff_id: str | None = None
    what: str | None = None
    since: int | None = None
    until: int | None = None


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
        return await self._read(AuditFilter(until=before), limit)

    async def walk(self, wanted: AuditFilter, after: AuditPlace | None = None) -> AsyncIterator[AuditEntry]:
        """Yield entries, the newest first, from behind a place; read in batches, so that whoever has enough stops."""
        most = _BATCH
        while True:
            until = wanted.until if after is None else after.at + 1 if wanted.until is None else min(after.at + 1, wanted.until)
            found = await self._read(AuditFilter(wanted.staff_id, wanted.what, wanted.since, until), most)
            # What happened at the same instant as the last one before may have been seen.
            behind = [entry for entry in found if after is None or (entry.at, entry.id) < (after.at, after.id)]
            for entry in behind:
                yield entry
            if len(found) < most:
                return
            after, most = (AuditPlace(behind[-1].at, behind[-1].id), _BATCH) if behind else (after, most * 4)

    async def forget_before(self, before: int) -> int:
        """Delete what happened before an instant; return how many entries there were."""
        result = await self._collection.delete_many({"at": {"$gt": 0, "$lt": before}})
        return int(result.deleted_count)

    async def _read(self, wanted: AuditFilter, limit: int) -> list[AuditEntry]:
        at: Document = {"$gt": 0} if wanted.since is None else {"$gte": wanted.since}
        conditions: Document = {"at": at if wanted.until is None else {**at, "$lt": wanted.until}}
        if wanted.staff_id is not None:
            conditions["staff_id"] = wanted.staff_id or None
        if wanted.what is not None:
            conditions["what"] = wanted.what
        found = self._collection.find(conditions, batch_size=limit + 1).sort([("at", -1), ("_id", -1)]).limit(limit)
        return [self._codec.from_doc(doc) for doc in await found.to_list(limit)]
