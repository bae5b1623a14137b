"""How our phone numbers stand, one small document each, and the users that a portfolio has written to lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymongo import ReplaceOne

from bot.db.codec import Codec, Collection, Document
from bot.domain.number import NumberState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.number import Stop


class Numbers:
    """``NumberState`` by phone number id. Each writer sets its own fields, so that none undoes another's."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(NumberState)

    async def get(self, phone_number_id: str) -> NumberState:
        """Return how a number stands; of one that nobody has looked after yet nothing is known."""
        doc = await self._collection.find_one({"_id": phone_number_id})
        return NumberState(phone_number_id) if doc is None else self._codec.from_doc(doc)

    async def all(self) -> list[NumberState]:
        """Return every number; there are few."""
        return [self._codec.from_doc(doc) for doc in await self._collection.find({}).to_list(None)]

    async def learn(
        self,
        phone_number_id: str,
        *,
        per_second: int | None = None,
        tier: str | None = None,
        quality: str | None = None,
        name: str | None = None,
        name_status: str | None = None,
    ) -> None:
        """Note what Meta says of a number; what is ``None`` stays as it is."""
        told = {"per_second": per_second, "tier": tier, "quality": quality, "name": name, "name_status": name_status}
        await self._set(phone_number_id, {key: value for key, value in told.items() if value is not None})

    async def alive(self, phone_number_id: str, at: int) -> None:
        """Note that somebody sends for a number."""
        await self._set(phone_number_id, {"alive_at": at})

    async def heard(self, phone_number_id: str, at: int) -> None:
        """Note that a status of a number's messages has come."""
        await self._set(phone_number_id, {"heard_at": at})

    async def changed(self, phone_number_id: str, at: int) -> None:
        """Note that Meta allows a number something else than before: its sender asks what."""
        await self._set(phone_number_id, {"changed_at": at})

    async def stop(self, phone_number_id: str, stop: Stop) -> None:
        """Note that nothing may be sent for a number."""
        fields = {"stopped_at": stop.at, "stop_code": stop.code, "stop_reason": stop.reason, "stop_by_status": stop.by_status}
        await self._set(phone_number_id, fields)

    async def resume(self, phone_number_id: str, stopped_at: int) -> bool:
        """Note that a number sends again, unless it has been stopped anew; tell which."""
        result = await self._collection.update_one({"_id": phone_number_id, "stopped_at": stopped_at}, {"$set": {"stopped_at": None}})
        return result.matched_count == 1

    async def _set(self, phone_number_id: str, fields: Document) -> None:
        if fields:
            await self._collection.update_one({"_id": phone_number_id}, {"$set": fields}, upsert=True)


class Reached:
    """When a portfolio last wrote to a user outside the customer service window: ``<portfolio>:<customer>``."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def note(self, portfolio: str, users: Mapping[str, int]) -> None:
        """Note the instants at which users were written to."""
        docs = [{"_id": f"{portfolio}:{user}", "portfolio": portfolio, "user": user, "at": at} for user, at in users.items()]
        if docs:
            await self._collection.bulk_write([ReplaceOne({"_id": doc["_id"]}, doc, upsert=True) for doc in docs], ordered=False)

    async def since(self, portfolio: str, at: int) -> dict[str, int]:
        """Return the users since an instant, and forget those before it."""
        docs = await self._collection.find({"portfolio": portfolio}).to_list(None)
        await self._forget([doc["_id"] for doc in docs if doc["at"] <= at])
        return {doc["user"]: doc["at"] for doc in docs if doc["at"] > at}

    async def _forget(self, ids: Sequence[str]) -> None:
        if ids:
            await self._collection.delete_many({"_id": {"$in": list(ids)}})
