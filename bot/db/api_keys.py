"""The keys of the REST API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection
from bot.domain.api_key import ApiKey
from bot.domain.clock import HOUR

if TYPE_CHECKING:
    from bot.db.codec import Document


class ApiKeys:
    """One document per key; a shop has few, so listing reads them all."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(ApiKey)

    async def add(self, key: ApiKey) -> None:
        """Keep a new key; raises when there is one of that id."""
        await self._collection.insert_one(self._codec.to_doc(key))

    async def get(self, key_id: str) -> ApiKey | None:
        """Return a key, revoked or not."""
        doc = await self._collection.find_one({"_id": key_id})
        return None if doc is None else self._codec.from_doc(doc)

    async def all(self) -> list[ApiKey]:
        """Return every key, the oldest first."""
        keys = [self._codec.from_doc(doc) for doc in await self._collection.find({}).to_list(None)]
        return sorted(keys, key=lambda key: (key.created_at, key.id))

    async def revoke(self, key_id: str, now: int) -> bool:
        """Let a key open nothing any more; tell whether there is one of that id that did."""
        result = await self._collection.update_one({"_id": key_id, "revoked_at": None}, {"$set": {"revoked_at": now}})
        return result.matched_count == 1

    async def used(self, key: ApiKey, now: int) -> None:
        """Note that a key was used, at most once an hour, so that reading costs no write."""
        if key.last_used_at is None or now - key.last_used_at >= HOUR:
            change: Document = {"$set": {"last_used_at": now}}
            await self._collection.update_one({"_id": key.id}, change)
