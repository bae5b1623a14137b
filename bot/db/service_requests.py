"""What customers have asked of a shop's people, by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, Document, find_ids
from bot.domain.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.request import Outcome


class ServiceRequests:
    """One document per request; it changes when the shop's people settle it."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Request)

    def to_doc(self, request: Request) -> Document:
        """Return the document of a request, for the pending list of a commit."""
        return self._codec.to_doc(request)

    async def get_many(self, ids: Sequence[str]) -> dict[str, Request]:
        """Return requests, by id."""
        return {key: self._codec.from_doc(doc) for key, doc in (await find_ids(self._collection, list(ids))).items()}

    async def of_store(self, store_id: str, limit: int = 100) -> list[Request]:
        """Return a store's requests that somebody has still to settle, the oldest first."""
        docs = await self._collection.find({"store_id": store_id}).to_list(None)
        waiting = [request for request in map(self._codec.from_doc, docs) if request.pending]
        return sorted(waiting, key=lambda request: (request.at, request.id))[:limit]

    async def resolve(self, request: Request, outcome: Outcome, text: str, now: int, by: str | None = None) -> bool:
        """Settle a request that still is as it was read; tell whether it was. ``by`` is who of the shop's people does it."""
        wanted: Document = {"$set": {"state": outcome, "outcome": text, "resolved_at": now, "decided_by": by}}
        result = await self._collection.update_one({"_id": request.id, "state": request.state}, wanted)
        return int(result.matched_count) == 1
