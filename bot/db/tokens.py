"""Tokens that other systems have given to us: one pair per connector and store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Tokens

if TYPE_CHECKING:
    from bot.db.codec import Collection


class KeptTokens:
    """Tokens by ``<connector>/<store>``."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def get(self, name: str) -> Tokens | None:
        """Return the tokens that are kept under a name."""
        doc = await self._collection.find_one({"_id": name})
        return None if doc is None else Tokens(doc["access"], doc["refresh"], doc["expires_at"])

    async def put(self, name: str, tokens: Tokens) -> None:
        """Keep tokens unless those that are there last longer: what is told twice may come late."""
        known = await self.get(name)
        if known is None or known.expires_at < tokens.expires_at:
            doc = {"_id": name, "access": tokens.access, "refresh": tokens.refresh, "expires_at": tokens.expires_at}
            await self._collection.replace_one({"_id": name}, doc, upsert=True)
