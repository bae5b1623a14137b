"""Who has which conversation open: a handful of documents that several processes share, each true for some seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymongo import ReplaceOne

from bot.db.codec import Codec, Collection
from bot.domain.presence import Presence

if TYPE_CHECKING:
    from collections.abc import Sequence


class PresenceBook:
    """One document per person, conversation, deed and process. Nothing in it matters after a minute."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Presence)

    async def put(self, found: Sequence[Presence]) -> None:
        """Note or renew who is where."""
        writes = [ReplaceOne({"_id": doc["_id"]}, doc, upsert=True) for doc in map(self._codec.to_doc, found)]
        if writes:
            await self._collection.bulk_write(writes, ordered=False)

    async def now(self, now: int) -> list[Presence]:
        """Return everybody who is somewhere; there are a few, so all are read at once."""
        docs = await self._collection.find({"until": {"$gt": now}}).to_list(None)
        return [self._codec.from_doc(doc) for doc in docs]

    async def remove(self, ids: Sequence[str]) -> None:
        """Forget who has left."""
        if ids:
            await self._collection.delete_many({"_id": {"$in": list(ids)}})

    async def forget(self, before: int) -> None:
        """Forget what has not been true since an instant: a process that was ended took leave of nobody."""
        await self._collection.delete_many({"until": {"$lt": before}})
