"""The inbox: everything that came in and has not been handled yet. It stays small: what is done is deleted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pymongo import DeleteOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError

from bot.db.codec import DUPLICATE_KEY, UNENCODABLE, Codec, Collection, Document, find_ids
from bot.domain.inbox import InboxItem, InboxKind
from bot.errors import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import Sequence


class Inbox:
    """Stores items before their sender is answered."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(InboxItem)

    async def add_many(self, items: Sequence[InboxItem]) -> list[str | None]:
        """Store items in one call and say per item what happened: ``None`` stored, ``"duplicate"``, or what is wrong with it.

        Raises ``DatabaseDown`` when nothing is known to be stored, so that the sender must try again.
        """
        docs = [_doc(item) for item in items]
        outcome: list[str | None] = [None] * len(docs)
        try:
            await self._collection.insert_many(docs, ordered=False)
        except BulkWriteError as error:
            for failure in error.details["writeErrors"]:
                outcome[failure["index"]] = _reason(failure)
        except UNENCODABLE:
            # One document can't be encoded and the driver refuses them all: its neighbours must not suffer.
            return [await self._add_alone(doc) for doc in docs]
        except PyMongoError as error:
            raise DatabaseDown(str(error)) from error
        return outcome

    async def _add_alone(self, doc: Document) -> str | None:
        try:
            await self._collection.insert_one(doc)
        except DuplicateKeyError:
            return "duplicate"
        except UNENCODABLE as error:
            return f"it can't be stored: {error}"
        except PyMongoError as error:
            raise DatabaseDown(str(error)) from error
        return None

    async def get_many(self, ids: list[str]) -> list[InboxItem]:
        """Return the items with these ids that are still waiting."""
        return [self._codec.from_doc(doc) for doc in (await find_ids(self._collection, ids)).values()]

    async def waiting(self, before: int, limit: int, *, kind: InboxKind | None = None, since: int = 0) -> list[InboxItem]:
        """Return up to ``limit`` items received before an instant, the oldest first: of one kind, received at ``since`` or later, where given."""
        wanted: Document = {} if kind is None else {"kind": kind}
        wanted["received_at"] = {"$gte": since, "$lt": before} if since else {"$lt": before}
        cursor = self._collection.find(wanted, batch_size=limit + 1).sort("received_at", 1).limit(limit)
        return [self._codec.from_doc(doc) for doc in await cursor.to_list(limit)]

    async def behind(self, kind: InboxKind, before: int) -> bool:
        """Tell whether an item of this kind has been waiting since before an instant."""
        return await self._collection.find_one({"kind": kind, "received_at": {"$lt": before}}, projection=["_id"]) is not None

    async def oldest(self, kind: InboxKind) -> int | None:
        """Return when the item of this kind was received that has waited longest, if any waits."""
        found = await self._collection.find({"kind": kind}, projection=["received_at"]).sort("received_at", 1).limit(1).to_list(1)
        return int(found[0]["received_at"]) if found else None

    async def count_taken(self, ids: list[str]) -> None:
        """Count one more attempt for items that are taken again."""
        await self._collection.update_many({"_id": {"$in": ids}}, {"$inc": {"attempts": 1}})

    async def count_anew(self, ids: list[str]) -> None:
        """Count from one again: what was done with these items went well, though it did not finish them."""
        await self._collection.update_many({"_id": {"$in": ids}}, {"$set": {"attempts": 1}})

    async def receive_anew(self, items: Sequence[InboxItem]) -> None:
        """Put items back, or say of those that are still here that they came in later than they are known by."""
        writes = []
        for item in items:
            fields = _doc(replace(item, received_at=item.received_at + 1))
            writes.append(UpdateOne({"_id": fields.pop("_id")}, {"$set": fields}, upsert=True))
        if writes:
            await self._collection.bulk_write(writes, ordered=False)

    async def leave(self, items: Sequence[InboxItem]) -> None:
        """Delete items that wait elsewhere from now on; what was received anew since it was read stays."""
        writes = [DeleteOne({"_id": item.id, "received_at": item.received_at}) for item in items]
        if writes:
            await self._collection.bulk_write(writes, ordered=False)

    async def remove(self, ids: list[str]) -> None:
        """Delete items that are done."""
        if ids:
            await self._collection.delete_many({"_id": {"$in": ids}})


def _reason(failure: Document) -> str:
    return "duplicate" if failure.get("code") == DUPLICATE_KEY else str(failure.get("errmsg"))


def _doc(item: InboxItem) -> Document:
    # Written out by hand: this runs for every webhook, thousands of times a second.
    return {
        "_id": item.id,
        "kind": item.kind,
        "lane": item.lane,
        "at": item.at,
        "received_at": item.received_at,
        "source": item.source,
        "body": item.body,
        "attempts": item.attempts,
        "topic": item.topic,
    }
