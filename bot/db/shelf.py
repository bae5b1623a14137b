"""What has become old in any collection: found and removed in batches, each document only as it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pymongo import DeleteOne

from bot.db.codec import find_ids

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterable, Sequence

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document

BATCH: Final = 500


class Shelf:
    """Reads and removes old documents; what is in flight is for the caller to know."""

    def __init__(self, database: AsyncIOMotorDatabase[Document]) -> None:
        self._database = database

    async def old(self, name: str, field: str, before: int, fields: Collection[str] = (), most: int = BATCH) -> AsyncIterator[list[Document]]:
        """Yield what has an instant before another one, ``most`` at a time, with these fields; what has none, or 0, is not old."""
        found = self._database[name].find({field: {"$gt": 0, "$lt": before}}, projection=[field, *fields], batch_size=most)
        batch: list[Document] = []
        async for doc in found:
            batch.append(doc)
            if len(batch) == most:
                yield batch
                batch = []
        if batch:
            yield batch

    async def remove(self, name: str, docs: Sequence[Document], unless_changed: str) -> set[Any]:
        """Delete documents whose field still has the value that was read (absent counts as ``None``); return the ids of those that are gone."""
        if not docs:
            return set()
        writes = [DeleteOne({"_id": doc["_id"], unless_changed: doc.get(unless_changed)}) for doc in docs]
        ids = [doc["_id"] for doc in docs]
        if (await self._database[name].bulk_write(writes, ordered=False)).deleted_count == len(docs):
            return set(ids)
        return set(ids) - await self.there(name, ids)

    async def there(self, name: str, ids: Iterable[str]) -> set[str]:
        """Return those of the ids that are in a collection."""
        return set(await find_ids(self._database[name], list(ids), ["_id"]))

    async def docs(self, name: str, ids: Iterable[str]) -> list[Document]:
        """Return documents as they are."""
        return list((await find_ids(self._database[name], list(ids))).values())

    async def values(self, name: str, field: str, wanted: Iterable[str]) -> set[str]:
        """Return those of the values that any document of a collection has in a field."""
        return {one for one in wanted if await self._database[name].find_one({field: one}, projection=["_id"]) is not None}

    async def beginnings(self, name: str, wanted: Iterable[str]) -> set[str]:
        """Return those of the texts, none of them empty, that any id of a collection begins with."""
        # As a range, which every server reads from its index of ids.
        shapes = {one: {"_id": {"$gte": one, "$lt": f"{one[:-1]}{chr(ord(one[-1]) + 1)}"}} for one in wanted}
        return {one for one, shape in shapes.items() if await self._database[name].find_one(shape, projection=["_id"]) is not None}

    async def ids(self, name: str, field: str, value: str) -> list[str]:
        """Return the ids of the documents with a value in a field."""
        return [str(doc["_id"]) for doc in await self._database[name].find({field: value}, projection=["_id"]).to_list(None)]

    async def all_of(self, name: str, fields: Sequence[str], wanted: Document | None = None) -> list[Document]:
        """Return a small collection with some of its fields."""
        return await self._database[name].find(wanted or {}, projection=list(fields)).to_list(None)
