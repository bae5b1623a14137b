"""Alerts: what somebody has to do, until it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from pymongo.errors import DuplicateKeyError

from bot.db.codec import Codec, Collection, Document
from bot.domain.alert import Alert, AlertKind

if TYPE_CHECKING:
    from collections.abc import Sequence


_KINDS: Final = frozenset(get_args(AlertKind))


class Alerts:
    """One document per store, kind and subject; one that comes back is opened again and counts on."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Alert)

    async def put(self, alerts: Sequence[Alert]) -> None:
        """Raise alerts: new ones are stored, of those that are there the last instant, the text and the count change."""
        for one in alerts:
            try:
                await self._collection.insert_one(self._codec.to_doc(one))
            except DuplicateKeyError:
                await self._again(one)

    async def _again(self, one: Alert) -> None:
        # In two steps: one that was closed begins anew, so that "since when" tells of this time.
        anew = {"first_at": one.first_at, "count": 0, "seen_at": None, "seen_by": None}
        await self._collection.update_one({"_id": one.id, "is_closed": 1}, {"$set": anew})
        again = {"last_at": one.last_at, "text": one.text, "closed_at": None, "is_closed": 0}
        await self._collection.update_one({"_id": one.id}, {"$set": again, "$inc": {"count": 1}})

    async def close(self, ids: Sequence[str], at: int) -> None:
        """Note that the causes are gone; alerts that are not open stay as they are."""
        for one in ids:
            # A figure, because the embedded server (NX-27017 0.8.1) gives a bool of an update back as one.
            await self._collection.update_one({"_id": one, "closed_at": None}, {"$set": {"closed_at": at, "is_closed": 1}})

    async def seen(self, alert_id: str, staff_id: str, at: int) -> bool:
        """Note that somebody knows of an open alert; the first who says so stays. Tell whether it was he."""
        unseen = {"_id": alert_id, "closed_at": None, "seen_at": None}
        result = await self._collection.update_one(unseen, {"$set": {"seen_at": at, "seen_by": staff_id}})
        return int(result.matched_count) == 1

    async def open(self) -> list[Alert]:
        """Return the open alerts of every store, the newest first."""
        return _open(self._known(await self._collection.find({}).to_list(None)))

    async def open_of(self, store_id: str) -> list[Alert]:
        """Return the open alerts of a store, the newest first."""
        docs = await self._collection.find({"store_id": store_id}).to_list(None)
        return _open(self._known(docs))

    async def get_many(self, ids: Sequence[str]) -> dict[str, Alert]:
        """Return alerts by id, open or not."""
        docs = await self._collection.find({"_id": {"$in": list(ids)}}).to_list(None)
        return {one.id: one for one in self._known(docs)}

    def _known(self, docs: Sequence[Document]) -> list[Alert]:
        """Leave out kinds that this release doesn't know: a newer one may have written them."""
        return [self._codec.from_doc(doc) for doc in docs if doc["kind"] in _KINDS]


def _open(found: Sequence[Alert]) -> list[Alert]:
    return sorted((one for one in found if one.closed_at is None), key=lambda one: -one.last_at)
