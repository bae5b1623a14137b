"""The names of orders: ``<store>:order:<id or number>`` and ``<store>:parcel:<tracking number>`` to an order's id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Collection, Document, find_ids, insert_new

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Names:
    """One document per name (``bot.domain.names``). A name that is taken stays with its order."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    @staticmethod
    def to_doc(name: str, order_id: str) -> Document:
        """Return the document of a name, for the pending list of a commit."""
        return {"_id": name, "order_id": order_id}

    async def resolve(self, names: Sequence[str]) -> dict[str, str]:
        """Return the order's id for each name that is known."""
        return {key: doc["order_id"] for key, doc in (await find_ids(self._collection, list(names))).items()}

    async def claim(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """Give names to orders and return whose they are: of two that want one name at the same moment both get the same answer."""
        taken = await insert_new(self._collection, [self.to_doc(name, order_id) for name, order_id in wanted.items()])
        return {**wanted, **(await self.resolve([doc["_id"] for doc in taken]))}
