"""Domain values to documents and back."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from bson.errors import BSONError
from motor.motor_asyncio import AsyncIOMotorCollection
from pydantic import TypeAdapter
from pymongo.errors import BulkWriteError

Document = dict[str, Any]
Collection = AsyncIOMotorCollection[Document]
T = TypeVar("T")

DUPLICATE_KEY = 11_000
# What the driver raises when a document can't be turned into BSON: a lone surrogate, a NUL in a key, an integer of 2^63.
UNENCODABLE = (BSONError, OverflowError, UnicodeError)


class Codec(Generic[T]):
    """Turns a frozen dataclass with an ``id`` into a document with an ``_id`` and back; absent values are left out."""

    # Making one takes milliseconds, and every database that is opened wants the same ones.
    _made: ClassVar[dict[type, TypeAdapter[Any]]] = {}

    def __init__(self, cls: type[T]) -> None:
        if cls not in self._made:
            self._made[cls] = TypeAdapter(cls)
        self._adapter: TypeAdapter[T] = self._made[cls]

    def to_doc(self, value: T) -> Document:
        """Return the document of a value."""
        doc: Document = self._adapter.dump_python(value, exclude_none=True)
        doc["_id"] = doc.pop("id")
        return doc

    def from_doc(self, doc: Document) -> T:
        """Return the value of a document; fields that the value doesn't know are ignored (a newer release wrote them)."""
        return self._adapter.validate_python({**doc, "id": doc["_id"]})


async def insert_new(collection: Collection, docs: list[Document]) -> list[Document]:
    """Insert what is not there yet and return the documents that were already there; other errors are raised."""
    if not docs:
        return []
    try:
        await collection.insert_many(docs, ordered=False)
    except BulkWriteError as error:
        failures = error.details["writeErrors"]
        if any(failure.get("code") != DUPLICATE_KEY for failure in failures):
            raise
        return [docs[failure["index"]] for failure in failures]
    return []


async def find_ids(collection: Collection, ids: list[str], fields: list[str] | None = None) -> dict[str, Document]:
    """Return the documents with these ids, by id; ids that aren't there are missing from the result."""
    if not ids:
        return {}
    # MongoDB would send 101 documents first and the rest in a second round trip.
    found = collection.find({"_id": {"$in": ids}}, projection=fields, batch_size=max(len(ids), 2))
    return {doc["_id"]: doc for doc in await found.to_list(None)}
