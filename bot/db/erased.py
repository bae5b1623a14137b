"""Who was erased: keyed hashes of what he was called, so that nothing old makes him anew, and a record of each erasure."""

from __future__ import annotations

import hashlib
import hmac
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from pymongo import ReplaceOne

from bot.db.codec import Codec, find_ids, insert_new
from bot.domain.privacy import Erasure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.db.codec import Collection

_LENGTH: Final = 32
_KEY: Final = "key"


class Erased:
    """``_id`` is the keyed hash (HMAC-SHA256) of an identity, ``at`` when its owner was erased.

    Phone numbers are few enough to be tried out one by one, hence the key: it is made once and lies in a collection of its own, so that
    the hashes say nothing where it isn't.
    """

    def __init__(self, collection: Collection, keys: Collection) -> None:
        self._collection = collection
        self._keys = keys
        self._key: bytes | None = None

    async def token(self, text: str) -> str:
        """Return what stands for a text: always the same, and nobody without the key can tell of what."""
        if self._key is None:
            await insert_new(self._keys, [{"_id": _KEY, "secret": token_hex(_LENGTH)}])
            doc = await self._keys.find_one({"_id": _KEY})
            self._key = bytes.fromhex(doc["secret"]) if doc is not None else b""
        return hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:_LENGTH]

    async def note(self, identities: Iterable[str], at: int) -> None:
        """Remember that the owners of identities were erased at an instant."""
        docs = [{"_id": await self.token(one), "at": at} for one in identities]
        if docs:
            await self._collection.bulk_write([ReplaceOne({"_id": doc["_id"]}, doc, upsert=True) for doc in docs], ordered=False)

    async def since(self, identities: Sequence[str]) -> Mapping[str, int]:
        """Return when the owners of identities were erased; those who never were are left out."""
        names = {await self.token(one): one for one in identities}
        found = await find_ids(self._collection, list(names))
        return {names[key]: int(doc["at"]) for key, doc in found.items()}


class Erasures:
    """One document per person who was erased."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Erasure)

    async def put(self, erasure: Erasure) -> None:
        """Keep the record of an erasure, in the place of an earlier one of the same person."""
        await self._collection.replace_one({"_id": erasure.id}, self._codec.to_doc(erasure), upsert=True)

    async def get(self, erasure_id: str) -> Erasure | None:
        """Return the record of an erasure."""
        doc = await self._collection.find_one({"_id": erasure_id})
        return None if doc is None else self._codec.from_doc(doc)

    async def due(self, now: int) -> list[Erasure]:
        """Return the erasures that are to be settled by now."""
        docs = await self._collection.find({"settle_at": {"$gt": 0, "$lte": now}}).to_list(None)
        return [self._codec.from_doc(doc) for doc in docs]
