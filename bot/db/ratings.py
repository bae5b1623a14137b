"""What customers said of the help that they got: a document for each score, and one for each comment on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, Document, find_ids
from bot.domain.rating import Rating

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Ratings:
    """The ``ratings`` collection, written through the pending lists of conversations."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Rating)

    def to_doc(self, rating: Rating) -> Document:
        """Return the document of a rating, for the pending list of a commit."""
        return self._codec.to_doc(rating)

    async def between(self, store_id: str, since: int, until: int) -> list[Rating]:
        """Return a store's scores from an instant up to another one with their comments, the oldest first."""
        docs = await self._collection.find({"store_id": store_id, "at": {"$gte": since, "$lt": until}}).to_list(None)
        return _with_comments(self._codec.from_doc(doc) for doc in docs)

    async def comments(self, store_ids: Sequence[str], since: int, until: int, limit: int) -> list[Rating]:
        """Return the newest comments on stores from an instant up to another one, each with the score that it is about, the newest first."""
        wanted = {"at": {"$gte": since, "$lt": until}, "comment": {"$gt": ""}, "store_id": {"$in": list(store_ids)}}
        docs = await self._collection.find(wanted).sort("at", -1).limit(limit).to_list(limit)
        said = [self._codec.from_doc(doc) for doc in docs]
        scores = await find_ids(self._collection, list({one.id.removesuffix(":comment") for one in said}), ["score"])
        return [replace(one, score=scores.get(one.id.removesuffix(":comment"), {}).get("score")) for one in said]

    async def of_conversation(self, conversation_id: str) -> list[Rating]:
        """Return what a customer said of each time that his conversation was closed, the oldest first."""
        docs = await self._collection.find({"conversation_id": conversation_id}).to_list(None)
        return _with_comments(self._codec.from_doc(doc) for doc in docs)


def _with_comments(found: Iterable[Rating]) -> list[Rating]:
    known = list(found)
    comments = {(one.conversation_id, one.closing): one.comment for one in known if one.comment}
    scores = [replace(one, comment=comments.get((one.conversation_id, one.closing), "")) for one in known if one.score is not None]
    return sorted(scores, key=lambda one: (one.at, one.id))
