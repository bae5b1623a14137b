"""Everything that is kept of one customer, collection by collection: to show it, and to take it away.

Most is found by an index or an id. Collections that stay small, and events that are about no order, are read whole: this is done for
one person at a time, and seldom.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal

from bot.db.codec import Document, find_ids, insert_new
from bot.domain.privacy import Finder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.domain.privacy import Trace

Part = Literal["customers", "identities", "chats", "orders", "messages", "files"]
# Where a field says whose a document is: the field, and which part of a trace it holds.
BY_FIELD: Final[Mapping[str, tuple[str, Part]]] = {
    "outbox": ("customer_id", "customers"),
    "fetches": ("order_id", "orders"),
    "downloads": ("_id", "files"),
    "documents": ("_id", "files"),
    "mentions": ("conversation_id", "chats"),
    "ratings": ("conversation_id", "chats"),
    "service_requests": ("customer_id", "customers"),
    "reached": ("user", "customers"),
    "misunderstood": ("_id", "messages"),
    "charges": ("_id", "messages"),
    "consents": ("customer_id", "customers"),
    "ledger": ("order_id", "orders"),
    "events": ("order_id", "orders"),
    "transcript": ("conversation_id", "chats"),
    "desk": ("_id", "chats"),
    "said": ("_id", "chats"),
    "conversations": ("_id", "chats"),
    "orders": ("_id", "orders"),
    "customers": ("_id", "customers"),
    "identities": ("_id", "identities"),
}
# Where only what is written in a document tells whom it is about.
BY_POINTER: Final = ("inbox", "waiting", "parked", "requests", "outgoing", "alerts", "presence", "audit")
_AT_ONCE: Final = 500


class PersonalData:
    """Reads and removes documents of any collection; nothing else may."""

    def __init__(self, database: AsyncIOMotorDatabase[Document]) -> None:
        self._database = database

    async def found(self, name: str, trace: Trace) -> list[Document]:
        """Return the documents of a collection that are about a person."""
        if name in BY_FIELD:
            field, part = BY_FIELD[name]
            return await self.with_field(name, field, getattr(trace, part))
        return [doc async for doc in self._pointing(name, {}, Finder(trace.pointers))]

    async def loose_events(self, trace: Trace) -> list[Document]:
        """Return the events about no order that are about a person."""
        return [doc async for doc in self._pointing("events", {"order_id": None}, Finder(trace.pointers))]

    async def with_field(self, name: str, field: str, values: Iterable[str]) -> list[Document]:
        """Return the documents that have one of these values in a field; an index serves one value at a time best."""
        if field == "_id":
            wanted = list(values)
            found = [await find_ids(self._database[name], wanted[n : n + _AT_ONCE]) for n in range(0, len(wanted), _AT_ONCE)]
            return [doc for docs in found for doc in docs.values()]
        found_by = [await self._database[name].find({field: value}).to_list(None) for value in values]
        return [doc for docs in found_by for doc in docs]

    async def ids_with(self, name: str, field: str, values: Iterable[str]) -> list[str]:
        """Return the ids of the documents that have one of these values in a field."""
        found = [await self._database[name].find({field: value}, projection=["_id"]).to_list(None) for value in values]
        return [doc["_id"] for docs in found for doc in docs]

    async def ids_holding(self, name: str, texts: Iterable[str]) -> list[str]:
        """Return the ids of a collection in which one of these texts stands."""
        wanted = list(texts)
        found = self._database[name].find({}, projection=["_id"])
        return [doc["_id"] async for doc in found if any(text in str(doc["_id"]) for text in wanted)]

    async def called(self, store_id: str, text: str, limit: int) -> list[str]:
        """Return the ids of a store's customers in whose names a text stands, in whatever case."""
        wanted = {"store_id": store_id, "name": {"$regex": re.escape(text), "$options": "i"}}
        docs = await self._database["customers"].find(wanted, projection=["_id"]).limit(limit).to_list(limit)
        return [doc["_id"] for doc in docs]

    async def _pointing(self, name: str, wanted: Document, finder: Finder) -> AsyncIterator[Document]:
        async for doc in self._database[name].find(wanted):
            if finder.points(doc):
                yield doc

    async def remove(self, name: str, docs: Sequence[Document]) -> int:
        """Delete documents; return how many."""
        ids = [doc["_id"] for doc in docs]
        for n in range(0, len(ids), _AT_ONCE):
            await self._database[name].delete_many({"_id": {"$in": ids[n : n + _AT_ONCE]}})
        return len(ids)

    async def remove_version(self, name: str, doc_id: str, version: int) -> bool:
        """Delete a document unless somebody has written it since; tell whether it is gone."""
        await self._database[name].delete_one({"_id": doc_id, "version": version})
        return await self._database[name].find_one({"_id": doc_id}, projection=["_id"]) is None

    async def replace(self, name: str, olds: Sequence[Document], news: Sequence[Document]) -> int:
        """Let documents take the place of others under ids of their own; the new ones are written first. Return how many."""
        await insert_new(self._database[name], list(news))
        kept = {doc["_id"] for doc in news}
        await self.remove(name, [doc for doc in olds if doc["_id"] not in kept])
        return len(olds)

    async def set(self, name: str, doc_id: str, **fields: Any) -> None:
        """Change fields of a document."""
        await self._database[name].update_one({"_id": doc_id}, {"$set": fields})

    async def lessons(self) -> list[Document]:
        """Return what was proposed to be taught; there is little of it."""
        return await self._database["lessons"].find({}).to_list(None)

    async def days_with_texts(self, store_id: str) -> list[Document]:
        """Return a store's days in figures that hold texts."""
        return await self._database["daily"].find({"texts_of": {"$gt": 0}, "store_id": store_id}).to_list(None)

    async def open_days(self, store_id: str) -> list[Document]:
        """Return what a store's people had not finished at the end of its days."""
        docs = await self._database["daily_open"].find({}).to_list(None)
        return [doc for doc in docs if str(doc["_id"]).startswith(f"{store_id}:")]
