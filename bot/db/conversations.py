"""Conversations, and the lines that they have on the desk of the shop's people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pymongo import ReplaceOne
from typing_extensions import override

from bot.db.codec import Codec, find_ids, insert_new
from bot.db.said import Spoken, texts_in
from bot.db.versioned import Change, Loaded, Versioned
from bot.domain.conversation import Conversation
from bot.domain.delivery import OutboxItem
from bot.domain.desk import DeskEntry, entry_of, has_line
from bot.domain.spoken import spoken_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db.codec import Collection, Document
    from bot.db.customers import Customers
    from bot.db.inbox import Inbox
    from bot.db.said import SaidBook

# Stands in the pending list of a commit until the line is written, so that whoever finishes the commit writes it.
DESK: Final = "desk"
_MOST_TRIES: Final = 5


class Conversations(Versioned[Conversation]):
    """The ``conversations`` collection; ``desk`` is the small one that follows from it, and ``said`` holds the words of what is on it."""

    def __init__(
        self, collection: Collection, targets: Mapping[str, Collection], inbox: Inbox, desk: Collection, customers: Customers, said: SaidBook
    ) -> None:
        super().__init__(collection, Conversation, targets, inbox)
        self._desk = desk
        self._customers = customers
        self._said = said
        self._entries = Codec(DeskEntry)
        self._items = Codec(OutboxItem)

    @override
    async def put_many(self, values: Sequence[Conversation]) -> None:
        await super().put_many(values)
        await self.project([replace(value, version=value.version or 1) for value in values])

    async def project(self, chats: Sequence[Conversation]) -> None:
        """Write the lines of conversations as they are here; a line that follows from a newer version stays."""
        seen = [chat for chat in chats if has_line(chat)]
        if not seen:
            return
        customers = await self._customers.get_many(list({chat.customer_id for chat in seen}))
        names = {key: customer.name for key, customer in customers.items()}
        entries = [entry for chat in seen if (entry := entry_of(chat, names.get(chat.customer_id))) is not None]
        docs = {entry.id: to_doc(self._entries.to_doc(entry), entry) for entry in sorted(entries, key=lambda entry: entry.version)}
        for _ in range(_MOST_TRIES):
            there = await insert_new(self._desk, list(docs.values()))
            if not there:
                return
            writes = [ReplaceOne({"_id": doc["_id"], "version": {"$lt": doc["version"]}}, doc) for doc in there]
            if (await self._desk.bulk_write(writes, ordered=False)).matched_count == len(there):
                return
            # Newer lines stand, or one was removed for its age just now: then it is inserted.
            stand = await find_ids(self._desk, [doc["_id"] for doc in there], ["version"])
            docs = {doc["_id"]: doc for doc in there if stand.get(doc["_id"], {"version": -1})["version"] < doc["version"]}
            if not docs:
                return

    @override
    async def _copied(self, changes: Sequence[Change[Conversation] | Loaded[Conversation]]) -> None:
        await self.project([change.value for change in changes])
        await self._said.keep([self._spoken(change) for change in changes if has_line(change.value)])

    def _spoken(self, change: Change[Conversation] | Loaded[Conversation]) -> Spoken:
        """Return what a commit says: lines of the transcript, and messages of ours that have none before they are sent."""
        chat = change.value
        items = [self._items.from_doc(doc) for doc in change.pending.get("outbox", ())]
        texts = [text for _, text in texts_in(change.pending.get("transcript", ()))]
        texts += [spoken_text(item.content) for item in items if item.content is not None]
        return Spoken(chat.id, chat.store_id, max(1, chat.touched_at, chat.last_inbound_at or 0), tuple(texts))

    @override
    def _to_doc(self, change: Change[Conversation]) -> Document:
        doc = super()._to_doc(change)
        if has_line(change.value):
            doc["pending"][DESK] = [{"_id": change.value.id}]
        return doc

    @override
    def _unfinished(self, change: Change[Conversation] | Loaded[Conversation]) -> bool:
        return super()._unfinished(change) or has_line(change.value)


def tally(entry: DeskEntry) -> str:
    """Return what the counters group by: whether it is flagged, awaited and escalated, and whose it is."""
    told = (("f", entry.flagged_at), ("w", entry.waiting_since), ("e", entry.escalated_at))
    return f"{''.join(letter for letter, at in told if at is not None)}|{entry.assignee or ''}"


def to_doc(doc: Document, entry: DeskEntry) -> Document:
    """Return a line's document with what the queue searches for: only what is open has a place in it."""
    is_open = entry.state == "open"
    searched = {
        "queue_at": entry.due_at if is_open else None,
        "tally": tally(entry) if is_open else None,
        "name_lower": entry.name.casefold() if entry.name else None,
    }
    return doc | {name: value for name, value in searched.items() if value is not None}
