"""Orders: versioned documents, found by id; the only search is for parcels that have gone silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import override

from bot.db.codec import insert_new
from bot.db.names import Names
from bot.db.versioned import Change, Loaded, Versioned
from bot.domain.names import names_of
from bot.domain.order import MOVING, Order
from bot.domain.truth import arrived_at, awaits_confirmation, awaits_payment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db.codec import Collection, Document
    from bot.db.inbox import Inbox
    from bot.db.waiting import WaitingRoom


When = Literal["unpaid_since", "cod_since", "arrived_at"]


class Orders(Versioned[Order]):
    """The ``orders`` collection."""

    def __init__(self, collection: Collection, targets: Mapping[str, Collection], inbox: Inbox, room: WaitingRoom) -> None:
        super().__init__(collection, Order, targets, inbox)
        self._room = room

    @override
    async def put_many(self, values: Sequence[Order]) -> None:
        await super().put_many(values)
        names = [Names.to_doc(name, order.id) for order in values for name in names_of(order)]
        await insert_new(self._targets["names"], names)
        await self._room.recall([doc["_id"] for doc in names])

    @override
    async def _copied(self, changes: Sequence[Change[Order] | Loaded[Order]]) -> None:
        # Names were written just now: whoever has begun to wait for one before that is here.
        await self._room.recall([doc["_id"] for change in changes for doc in change.pending.get("names", ())])

    async def silent_since(self, before: int) -> list[str]:
        """Return the ids of orders with a parcel under way whose last scan is older than an instant."""
        docs = await self._collection.find({"quiet_since": {"$lt": before}}, projection=["_id"]).to_list(None)
        return [doc["_id"] for doc in docs]

    async def between(self, what: When, least: int, most: int) -> list[str]:
        """Return the ids of orders that have been unpaid, unconfirmed or delivered since an instant within these bounds."""
        docs = await self._collection.find({what: {"$gte": least, "$lte": most}}, projection=["_id"]).to_list(None)
        return [doc["_id"] for doc in docs]

    @override
    def _derived(self, value: Order) -> Document:
        # NX-27017 finds nothing for an operator on a field within a list, and an index on one field is fast everywhere.
        scans = [parcel.scan_at for parcel in value.shipments if parcel.state in MOVING and parcel.scan_at is not None]
        instants = {
            "quiet_since": min(scans, default=None),
            "unpaid_since": value.placed_at if awaits_payment(value) else None,
            "cod_since": value.placed_at if awaits_confirmation(value) else None,
            "arrived_at": arrived_at(value),
        }
        return {name: at for name, at in instants.items() if at is not None}
