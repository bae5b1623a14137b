"""Messages that were not understood, masked, for whoever teaches the bot: kept for a while, then forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, Document, insert_new

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """A masked text; ``id`` is the inbox id of its message, ``guesses`` the likeliest intents, the best first."""

    id: str
    store_id: str
    at: int
    text: str
    language: str
    guesses: tuple[str, ...] = ()


class MisunderstoodMessages:
    """One document per message."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Misunderstood)

    def to_doc(self, message: Misunderstood) -> Document:
        """Return the document of a message, for the pending list of a commit."""
        return self._codec.to_doc(message)

    async def add_many(self, messages: Sequence[Misunderstood]) -> None:
        """Keep messages; those that are kept already stay as they are."""
        await insert_new(self._collection, [self.to_doc(message) for message in messages])

    async def newest(self, limit: int = 5_000) -> list[Misunderstood]:
        """Return what was not understood, the newest first."""
        docs = await self._collection.find({}).sort("at", -1).limit(limit).to_list(limit)
        return [self._codec.from_doc(doc) for doc in docs]

    async def between(self, store_id: str, since: int, until: int) -> list[Misunderstood]:
        """Return what a store's customers wrote from an instant up to another one, the oldest first."""
        docs = await self._collection.find({"at": {"$gte": since, "$lt": until}, "store_id": store_id}).to_list(None)
        return sorted((self._codec.from_doc(doc) for doc in docs), key=lambda one: (one.at, one.id))

    async def forget_before(self, before: int) -> int:
        """Delete what is older than an instant; return how many there were."""
        result = await self._collection.delete_many({"at": {"$lt": before}})
        return int(result.deleted_count)
