"""Our copies of the templates of business accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymongo import ReplaceOne

from bot.db.codec import Codec, Collection, find_ids
from bot.domain.template import TemplateCopy

if TYPE_CHECKING:
    from collections.abc import Sequence


class Templates:
    """Copies by ``<WABA>:<name>:<language>``; an account has some hundreds of them."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(TemplateCopy)

    async def of_account(self, business_account_id: str) -> list[TemplateCopy]:
        """Return the copies of one business account, by name and language."""
        found = await self._collection.find({"business_account_id": business_account_id}).to_list(None)
        return sorted(map(self._codec.from_doc, found), key=lambda copy: copy.id)

    async def get_many(self, ids: Sequence[str]) -> dict[str, TemplateCopy]:
        """Return the copies with these ids."""
        return {key: self._codec.from_doc(doc) for key, doc in (await find_ids(self._collection, list(ids))).items()}

    async def put_many(self, copies: Sequence[TemplateCopy]) -> None:
        """Write copies, new or not."""
        if copies:
            docs = [self._codec.to_doc(copy) for copy in copies]
            await self._collection.bulk_write([ReplaceOne({"_id": doc["_id"]}, doc, upsert=True) for doc in docs], ordered=False)

    async def replace_account(self, business_account_id: str, copies: Sequence[TemplateCopy]) -> None:
        """Let these be the only copies of an account, as a synchronisation has found them.

        The new ones are written before what is gone is deleted, so that a crash in between loses nothing.
        """
        before = {copy.id for copy in await self.of_account(business_account_id)}
        await self.put_many(copies)
        gone = before - {copy.id for copy in copies}
        if gone:
            await self._collection.delete_many({"_id": {"$in": sorted(gone)}})
