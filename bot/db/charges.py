"""The cost book: one charge per message that Meta has billed or let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, insert_new
from bot.domain.cost import Charge

if TYPE_CHECKING:
    from collections.abc import Sequence


class Charges:
    """Charges by outbox id, so that a status that comes again costs nothing more."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Charge)

    async def add(self, charges: Sequence[Charge]) -> list[Charge]:
        """Write charges down; return those that are new."""
        docs = [self._codec.to_doc(one) | {"book": f"{one.store_id}:{one.month}"} for one in charges]
        there = {doc["_id"] for doc in await insert_new(self._collection, docs)}
        return [one for one in charges if one.id not in there]

    async def of_month(self, store_id: str, month: str) -> list[Charge]:
        """Return a store's charges of a month such as ``2026-11``."""
        found = self._collection.find({"book": f"{store_id}:{month}"})
        return [self._codec.from_doc(doc) for doc in await found.to_list(None)]

    async def between(self, store_id: str, since: int, until: int) -> list[Charge]:
        """Return a store's charges from an instant up to another one, in no order."""
        found = self._collection.find({"at": {"$gte": since, "$lt": until}, "store_id": store_id})
        return [self._codec.from_doc(doc) for doc in await found.to_list(None)]

    async def of_order(self, order_id: str) -> list[Charge]:
        """Return what an order has cost in messages."""
        found = self._collection.find({"order_id": order_id})
        return [self._codec.from_doc(doc) for doc in await found.to_list(None)]
