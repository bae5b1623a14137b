"""Documents that we send (invoices), and the ids under which WhatsApp knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.db.codec import Collection, insert_new

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Document:
    """A file: at most 15 MB, because it lives in one database document."""

    id: str
    filename: str
    mime_type: str
    data: bytes


class Documents:
    """Files by id."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def put(self, document_id: str, filename: str, mime_type: str, data: bytes) -> None:
        """Keep a file; a new version takes the place of the old one.

        Not a replacement in one step, because the embedded server (NX-27017 0.8.1) can't replace a document that holds bytes.
        """
        await self._collection.delete_one({"_id": document_id})
        await self.put_new([Document(document_id, filename, mime_type, data)])

    async def put_new(self, documents: Sequence[Document]) -> None:
        """Keep files that aren't there yet."""
        docs = [{"_id": item.id, "filename": item.filename, "mime_type": item.mime_type, "data": item.data} for item in documents]
        await insert_new(self._collection, docs)

    async def get(self, document_id: str) -> Document | None:
        """Return a file."""
        doc = await self._collection.find_one({"_id": document_id})
        return None if doc is None else Document(doc["_id"], doc["filename"], doc["mime_type"], doc["data"])


class MediaIds:
    """``<phone number id>:<document id>`` to the id under which the number uploaded that document, while Meta keeps it."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def get(self, phone_number_id: str, document_id: str, now: int) -> str | None:
        """Return the media id if Meta still has it."""
        doc = await self._collection.find_one({"_id": f"{phone_number_id}:{document_id}"})
        return doc["media_id"] if doc is not None and doc["expires_at"] > now else None

    async def put(self, phone_number_id: str, document_id: str, media_id: str, expires_at: int) -> None:
        """Remember an upload until ``expires_at``."""
        key = f"{phone_number_id}:{document_id}"
        await self._collection.replace_one({"_id": key}, {"_id": key, "media_id": media_id, "expires_at": expires_at}, upsert=True)
