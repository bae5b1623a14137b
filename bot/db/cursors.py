"""How far something has been read: one instant per name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.db.codec import Collection


class Cursors:
    """Instants by name."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def get(self, name: str) -> int | None:
        """Return the instant up to which something has been read, ``None`` when it never was."""
        doc = await self._collection.find_one({"_id": name})
        return None if doc is None else int(doc["at"])

    async def put(self, name: str, at: int) -> None:
        """Remember how far it was read."""
        await self._collection.replace_one({"_id": name}, {"_id": name, "at": at}, upsert=True)
