"""Files: the documents that we send, what customers send us, and the ids under which WhatsApp knows ours."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.db.codec import Collection, insert_new

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db.codec import Document as Record

# A database document holds 16 MB at most; pieces of a size that travels well.
CHUNK = 2 * 1024 * 1024
SMALL = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """A file of any size that WhatsApp takes (100 MB). ``refused`` says why there is no data, where a customer's file was turned away."""

    id: str
    filename: str
    mime_type: str
    data: bytes
    refused: str | None = None


class Documents:
    """Files by id; what is too large for one database document lies in pieces in a second collection.

    Not GridFS: its bulk inserts of pieces fail on the embedded server (NX-27017 0.8.1, "the transaction was rolled back").
    """

    def __init__(self, collection: Collection, pieces: Collection) -> None:
        self._collection = collection
        self._pieces = pieces

    async def put(self, document_id: str, filename: str, mime_type: str, data: bytes, *, at: int = 0) -> None:
        """Keep a file; a new version takes the place of the old one. ``at`` is when, for those that are not kept for ever.

        Not a replacement in one step, because the embedded server (NX-27017 0.8.1) can't replace a document that holds bytes.
        """
        old = await self._collection.find_one({"_id": document_id}, projection=["revision", "pieces"])
        await self._put_new(Document(document_id, filename, mime_type, data), at, replacing=old is not None)
        if old is not None:
            await self._drop_pieces(old)

    async def put_new(self, documents: Sequence[Document], *, at: int = 0) -> None:
        """Keep files that aren't there yet."""
        for document in documents:
            if await self._collection.find_one({"_id": document.id}, projection=["_id"]) is None:
                await self._put_new(document, at, replacing=False)

    async def get(self, document_id: str) -> Document | None:
        """Return a file."""
        doc = await self._collection.find_one({"_id": document_id})
        if doc is None:
            return None
        data = doc["data"] if "data" in doc else await self._joined(doc)
        return Document(doc["_id"], doc["filename"], doc["mime_type"], data, doc.get("refused"))

    async def about(self, ids: Sequence[str]) -> dict[str, Document]:
        """Return what is known of files, without their data."""
        fields = ["filename", "mime_type", "refused"]
        docs = await self._collection.find({"_id": {"$in": list(ids)}}, projection=fields).to_list(None)
        return {doc["_id"]: Document(doc["_id"], doc["filename"], doc["mime_type"], b"", doc.get("refused")) for doc in docs}

    async def refuse(self, document_id: str, filename: str, mime_type: str, reason: str, *, at: int) -> None:
        """Note why there is no such file."""
        doc = {"_id": document_id, "filename": filename, "mime_type": mime_type, "data": b"", "refused": reason, "at": at}
        await insert_new(self._collection, [doc])

    async def received_before(self, before: int, limit: int) -> list[str]:
        """Return the ids of files that were kept with an instant before this one: for what is not kept for ever."""
        docs = await self._collection.find({"at": {"$gt": 0, "$lt": before}}, projection=["_id"]).limit(limit).to_list(limit)
        return [doc["_id"] for doc in docs]

    async def remove(self, ids: Sequence[str]) -> None:
        """Delete files."""
        for document_id in ids:
            doc = await self._collection.find_one({"_id": document_id}, projection=["revision", "pieces"])
            if doc is not None:
                await self._collection.delete_one({"_id": document_id})
                await self._drop_pieces(doc)

    async def _put_new(self, document: Document, at: int, *, replacing: bool) -> None:
        doc: Record = {"_id": document.id, "filename": document.filename, "mime_type": document.mime_type, "at": at}
        if len(document.data) <= SMALL:
            doc["data"] = document.data
        else:
            # Whoever reads meanwhile sees the old file or the new one, never a mixture.
            doc["revision"] = token_hex(4)
            starts = range(0, len(document.data), CHUNK)
            doc["pieces"] = len(starts)
            for place, start in enumerate(starts):
                await self._pieces.insert_one({"_id": _piece(doc, place), "data": document.data[start : start + CHUNK]})
        if replacing:
            await self._collection.delete_one({"_id": document.id})
        await insert_new(self._collection, [doc])

    async def _joined(self, doc: Record) -> bytes:
        data = bytearray()
        for place in range(doc["pieces"]):
            piece = await self._pieces.find_one({"_id": _piece(doc, place)})
            data += piece["data"] if piece is not None else b""
        return bytes(data)

    async def _drop_pieces(self, doc: Record) -> None:
        if "pieces" in doc:
            await self._pieces.delete_many({"_id": {"$in": [_piece(doc, place) for place in range(doc["pieces"])]}})


def _piece(doc: Record, place: int) -> str:
    return f"{doc['_id']}:{doc['revision']}:{place}"


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

    async def forget(self, phone_number_id: str, document_id: str) -> None:
        """Forget an upload that Meta no longer has, so that the next message uploads again."""
        await self._collection.delete_one({"_id": f"{phone_number_id}:{document_id}"})

    async def forget_expired(self, now: int) -> int:
        """Forget uploads that Meta has dropped by now; return how many there were."""
        result = await self._collection.delete_many({"expires_at": {"$lte": now}})
        return int(result.deleted_count)
