"""The outbox: everything that is to be sent and has no final state yet. It stays small: what is settled moves on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, Document, find_ids
from bot.domain.delivery import OutboxItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.delivery import OutboxState


class Outbox:
    """Items wait here as ``queued``, are claimed as ``sending``, and may be left ``unknown``."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(OutboxItem)

    def to_doc(self, item: OutboxItem) -> Document:
        """Return the document of an item, for the pending list of a commit."""
        return self._codec.to_doc(item)

    async def get_many(self, ids: Sequence[str]) -> dict[str, OutboxItem]:
        """Return the items with these ids that have no final state yet."""
        found = await find_ids(self._collection, list(ids))
        return {key: self._codec.from_doc(doc) for key, doc in found.items()}

    async def all_of(self, phone_number_id: str, limit: int) -> list[OutboxItem]:
        """Return what waits for a number, the longest waiting first."""
        cursor = self._collection.find({"phone_number_id": phone_number_id}).sort("created_at", 1).limit(limit)
        return [self._codec.from_doc(doc) for doc in await cursor.to_list(limit)]

    async def claim(self, ids: Sequence[str], token: str) -> set[str]:
        """Take queued items and return the ids that are now ours; what another sender has taken stays his."""
        wanted = list(ids)
        result = await self._collection.update_many(
            {"_id": {"$in": wanted}, "state": "queued"}, {"$set": {"state": "sending", "claim": token}, "$inc": {"attempts": 1}}
        )
        if result.matched_count == len(wanted):
            return set(wanted)
        there = await find_ids(self._collection, wanted, ["claim", "state"])
        return {key for key, doc in there.items() if doc.get("claim") == token and doc["state"] == "sending"}

    async def mark_unknown(self, ids: Sequence[str], deadline_at: int, *, claim: str | None = None, state: OutboxState | None = None) -> None:
        """Note that nobody knows what became of items: of those that are still under ``claim`` or in ``state``, where it is given."""
        guard = {name: value for name, value in (("claim", claim), ("state", state)) if value is not None}
        await self._collection.update_many({"_id": {"$in": list(ids)}, **guard}, {"$set": {"state": "unknown", "deadline_at": deadline_at}})

    async def requeue(self, ids: Sequence[str], due_at: int, *, claim: str) -> None:
        """Put items that were certainly not sent back into the queue, if they are still under the claim."""
        await self._collection.update_many({"_id": {"$in": list(ids)}, "claim": claim}, {"$set": {"state": "queued", "due_at": due_at}})

    async def resend(self, ids: Sequence[str], due_at: int) -> None:
        """Queue items once more whose deadline passed by ``due_at`` without news, and note that it was done.

        Who judged them may have been paused since: what another has resent in the meantime waits for its new deadline.
        """
        await self._collection.update_many(
            {"_id": {"$in": list(ids)}, "state": "unknown", "deadline_at": {"$lte": due_at}},
            {"$set": {"state": "queued", "due_at": due_at, "resent": True}},
        )

    async def remove(self, ids: Sequence[str]) -> None:
        """Delete items that have their place in the transcript."""
        if ids:
            await self._collection.delete_many({"_id": {"$in": list(ids)}})
