"""Small collections that are mostly written: the ledger of notices, the history of events, statuses that match nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.db.codec import Collection, Document, find_ids, insert_new

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.inbox import InboxItem
    from bot.domain.notice import Notice, Skipped


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A notice that was decided not to be said, and why."""

    milestone: str
    reason: str
    key: str = ""
    at: int = 0


class Ledger:
    """What has been announced, or decided not to be, per order, milestone, parcel and recipient: for as long as the order."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    @staticmethod
    def to_doc(entry: Notice | Skipped, at: int) -> Document:
        """Return the document of a decision, for the pending list of a commit."""
        reason = getattr(entry, "reason", None)
        return {"_id": entry.key, "order_id": entry.order_id, "milestone": entry.milestone, "at": at, "skipped": reason}

    async def known(self, keys: Sequence[str]) -> set[str]:
        """Return those of the keys that have been decided."""
        return set(await find_ids(self._collection, list(keys), ["_id"]))

    async def unsaid_between(self, store_id: str, since: int, until: int) -> list[Unsaid]:
        """Return a store's decisions against a notice from an instant up to another one, in no order."""
        wanted = {"at": {"$gte": since, "$lt": until}, "skipped": {"$gt": ""}}
        docs = await self._collection.find(wanted, projection=["order_id", "milestone", "skipped"]).to_list(None)
        # An order's id begins with its store.
        return [Unsaid(doc["milestone"], doc["skipped"]) for doc in docs if doc["order_id"].startswith(f"{store_id}:")]

    async def unsaid_of(self, order_id: str) -> list[Unsaid]:
        """Return the decisions against a notice of an order, in no order."""
        found = await self.of_order(order_id)
        return [Unsaid(doc["milestone"], doc["skipped"], doc["_id"], doc["at"]) for doc in found if doc.get("skipped")]

    async def of_order(self, order_id: str) -> list[Document]:
        """Return every decision about an order."""
        return await self._collection.find({"order_id": order_id}).to_list(None)


class Events:
    """What stores, carriers and Meta's account fields told us, as it came; an id that stands here has been applied."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    @staticmethod
    def to_doc(item: InboxItem, outcome: str, order_id: str | None = None, *, empty: bool = False) -> Document:
        """Return the document of a handled item; ``outcome`` says what came of it. ``empty``: without what it says of a person."""
        return {
            "_id": item.id,
            "source": item.source,
            "kind": item.kind,
            "at": item.at,
            "received_at": item.received_at,
            "order_id": order_id,
            "outcome": outcome,
            # As text: the embedded server (NX-27017 0.8.1) can't replace a document that holds bytes, and this passes
            # through the pending list of an order.
            "body": "" if empty else item.body.decode("utf-8", "backslashreplace"),
        }

    async def known(self, ids: Sequence[str]) -> set[str]:
        """Return those of the ids that have been applied."""
        return set(await find_ids(self._collection, list(ids), ["_id"]))

    async def get(self, event_id: str) -> Document | None:
        """Return a handled item's record."""
        return await self._collection.find_one({"_id": event_id})

    async def add(self, docs: Sequence[Document]) -> None:
        """Keep events; one that is there already stays as it is."""
        await insert_new(self._collection, list(docs))

    async def of_order(self, order_id: str) -> list[Document]:
        """Return the events of an order."""
        return await self._collection.find({"order_id": order_id}).to_list(None)
