"""Orders: versioned documents, found by id; the only search is for parcels that have gone silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from bot.db.versioned import Versioned
from bot.domain.order import MOVING, Order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.db.codec import Collection, Document
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
        docs = await self._collection.find({"quiet_since": {"$lt": before}}, projection=["_id"]).to_list(None)
        return [doc["_id"] for doc in docs]

    @override
    def _derived(self, value: Order) -> Document:
        # NX-27017 finds nothing for an operator on a field within a list, and an index on one field is fast everywhere.
        scans = [parcel.scan_at for parcel in value.shipments if parcel.state in MOVING and parcel.scan_at is not None]
        return {"quiet_since": min(scans)} if scans else {}
