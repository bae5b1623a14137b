"""What lets the shop's people in: sessions, tokens that are good once, and the count of tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection
from bot.domain.clock import MINUTE
from bot.domain.staff import EntryToken, StaffSession

if TYPE_CHECKING:
    from collections.abc import Callable


class StaffSessions:
    """One document per browser that is signed in."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(StaffSession)

    async def add(self, session: StaffSession) -> None:
        """Write a new session down."""
        await self._collection.insert_one(self._codec.to_doc(session))

    async def get(self, session_id: str) -> StaffSession | None:
        """Return a session; whether it is still good is not asked here."""
        doc = await self._collection.find_one({"_id": session_id})
        return None if doc is None else self._codec.from_doc(doc)

    async def seen(self, session: StaffSession, now: int) -> None:
        """Note that a session was used, at most once a minute, so that reading costs no write."""
        if now - session.seen_at >= MINUTE:
            await self._collection.update_one({"_id": session.id}, {"$set": {"seen_at": now}})

    async def replace(self, old: StaffSession, new: StaffSession, ends_at: int) -> bool:
        """Put another cookie in a session's place; of several who try at once only one does, and the old one ends soon."""
        result = await self._collection.update_one({"_id": old.id, "ends_at": None}, {"$set": {"ends_at": ends_at}})
        if result.matched_count:
            await self.add(new)
        return bool(result.matched_count)

    async def of_staff(self, staff_id: str) -> list[StaffSession]:
        """Return a person's sessions but for replaced cookies, the one that was used last first."""
        docs = await self._collection.find({"staff_id": staff_id}).to_list(None)
        found = [self._codec.from_doc(doc) for doc in docs]
        return sorted((one for one in found if one.ends_at is None), key=lambda one: one.seen_at, reverse=True)

    async def end(self, session: StaffSession) -> None:
        """End one session, with the cookies that it has had."""
        await self._collection.delete_many({"staff_id": session.staff_id, "csrf": session.csrf})

    async def end_all(self, staff_id: str, spare: StaffSession | None = None) -> None:
        """End all sessions of a person, but for one."""
        wanted = {"staff_id": staff_id, **({"csrf": {"$ne": spare.csrf}} if spare else {})}
        await self._collection.delete_many(wanted)

    async def forget(self, staff_id: str, over: Callable[[StaffSession], bool]) -> None:
        """Delete a person's sessions that are over."""
        docs = await self._collection.find({"staff_id": staff_id}).to_list(None)
        ids = [doc["_id"] for doc in docs if over(self._codec.from_doc(doc))]
        if ids:
            await self._collection.delete_many({"_id": {"$in": ids}})


class EntryTokens:
    """One-time links, and right passwords that wait for a code."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(EntryToken)

    async def add(self, token: EntryToken) -> None:
        """Write a token down."""
        await self._collection.insert_one(self._codec.to_doc(token))

    async def get(self, token_id: str, now: int) -> EntryToken | None:
        """Return a token that has not expired."""
        doc = await self._collection.find_one({"_id": token_id})
        token = None if doc is None else self._codec.from_doc(doc)
        return token if token and now < token.expires_at else None

    async def use(self, token_id: str) -> bool:
        """Use a token up; of several who try at once one gets ``True``."""
        return (await self._collection.delete_one({"_id": token_id})).deleted_count == 1

    async def forget_of(self, staff_id: str) -> None:
        """Delete every token of a person."""
        await self._collection.delete_many({"staff_id": staff_id})

    async def forget_expired(self, staff_id: str, now: int) -> None:
        """Delete a person's tokens that have expired."""
        await self._collection.delete_many({"staff_id": staff_id, "expires_at": {"$lte": now}})


class Tries:
    """How often somebody has tried to get in, by name and stretch of time."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def count(self, name: str, stretch: int) -> int:
        """Count a try and return how many there were in this stretch; counted before it is looked at, so that none slips by."""
        key = f"{name}#{stretch}"
        await self._collection.update_one({"_id": key}, {"$inc": {"count": 1}, "$set": {"stretch": stretch}}, upsert=True)
        doc = await self._collection.find_one({"_id": key})
        return int(doc["count"]) if doc else 1

    async def forget_before(self, stretch: int) -> None:
        """Delete the counts of earlier stretches."""
        await self._collection.delete_many({"stretch": {"$lt": stretch}})
