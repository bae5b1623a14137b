"""Parked items: what can't be handled as it is, kept with the reason until somebody replays it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, insert_new
from bot.domain.inbox import Parked

if TYPE_CHECKING:
    from collections.abc import Sequence


class ParkedItems:
    """The collection behind ``wasla inbox parked|show|replay``."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Parked)

    async def add_many(self, items: Sequence[Parked]) -> None:
        """Keep items; one that is already parked stays as it was."""
        await insert_new(self._collection, [self._codec.to_doc(item) for item in items])

    async def all(self, limit: int = 1_000) -> list[Parked]:
        """Return parked items, the oldest first."""
        cursor = self._collection.find({}).sort("parked_at", 1).limit(limit)
        return [self._codec.from_doc(doc) for doc in await cursor.to_list(limit)]

    async def count(self, limit: int = 10_000) -> int:
        """Return how many items are parked; beyond the limit nobody needs to know."""
        return int(await self._collection.count_documents({}, limit=limit))

    async def get(self, item_id: str) -> Parked | None:
        """Return one parked item."""
        doc = await self._collection.find_one({"_id": item_id})
        return None if doc is None else self._codec.from_doc(doc)

    async def remove(self, item_id: str) -> None:
        """Forget an item, after it went back to the inbox."""
        await self._collection.delete_one({"_id": item_id})
