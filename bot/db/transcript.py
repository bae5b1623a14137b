"""The transcript: what was said by whom, and what became of each message of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pymongo import UpdateOne

from bot.db.codec import Codec, Collection, Document, find_ids, insert_new
from bot.db.said import texts_in
from bot.domain.delivery import RANK, TranscriptEntry
from bot.domain.tracing import trace_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.message import StatusUpdate


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What is counted of a line: see ``TranscriptEntry``. ``text`` is there for markers alone."""

    conversation_id: str
    direction: str
    at: int
    content: str
    text: str = ""
    kind: str | None = None
    state: str | None = None
    reason: str | None = None
    error_code: int | None = None
    milestone: str | None = None
    wamid: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a message has come (``domain.delivery.RANK``), and the trace that it belongs to."""

    rank: int
    trace: str


_FACTS: Final = tuple(LineFacts.__dataclass_fields__)
_BATCH: Final = 5_000
# What a line lacks that a status wrote: the words, and the file that goes with them.
_WORDS: Final = ("text", "content", "attached")


class Transcript:
    """One document per line of a chat. Its ids are inbox ids and outbox ids: what stands here has been handled, or sent."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(TranscriptEntry)

    def to_doc(self, entry: TranscriptEntry) -> Document:
        """Return the document of a line, for the pending list of a commit."""
        return self._codec.to_doc(entry)

    async def known(self, ids: Sequence[str]) -> set[str]:
        """Return those of the ids that stand in the transcript already."""
        return set(await find_ids(self._collection, list(ids), ["_id"]))

    async def ranks(self, ids: Sequence[str]) -> dict[str, int]:
        """Return how far each of these messages of ours has come (``domain.delivery.RANK``)."""
        return {key: doc["rank"] for key, doc in (await find_ids(self._collection, list(ids), ["rank"])).items()}

    async def standing(self, ids: Sequence[str]) -> dict[str, Standing]:
        """Return of each of these messages of ours how far it has come, and what it belongs to."""
        found = await find_ids(self._collection, list(ids), ["rank", "trace"])
        return {key: Standing(doc["rank"], doc.get("trace") or trace_id(key)) for key, doc in found.items()}

    async def add(self, entries: Sequence[TranscriptEntry]) -> None:
        """Write lines down; one that is there already stays as it is."""
        await insert_new(self._collection, [self._codec.to_doc(entry) for entry in entries])

    async def apply_statuses(self, updates: Sequence[tuple[str, StatusUpdate]], reasons: Mapping[str, str] | None = None) -> None:
        """Move messages on by the statuses of Meta, never back: each update is guarded by rank.

        ``reasons`` replace Meta's words about a failure, by outbox id.
        """
        reasons = reasons or {}
        writes = []
        for outbox_id, status in updates:
            if status.state is None:
                continue
            rank = RANK[status.state]
            fields: Document = {"state": status.state, "rank": rank, "wamid": status.wamid, f"{status.state}_at": status.at}
            if status.error_code is not None:
                fields |= {"error_code": status.error_code, "reason": reasons.get(outbox_id, status.error_text or "")}
            writes.append(UpdateOne({"_id": outbox_id, "rank": {"$lt": rank}}, {"$set": fields}))
        if writes:
            await self._collection.bulk_write(writes, ordered=False)

    async def settle(self, entries: Sequence[TranscriptEntry]) -> None:
        """Write down what was sent. Where a status was faster, its line stands already and only lacks the words."""
        there = await insert_new(self._collection, [self._codec.to_doc(entry) for entry in entries])
        if there:
            words = [UpdateOne({"_id": doc["_id"]}, {"$set": {name: doc[name] for name in _WORDS if name in doc}}) for doc in there]
            await self._collection.bulk_write(words, ordered=False)

    async def order_of(self, wamid: str) -> str | None:
        """Return the order that a message of ours was about, by its wamid."""
        doc = await self._collection.find_one({"wamid": wamid}, projection=["order_id"])
        return None if doc is None else doc.get("order_id")

    async def of_conversation(self, conversation_id: str, limit: int = 200) -> list[TranscriptEntry]:
        """Return the newest lines of a chat, in the order in which they were said."""
        return (await self.page_of(conversation_id, limit))[0]

    async def page_of(
        self, conversation_id: str, limit: int, until: str | None = None, *, inclusive: bool = False
    ) -> tuple[list[TranscriptEntry], int]:
        """Return lines of a chat in the order in which they were said, and how many there are before them.

        They are the newest, or those until a line, itself with them or not; a line that isn't there has nothing before it. Only what is returned
        is read whole: a chat may have thousands.
        """
        places = await self._collection.find({"conversation_id": conversation_id}, projection=["at"]).to_list(None)
        order = [str(doc["_id"]) for doc in sorted(places, key=lambda doc: doc["at"])]
        end = len(order) if until is None else order.index(until) + inclusive if until in order else 0
        start = max(end - limit, 0)
        there = await find_ids(self._collection, order[start:end])
        return [self._codec.from_doc(there[key]) for key in order[start:end] if key in there], start

    async def of_wamids(self, conversation_id: str, wamids: Sequence[str]) -> list[TranscriptEntry]:
        """Return the lines of a chat by the ids under which WhatsApp knows them, in no order."""
        docs = await self._collection.find({"wamid": {"$in": list(wamids)}}).to_list(None) if wamids else []
        return [self._codec.from_doc(doc) for doc in docs if doc["conversation_id"] == conversation_id]

    async def texts_of(self, conversation_id: str) -> list[str]:
        """Return what was said and noted in a chat, the newest first."""
        cursor = self._collection.find({"conversation_id": conversation_id}, projection=["at", "text", "content"])
        return [text for _, text in reversed(texts_in(await cursor.to_list(None)))]

    async def about_order(self, conversation_id: str, order_id: str) -> list[TranscriptEntry]:
        """Return the lines of a chat that are about an order, in no order."""
        found = self._collection.find({"conversation_id": conversation_id, "order_id": order_id})
        return [self._codec.from_doc(doc) for doc in await found.to_list(None)]

    async def sent_between(self, store_id: str, since: int, until: int, skip: int, limit: int) -> list[TranscriptEntry]:
        """Return what a store's bot sent from an instant up to another one, the oldest first, without the first ``skip`` lines."""
        wanted = {"store_id": store_id, "direction": "out", "at": {"$gte": since, "$lt": until}}
        found = self._collection.find(wanted).sort([("at", 1), ("_id", 1)]).skip(skip).limit(limit)
        return [self._codec.from_doc(doc) for doc in await found.to_list(limit)]

    async def first_at(self) -> int | None:
        """Return the instant of the oldest line, ``None`` where there is none."""
        found = await self._collection.find({"at": {"$gt": 0}}, projection=["at"]).sort("at", 1).limit(1).to_list(1)
        return int(found[0]["at"]) if found else None

    async def facts_between(self, store_id: str, since: int, until: int) -> list[LineFacts]:
        """Return what is counted of a store's lines from an instant up to another one, in no order."""
        wanted = {"at": {"$gte": since, "$lt": until}, "store_id": store_id}
        docs = await self._collection.find(wanted, projection=list(_FACTS), batch_size=_BATCH).to_list(None)
        # Built by hand: of a busy day there are many, and nothing here is nested.
        return [LineFacts(**{name: doc[name] for name in _FACTS if name in doc}) for doc in docs]

    async def orders_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the order that each of these lines was about; lines about none are left out."""
        found = await find_ids(self._collection, list(ids), ["order_id"])
        return {key: doc["order_id"] for key, doc in found.items() if doc.get("order_id")}

    async def states_since(self, store_id: str, since: int) -> list[str]:
        """Return the state of every message that a store's bot sent since an instant."""
        wanted = {"store_id": store_id, "direction": "out", "at": {"$gte": since}}
        return [doc["state"] for doc in await self._collection.find(wanted, projection=["state"]).to_list(None)]

    async def get_many(self, ids: Sequence[str]) -> dict[str, TranscriptEntry]:
        """Return lines by id."""
        return {key: self._codec.from_doc(doc) for key, doc in (await find_ids(self._collection, list(ids))).items()}
