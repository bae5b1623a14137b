"""Replies that are kept for reuse, and teams: few, changed by hand, read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection
from bot.domain.canned import CannedReply, Team

if TYPE_CHECKING:
    from collections.abc import Sequence


class CannedReplies:
    """One document per store and shortcut; the last who saves one wins."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(CannedReply)

    async def put(self, reply: CannedReply) -> None:
        """Keep a reply, in the place of one with the same shortcut."""
        doc = self._codec.to_doc(reply)
        await self._collection.replace_one({"_id": reply.id}, doc, upsert=True)

    async def of_stores(self, stores: Sequence[str]) -> list[CannedReply]:
        """Return the replies of stores, by shortcut."""
        docs = await self._collection.find({"store_id": {"$in": list(stores)}}).to_list(None)
        return sorted((self._codec.from_doc(doc) for doc in docs), key=lambda reply: (reply.shortcut, reply.id))

    async def remove(self, reply_id: str) -> bool:
        """Delete a reply; tell whether it was there."""
        return int((await self._collection.delete_one({"_id": reply_id})).deleted_count) == 1


class Teams:
    """One document per team."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Team)

    async def put(self, team: Team) -> None:
        """Keep a team, in the place of one with the same name."""
        await self._collection.replace_one({"_id": team.id}, self._codec.to_doc(team), upsert=True)

    async def of_stores(self, stores: Sequence[str]) -> list[Team]:
        """Return the teams of stores, by name."""
        docs = await self._collection.find({"store_id": {"$in": list(stores)}}).to_list(None)
        return sorted((self._codec.from_doc(doc) for doc in docs), key=lambda team: (team.name.casefold(), team.id))

    async def every(self) -> list[Team]:
        """Return the teams of all stores, by name."""
        docs = await self._collection.find({}).to_list(None)
        return sorted((self._codec.from_doc(doc) for doc in docs), key=lambda team: (team.name.casefold(), team.id))

    async def remove(self, team_id: str) -> bool:
        """Delete a team; conversations that are meant for it keep its id until they are assigned anew. Tell whether it was there."""
        return int((await self._collection.delete_one({"_id": team_id})).deleted_count) == 1
