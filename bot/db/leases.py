"""Leases: who may do a piece of work for a while, so that several processes don't all do it.

A lease saves work and may be lost at any moment (a paused process, a clock that is wrong): what is done under it must be
harmless when it is done twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymongo import UpdateOne
from pymongo.errors import DuplicateKeyError

from bot.db.codec import find_ids, insert_new

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db.codec import Collection, Document


class Leases:
    """One document per name: its owner and when the lease ends. Instants and durations are milliseconds."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def claim(self, name: str, owner: str, now: int, ttl_ms: int) -> bool:
        """Take a lease that is free, over or already ours, until ``now + ttl_ms``; tell whether it is ours."""
        wanted = _lease(owner, now + ttl_ms)
        for mine_or_over in _open_to(name, owner, now):
            result = await self._collection.update_one(mine_or_over, {"$set": wanted})
            if result.matched_count:
                return True
        try:
            await self._collection.insert_one({"_id": name, **wanted})
        except DuplicateKeyError:
            return False
        return True

    async def claim_many(self, names: Sequence[str], owner: str, now: int, ttl_ms: int) -> set[str]:
        """Claim every name at once (three calls however many names) and return those that are ours."""
        docs: list[Document] = [{"_id": name, **_lease(owner, now + ttl_ms)} for name in dict.fromkeys(names)]
        there = await insert_new(self._collection, docs)
        if not there:
            return set(names)
        wanted = {"$set": _lease(owner, now + ttl_ms)}
        writes = [UpdateOne(mine_or_over, wanted) for doc in there for mine_or_over in _open_to(doc["_id"], owner, now)]
        await self._collection.bulk_write(writes, ordered=False)
        held = await find_ids(self._collection, list(names), ["owner"])
        return {name for name, doc in held.items() if doc["owner"] == owner}

    async def renew(self, name: str, owner: str, now: int, ttl_ms: int) -> bool:
        """Keep a lease that is still ours, even if it is over, until ``now + ttl_ms``; tell whether it was ours."""
        wanted = {"$set": _lease(owner, now + ttl_ms)}
        result = await self._collection.update_one({"_id": name, "owner": owner}, wanted)
        return result.matched_count == 1

    async def release(self, name: str, owner: str) -> None:
        """Give a lease back, so that nobody has to wait for its end; somebody else's stays as it is."""
        await self._collection.delete_one({"_id": name, "owner": owner})

    async def holder(self, name: str, now: int) -> str | None:
        """Return who holds a lease that isn't over."""
        doc = await self._collection.find_one({"_id": name})
        return doc["owner"] if doc is not None and doc["expires_at"] > now else None

    async def clear(self) -> None:
        """Forget every lease; only for a database that certainly nobody else uses."""
        await self._collection.delete_many({})

    async def count(self, prefix: str, now: int) -> int:
        """Return how many leases whose name begins like this aren't over; there are few, so they are simply read."""
        docs = await self._collection.find({"expires_at": {"$gt": now}}, projection=["_id"]).to_list(None)
        return sum(str(doc["_id"]).startswith(prefix) for doc in docs)


def _lease(owner: str, expires_at: int) -> Document:
    return {"owner": owner, "expires_at": expires_at}


def _open_to(name: str, owner: str, now: int) -> tuple[Document, Document]:
    # Two filters and no "$or": NX-27017 0.8.1 then looks at the "$or" alone and changes some other lease.
    return {"_id": name, "owner": owner}, {"_id": name, "expires_at": {"$lte": now}}
