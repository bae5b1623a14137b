"""Events for other systems: those that wait, and the log of those that were told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, Document, insert_new
from bot.domain.outgoing import OutgoingEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.outgoing import OutgoingType

# Of a receiver that has been silent for long, the newest attempts say enough.
_LOGGED = 12


class Outgoing:
    """Events by id. What is settled has no ``due_at``, so that looking for work finds work alone."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(OutgoingEvent)

    def to_doc(self, event: OutgoingEvent) -> Document:
        """Return the document of an event, for the pending list of a commit."""
        return self._codec.to_doc(event)

    async def add(self, events: Sequence[OutgoingEvent]) -> None:
        """Note events; one that is there already stays as it is."""
        await insert_new(self._collection, [self._codec.to_doc(event) for event in events])

    async def due(self, now: int, limit: int) -> list[OutgoingEvent]:
        """Return what is to be told by now."""
        docs = await self._collection.find({"due_at": {"$gt": 0, "$lte": now}}).limit(limit).to_list(limit)
        return [self._codec.from_doc(doc) for doc in docs]

    async def attempted(self, event: OutgoingEvent, line: str, again_at: int | None) -> None:
        """Write an attempt down; ``again_at`` is when to try again, ``None`` when it is settled as ``event.state`` says."""
        log = [*event.log, line][-_LOGGED:]
        fields: Document = {"attempts": event.attempts + 1, "state": event.state, "log": log, "due_at": again_at or 0}
        await self._collection.update_one({"_id": event.id}, {"$set": fields})

    async def of_store(self, store_id: str, limit: int = 100) -> list[OutgoingEvent]:
        """Return a store's events, the newest first."""
        docs = await self._collection.find({"store_id": store_id}).to_list(None)
        events = sorted((self._codec.from_doc(doc) for doc in docs), key=lambda event: -event.at)
        return events[:limit]

    async def between(self, store_id: str, kind: OutgoingType, since: int, until: int) -> list[OutgoingEvent]:
        """Return a store's events of one type from an instant up to another one, in no order."""
        docs = await self._collection.find({"at": {"$gte": since, "$lt": until}, "store_id": store_id, "type": kind}).to_list(None)
        return [self._codec.from_doc(doc) for doc in docs]

    async def remove_before(self, before: int) -> int:
        """Forget what is older than an instant."""
        result = await self._collection.delete_many({"at": {"$lt": before}})
        return int(result.deleted_count)
