"""Files that customers have sent and that are still to be fetched from WhatsApp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, Document

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class WantedMedia:
    """A file of a customer. ``id`` is that of the document that it becomes, ``in:<wamid>``; ``sent_at`` is when the customer sent it."""

    id: str
    media_id: str
    phone_number_id: str
    mime_type: str
    filename: str
    sent_at: int
    due_at: int
    attempts: int = 0


def inbound_document_id(wamid: str) -> str:
    """Return the id under which a customer's file is kept."""
    return f"in:{wamid}"


class Downloads:
    """A small collection: what has been fetched, or never will be, leaves it."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(WantedMedia)

    def to_doc(self, wanted: WantedMedia) -> Document:
        """Return the document of a download, for the pending list of a commit."""
        return self._codec.to_doc(wanted)

    async def due(self, now: int, limit: int) -> list[WantedMedia]:
        """Return what is to be fetched by now."""
        docs = await self._collection.find({"due_at": {"$lte": now}}).limit(limit).to_list(limit)
        return [self._codec.from_doc(doc) for doc in docs]

    async def postpone(self, wanted: WantedMedia, due_at: int) -> None:
        """Try again later, and count that it failed."""
        await self._collection.update_one({"_id": wanted.id}, {"$set": {"due_at": due_at, "attempts": wanted.attempts + 1}})

    async def remove(self, ids: Sequence[str]) -> None:
        """Forget what has been fetched or given up."""
        if ids:
            await self._collection.delete_many({"_id": {"$in": list(ids)}})
