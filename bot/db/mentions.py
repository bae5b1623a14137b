"""Who was named in which note: what a colleague is shown, first of all until he has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, insert_new
from bot.domain.desk import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db.codec import Document


class Mentions:
    """One document per note and person; the note itself stands in the transcript."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Mention)

    async def add(self, mentions: Sequence[Mention]) -> None:
        """Write mentions down; one that is there already stays as it is."""
        await insert_new(self._collection, [self._codec.to_doc(one) for one in mentions])

    async def mentions_of(self, staff_id: str, since: int, limit: int = 100) -> list[Mention]:
        """Return where a person was named at an instant or later: first what he has not looked at since, each the newest first."""
        unread = await self._found({"staff_id": staff_id, "at": {"$gte": since}, "seen_at": None}, limit)
        if len(unread) == limit:
            return unread
        return [*unread, *await self._found({"staff_id": staff_id, "at": {"$gte": since}, "seen_at": {"$gt": 0}}, limit - len(unread))]

    async def unread(self, staff_id: str, most: int = 100) -> list[Mention]:
        """Return where a person was named and has not looked since, the newest first."""
        return await self._found({"staff_id": staff_id, "seen_at": None}, most)

    async def seen(self, staff_id: str, conversation_id: str, now: int) -> None:
        """Note that a person has looked at a conversation."""
        wanted = {"staff_id": staff_id, "conversation_id": conversation_id, "seen_at": None}
        await self._collection.update_many(wanted, {"$set": {"seen_at": now}})

    async def _found(self, wanted: Document, limit: int) -> list[Mention]:
        docs = await self._collection.find(wanted).sort("at", -1).limit(limit).to_list(limit)
        return [self._codec.from_doc(doc) for doc in docs]

    async def forget_before(self, before: int) -> int:
        """Forget what is long ago; return how many there were."""
        return int((await self._collection.delete_many({"at": {"$lt": before}})).deleted_count)
