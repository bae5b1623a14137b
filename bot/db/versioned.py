"""The commit: one conditional write per document, and the repeatable steps that follow it.

A commit writes the new state together with ``consumed`` (the inbox ids that led to it) and ``pending`` (what else it makes:
outbox items, ledger entries, transcript lines, all under derived ids). What follows may be repeated by anybody, any number of
times: copy ``pending`` to its collections, delete the consumed inbox items, clear both lists where the version is still the one
that made them. The record of what was handled (a transcript line for a message, an ``events`` document for an event) is among
the pending inserts and comes last, so that an inbox id that stands there has been applied for good.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pymongo import ReplaceOne, UpdateOne

from bot.db.codec import Codec, Collection, Document, find_ids, insert_new

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.db.inbox import Inbox

# The order of copying: what forbids a repetition first, what is sent next, the record of what was handled last.
COPY_ORDER = (
    "ledger",
    "outbox",
    "fetches",
    "downloads",
    "outgoing",
    "consents",
    "service_requests",
    "misunderstood",
    "ratings",
    "names",
    "transcript",
    "events",
)


def _nobody_waits() -> None:
    """Stand in for a listener."""


class HasVersion(Protocol):
    """A value that is committed under its version."""

    @property
    def id(self) -> str:
        """The ``_id`` of its document."""

    @property
    def version(self) -> int:
        """How many commits made it; 0 is not stored yet."""


V = TypeVar("V", bound=HasVersion)


@dataclass(frozen=True, slots=True)
class Change(Generic[V]):
    """A new state (``version`` one above the loaded one), the inbox ids that it consumed, and documents to insert elsewhere."""

    value: V
    consumed: tuple[str, ...] = ()
    pending: Mapping[str, Sequence[Document]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[V]):
    """A stored state and what its last commit has possibly left to do."""

    value: V
    consumed: tuple[str, ...]
    pending: Mapping[str, Sequence[Document]]


class Versioned(Generic[V]):
    """Documents that change by conditional writes only."""

    def __init__(self, collection: Collection, cls: type[V], targets: Mapping[str, Collection], inbox: Inbox) -> None:
        self._collection = collection
        self._codec = Codec(cls)
        self._targets = targets
        self._inbox = inbox

    async def load(self, ids: Sequence[str]) -> dict[str, Loaded[V]]:
        """Return the stored documents, by id, as they are: unfinished commits included."""
        found = await find_ids(self._collection, list(ids))
        return {key: Loaded(self._codec.from_doc(doc), tuple(doc.get("consumed", ())), doc.get("pending", {})) for key, doc in found.items()}

    async def get_many(self, ids: Sequence[str]) -> dict[str, V]:
        """Return the states alone, for those who only look."""
        return {key: loaded.value for key, loaded in (await self.load(ids)).items()}

    async def page(self, store_id: str, prefix: str, after: str | None, limit: int) -> list[V]:
        """Return a store's documents whose ids begin with ``prefix``, in the order of their ids, those behind ``after``."""
        end = f"{prefix[:-1]}{chr(ord(prefix[-1]) + 1)}"
        found = self._collection.find({"_id": {"$gt": after or prefix, "$lt": end}, "store_id": store_id}).sort("_id", 1).limit(limit)
        return [self._codec.from_doc(doc) for doc in await found.to_list(limit)]

    async def put_many(self, values: Sequence[V]) -> None:
        """Store values as given, new or not (sample data, imports): nothing follows from them."""
        docs = [self._codec.to_doc(value) | self._derived(value) | {"consumed": [], "pending": {}, "version": value.version or 1} for value in values]
        there = await insert_new(self._collection, docs)
        if there:
            await self._collection.bulk_write([ReplaceOne({"_id": doc["_id"]}, doc) for doc in there])

    async def commit(self, changes: Sequence[Change[V]]) -> list[Change[V]]:
        """Write each change where nobody wrote first; return those that were written."""
        docs = [self._to_doc(change) for change in changes]
        new = [doc for doc in docs if doc["version"] == 1]
        old = [doc for doc in docs if doc["version"] > 1]
        lost = {doc["_id"] for doc in await insert_new(self._collection, new)}
        if old:
            writes = [ReplaceOne({"_id": doc["_id"], "version": doc["version"] - 1}, doc) for doc in old]
            result = await self._collection.bulk_write(writes, ordered=False)
            if result.matched_count < len(old):
                lost |= await self._overtaken(old)
        return [change for change in changes if change.value.id not in lost]

    async def _overtaken(self, docs: list[Document]) -> set[str]:
        there = await find_ids(self._collection, [doc["_id"] for doc in docs], ["commit"])
        return {doc["_id"] for doc in docs if there.get(doc["_id"], {}).get("commit") != doc["commit"]}

    def _derived(self, value: V) -> Document:  # noqa: ARG002 - for collections that search
        """Return fields that are stored beside the value only to be searched for."""
        return {}

    def _to_doc(self, change: Change[V]) -> Document:
        doc = self._codec.to_doc(change.value) | self._derived(change.value)
        doc["consumed"] = list(change.consumed)
        doc["pending"] = {name: list(docs) for name, docs in change.pending.items() if docs}
        # Names the writer: two workers that decide over the same items would otherwise write documents that look alike.
        doc["commit"] = token_hex(8)
        return doc

    async def finish(self, changes: Sequence[Change[V] | Loaded[V]], queued: Callable[[], None] = _nobody_waits) -> None:
        """Do what follows the commit; every step may be repeated, in part or in whole, by anybody.

        ``queued`` is called as soon as the outbox items are stored: from there on they may be sent.
        """
        for name in COPY_ORDER:
            await insert_new(self._targets[name], [dict(doc) for change in changes for doc in change.pending.get(name, ())])
            if name == "outbox":
                queued()
        await self._copied(changes)
        # With the record written these two are mere tidying, in whichever order they end.
        removed = self._inbox.remove([item for change in changes for item in change.consumed])
        await asyncio.gather(removed, self._clear([change for change in changes if self._unfinished(change)]))

    async def complete(self, loaded: Iterable[Loaded[V]]) -> set[str]:
        """Do what the last commits of these documents have left to do; return the inbox ids that these have consumed."""
        unfinished = [one for one in loaded if one.consumed or one.pending]
        if unfinished:
            await self.finish(unfinished)
        return {item for one in unfinished for item in one.consumed}

    def _unfinished(self, change: Change[V] | Loaded[V]) -> bool:
        """Tell whether a commit has left lists to clear."""
        return bool(change.consumed or change.pending)

    async def _copied(self, changes: Sequence[Change[V] | Loaded[V]]) -> None:
        """Do what else has to happen between copying and clearing; it may be repeated like the rest."""

    async def _clear(self, changes: Sequence[Change[V] | Loaded[V]]) -> None:
        if changes:
            empty: Document = {"$set": {"consumed": [], "pending": {}}}
            writes = [UpdateOne({"_id": change.value.id, "version": change.value.version}, empty) for change in changes]
            await self._collection.bulk_write(writes, ordered=False)
