"""The outbox: everything that is to be sent and has no final state yet. It stays small: what is settled moves on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymongo import UpdateOne

from bot.db.codec import Codec, Collection, Document, find_ids, insert_new
from bot.domain.delivery import URGENT, OutboxItem, urgency

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
        return self._codec.to_doc(item) | {"queue": _queue(item.phone_number_id, urgent=urgency(item) <= URGENT)}

    async def add(self, items: Sequence[OutboxItem]) -> None:
        """Queue items that no commit makes; one that is there already stays as it is."""
        await insert_new(self._collection, [self.to_doc(item) for item in items])

    async def get_many(self, ids: Sequence[str]) -> dict[str, OutboxItem]:
        """Return the items with these ids that have no final state yet."""
        found = await find_ids(self._collection, list(ids))
        return {key: self._codec.from_doc(doc) for key, doc in found.items()}

    async def all_of(self, phone_number_id: str, limit: int) -> list[OutboxItem]:
        """Return what waits for a number, the longest waiting first."""
        cursor = self._collection.find({"phone_number_id": phone_number_id}).sort("created_at", 1).limit(limit)
        return [self._codec.from_doc(doc) for doc in await cursor.to_list(limit)]

    async def of_conversation(self, conversation_id: str, limit: int = 50) -> list[OutboxItem]:
        """Return what waits of what bot and people say in a chat: its changes made items whose ids begin with its own."""
        found: list[Document] = []
        for start in (f"{conversation_id}:", f"staff:{conversation_id}:"):
            found += await self._collection.find({"_id": {"$gt": start, "$lt": f"{start[:-1]};"}}).limit(limit).to_list(limit)
        return [self._codec.from_doc(doc) for doc in found]

    async def heads(self, phone_number_id: str, limit: int, due_before: int) -> dict[str, OutboxState]:
        """Return the states of what is due for a number before an instant, by id: up to ``limit`` urgent items, and as many others.

        Those that are due longest come first. Two queues, so that however many notices wait, what customers wait for is seen.
        """
        heads: dict[str, OutboxState] = {}
        for urgent in (True, False):
            docs = await self._queued(phone_number_id, ["state", "due_at"], limit, urgent=urgent)
            heads |= {doc["_id"]: doc["state"] for doc in docs if doc["due_at"] < due_before}
        return heads

    async def longest_due(self, phone_number_id: str, *, urgent: bool) -> int | None:
        """Return when that was due which should have gone first of what waits for a number; of the urgent items, or of the others."""
        docs = await self._queued(phone_number_id, ["due_at"], 1, urgent=urgent)
        return int(docs[0]["due_at"]) if docs else None

    async def _queued(self, phone_number_id: str, fields: list[str], limit: int, *, urgent: bool) -> list[Document]:
        found = self._collection.find({"queue": _queue(phone_number_id, urgent=urgent)}, projection=fields, batch_size=limit + 1)
        return await found.sort("due_at", 1).limit(limit).to_list(limit)

    async def claim(self, ids: Sequence[str], token: str) -> set[str]:
        """Take queued items and return the ids that are now ours; what another sender has taken stays his."""
        wanted = list(ids)
        if not wanted:
            return set()
        result = await self._collection.update_many({"_id": {"$in": wanted}, "state": "queued"}, {"$set": {"state": "sending", "claim": token}})
        if result.matched_count == len(wanted):
            return set(wanted)
        there = await find_ids(self._collection, wanted, ["claim", "state"])
        return {key for key, doc in there.items() if doc.get("claim") == token and doc["state"] == "sending"}

    async def mark_unknown(
        self,
        ids: Sequence[str],
        now: int,
        deadline: int,
        *,
        claim: str | None = None,
        state: OutboxState | None = None,
    ) -> None:
        """Note that nobody knows what became of items: of those that are still under ``claim`` or in ``state``, where it is given.

        ``deadline`` is how many milliseconds from ``now`` on news of them is waited for.
        """
        unknown = {"state": "unknown", "doubted_at": now, "deadline_at": now + deadline}
        guard = {name: value for name, value in (("claim", claim), ("state", state)) if value is not None}
        await self._collection.update_many({"_id": {"$in": list(ids)}, **guard}, {"$set": unknown})

    async def requeue(self, items: Sequence[OutboxItem], *, claim: str) -> None:
        """Put items that were certainly not sent back into the queue, as they are now, if they are still under the claim."""
        writes = [UpdateOne({"_id": item.id, "claim": claim}, {"$set": {"state": "queued", **_changed(item)}}) for item in items]
        if writes:
            await self._collection.bulk_write(writes, ordered=False)

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


def _queue(phone_number_id: str, *, urgent: bool) -> str:
    return f"{phone_number_id}:{'first' if urgent else 'then'}"


def _changed(item: OutboxItem) -> Document:
    return {"due_at": item.due_at, "attempts": item.attempts, "reason": item.reason, "template_only": item.template_only}
