"""Documents that are still to be fetched from where they were issued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, Document

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class WantedDocument:
    """The PDF of an invoice. ``id`` is ``invoice:<order id>:<number>``; ``attempts`` counts those that failed.

    ``url`` is where the original was when this was noted; the order knows best where it is now.
    """

    id: str
    url: str
    store_id: str
    order_id: str
    number: str
    due_at: int
    attempts: int = 0


class Fetches:
    """A small collection: what has been fetched, or never will be, leaves it."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(WantedDocument)

    def to_doc(self, wanted: WantedDocument) -> Document:
        """Return the document of a fetch, for the pending list of a commit."""
        return self._codec.to_doc(wanted)

    async def due(self, now: int, limit: int) -> list[WantedDocument]:
        """Return what is to be fetched by now, the longest waiting first."""
        cursor = self._collection.find({"due_at": {"$lte": now}}).sort("due_at", 1).limit(limit)
        return [self._codec.from_doc(doc) for doc in await cursor.to_list(limit)]

    async def postpone(self, fetch_id: str, due_at: int) -> None:
        """Try again later, and count that it failed."""
        await self._collection.update_one({"_id": fetch_id}, {"$set": {"due_at": due_at}, "$inc": {"attempts": 1}})

    async def remove(self, ids: Sequence[str]) -> None:
        """Forget what has been fetched or given up."""
        if ids:
            await self._collection.delete_many({"_id": {"$in": list(ids)}})
