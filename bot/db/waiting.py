"""Where events wait for the order or parcel that they are about.

No interleaving may lose one, so both sides write first and look then. Who finds no order for an event writes it down here, looks
again for the order, and only then takes it out of the inbox. Who makes an order known writes its names, then looks here, and puts
what he finds back into the inbox, received anew. And nobody takes an item out of the inbox that was received anew meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pymongo import DeleteOne, UpdateOne

from bot.db.codec import Codec, Collection
from bot.domain.inbox import InboxItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db.codec import Document
    from bot.db.inbox import Inbox

Waiting = tuple[str, InboxItem]


class WaitingRoom:
    """One document per (name, item): ``_id`` is ``<name>|<inbox id>``, ``since`` when it began to wait."""

    def __init__(self, collection: Collection, inbox: Inbox) -> None:
        self._collection = collection
        self._inbox = inbox
        self._codec = Codec(InboxItem)

    async def put(self, waiting: Sequence[Waiting], now: int) -> None:
        """Write down items with the names that they wait for; one that waits already keeps its time."""
        writes = [UpdateOne({"_id": _id(*one)}, {"$set": self._fields(*one), "$setOnInsert": {"since": now}}, upsert=True) for one in waiting]
        if writes:
            await self._collection.bulk_write(writes, ordered=False)

    async def recall(self, names: Sequence[str]) -> int:
        """Put back into the inbox what waits for any of these names, and tell how many items that were; it may be repeated."""
        if not names:
            return 0
        # The collection is small, so that a server without a good use for its index may as well read all of it.
        docs = await self._collection.find({"key": {"$in": list(names)}}).to_list(None)
        await self._call([(doc["key"], self._item(doc)) for doc in docs])
        return len(docs)

    async def _call(self, waiting: Sequence[Waiting]) -> None:
        if not waiting:
            return
        await self._inbox.receive_anew([item for _, item in waiting])
        await self.forget(waiting)

    async def forget(self, waiting: Sequence[Waiting]) -> None:
        """Let items go that wait as they are here; one that has begun to wait anew since stays."""
        writes = [DeleteOne({"_id": _id(name, item), "received_at": item.received_at}) for name, item in waiting]
        if writes:
            await self._collection.bulk_write(writes, ordered=False)

    async def since_before(self, before: int, limit: int = 1_000) -> list[Waiting]:
        """Return what has been waiting since before an instant."""
        docs = await self._collection.find({"since": {"$lt": before}}).limit(limit).to_list(limit)
        return [(doc["key"], self._item(doc)) for doc in docs]

    async def waits(self, item_id: str) -> bool:
        """Tell whether an item waits for anything."""
        return await self._collection.find_one({"item_id": item_id}, projection=["_id"]) is not None

    async def count(self) -> int:
        """Return how many items wait."""
        return len(await self._collection.find({}, projection=["_id"]).to_list(None))

    def _fields(self, name: str, item: InboxItem) -> Document:
        fields = self._codec.to_doc(item)
        return {"key": name, "item_id": fields.pop("_id"), **fields}

    def _item(self, doc: Document) -> InboxItem:
        # It did not fail: it was too early.
        return replace(self._codec.from_doc({**doc, "_id": doc["item_id"]}), attempts=0)


def _id(name: str, item: InboxItem) -> str:
    return f"{name}|{item.id}"
