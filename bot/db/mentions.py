"""Who was named in which note: what a colleague is shown until he has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, insert_new
from bot.domain.desk import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence


class Mentions:
    """One document per note and person; the note itself stands in the transcript."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Mention)

    async def add(self, mentions: Sequence[Mention]) -> None:
        """Write mentions down; one that is there already stays as it is."""
        await insert_new(self._collection, [self._codec.to_doc(one) for one in mentions])

    async def mentions_of(self, staff_id: str, since: int, limit: int = 100) -> list[Mention]:
        """Return where a person was named at an instant or later and has not looked since, the newest first."""
        wanted = {"staff_id": staff_id, "at": {"$gte": since}}
        docs = await self._collection.find(wanted).sort("at", -1).limit(limit).to_list(limit)
        return [self._codec.from_doc(doc) for doc in docs]

    async def seen(self, staff_id: str, conversation_id: str) -> None:
        """Forget what a person has looked at."""
        await self._collection.delete_many({"staff_id": staff_id, "conversation_id": conversation_id})

    async def forget_before(self, before: int) -> int:
        """Forget what nobody has looked at for long; return how many there were."""
        return int((await self._collection.delete_many({"at": {"$lt": before}})).deleted_count)
