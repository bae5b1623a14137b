"""Orders: versioned documents, found by id; the only search is for parcels that have gone silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.versioned import Versioned
from bot.domain.order import MOVING, Order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.db.codec import Collection
    from bot.db.inbox import Inbox


class Orders(Versioned[Order]):
    """The ``orders`` collection."""

    def __init__(self, collection: Collection, targets: Mapping[str, Collection], inbox: Inbox) -> None:
        super().__init__(collection, Order, targets, inbox)

    async def id_by_number(self, store_id: str, number: str) -> str | None:
        """Return the id of the order that customers know by this number."""
        doc = await self._collection.find_one({"number": number, "store_id": store_id}, projection=["_id"])
        return None if doc is None else doc["_id"]

    async def silent_since(self, before: int) -> list[str]:
        """Return the ids of orders with a parcel under way whose last scan is older than an instant."""
        silent = {"$elemMatch": {"scan_at": {"$lt": before}, "state": {"$in": sorted(MOVING)}}}
        docs = await self._collection.find({"shipments": silent}, projection=["_id"]).to_list(None)
        return [doc["_id"] for doc in docs]
