"""Requests that named themselves (``Idempotency-Key``), with what was answered: repeats within a day get the same answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.db.codec import Codec, Collection, insert_new


@dataclass(frozen=True, slots=True)
class Remembered:
    """A request. ``fingerprint`` tells another request under the same name apart; ``status`` is 0 until there is an answer."""

    id: str
    fingerprint: str
    at: int
    status: int = 0
    answer: str = ""


class Requests:
    """One document per key and name; what is older than a day is as if it had never been."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Remembered)

    async def begin(self, request: Remembered) -> Remembered | None:
        """Take a name and return ``None``, or return what is known under it already."""
        if not await insert_new(self._collection, [self._codec.to_doc(request)]):
            return None
        doc = await self._collection.find_one({"_id": request.id})
        return self._codec.from_doc(doc) if doc is not None else await self.begin(request)

    async def take_over(self, known: Remembered, request: Remembered) -> bool:
        """Take a name from a request that was left without an answer, or is too old; tell whether nobody else was faster."""
        fields = self._codec.to_doc(request)
        wanted = {"$set": {name: fields[name] for name in ("fingerprint", "at", "status", "answer")}}
        result = await self._collection.update_one({"_id": known.id, "at": known.at, "status": known.status}, wanted)
        return result.matched_count == 1

    async def finish(self, request: Remembered, status: int, answer: str) -> None:
        """Keep what was answered."""
        await self._collection.update_one({"_id": request.id, "at": request.at}, {"$set": {"status": status, "answer": answer}})

    async def forget(self, request: Remembered) -> None:
        """Give the name back: the request was refused, and may come again mended."""
        await self._collection.delete_one({"_id": request.id, "at": request.at})

    async def forget_before(self, before: int) -> int:
        """Delete what is older than an instant; return how many there were."""
        result = await self._collection.delete_many({"at": {"$lt": before}})
        return int(result.deleted_count)
