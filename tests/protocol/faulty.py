"""The protocol with one rule broken at a time: what a well-meant simplification would look like."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pymongo import UpdateOne
from typing_extensions import override

from bot.db.codec import insert_new
from bot.db.outbox import Outbox
from bot.db.transcript import Transcript
from bot.db.versioned import COPY_ORDER, Change
from bot.flow.chat import Chats
from bot.flow.message_status import Statuses
from bot.flow.send import Sender
from tests.protocol.book import Conversations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.db.codec import Document
    from bot.db.versioned import Loaded
    from bot.domain.conversation import Conversation
    from bot.domain.customer import Customer
    from bot.domain.message import StatusUpdate
    from bot.domain.order import Order
    from bot.flow.failures import Aftermath


class LooksAtTheRecordFirst(Chats):
    """Reads what was handled before the document."""

    @override
    async def _look(
        self, chats: Sequence[str], customers: Iterable[Customer], items: Sequence[str]
    ) -> tuple[dict[str, Loaded[Conversation]], dict[str, Order], set[str]]:
        done = await self._db.transcript.known(items)
        loaded = await self._db.conversations.load(chats)
        return loaded, await self._db.orders.get_many([order for customer in customers for order in customer.order_ids]), done


class KeepsNoConsumed(Conversations):
    """Writes the state without the inbox ids that led to it."""

    @override
    def _to_doc(self, change: Change[Conversation]) -> Document:
        return super()._to_doc(change) | {"consumed": []}


class ClearsWhatever(Conversations):
    """Clears the lists of a document whatever its version is by now."""

    @override
    async def _clear(self, changes: Sequence[Change[Conversation] | Loaded[Conversation]]) -> None:
        empty: Document = {"$set": {"consumed": [], "pending": {}}}
        for change in changes:
            await self._collection.bulk_write([UpdateOne({"_id": change.value.id}, empty)], ordered=False)


class ClearsBeforeItRecords(Conversations):
    """Clears the lists as soon as the messages are queued, and writes the record of what was handled after that."""

    @override
    async def finish(self, changes: Sequence[Change[Conversation] | Loaded[Conversation]], queued: Callable[[], None] = lambda: None) -> None:
        await self._copy(changes, "outbox")
        queued()
        await self._clear([change for change in changes if change.consumed or change.pending])
        await self._copy(changes, *(name for name in COPY_ORDER if name != "outbox"))
        await self._inbox.remove([item for change in changes for item in change.consumed])

    async def _copy(self, changes: Sequence[Change[Conversation] | Loaded[Conversation]], *names: str) -> None:
        for name in names:
            await insert_new(self._targets[name], [dict(doc) for change in changes for doc in change.pending.get(name, ())])


class ForgetsTheInboxFirst(Conversations):
    """Deletes the inbox items before the commit that makes them superfluous."""

    @override
    async def commit(self, changes: Sequence[Change[Conversation]]) -> list[Change[Conversation]]:
        await self._inbox.remove([item for change in changes for item in change.consumed])
        return await super().commit(changes)


class WritesWhateverTheVersion(Conversations):
    """Replaces the document without asking whether it is still the one that was read."""

    @override
    async def commit(self, changes: Sequence[Change[Conversation]]) -> list[Change[Conversation]]:
        for change in changes:
            await self._collection.replace_one({"_id": change.value.id}, self._to_doc(change), upsert=True)
        return list(changes)


class LeavesTheRestToOthers(Conversations):
    """Goes on from what another has committed without completing it."""

    @override
    async def finish(self, changes: Sequence[Change[Conversation] | Loaded[Conversation]], queued: Callable[[], None] = lambda: None) -> None:
        await super().finish([change for change in changes if isinstance(change, Change)], queued)


class RemembersNothing(Transcript):
    """Does not know what has been said."""

    @override
    async def known(self, ids: Sequence[str]) -> set[str]:
        await asyncio.sleep(0)
        return set()


class OneTokenForEver(Sender):
    """Claims under one token as long as the process lives."""

    @override
    def _new_token(self) -> str:
        return self._token


class ResendsBlindly(Outbox):
    """Resends what it once judged to be late, whatever became of it since."""

    @override
    async def resend(self, ids: Sequence[str], due_at: int) -> None:
        again: Document = {"$set": {"state": "queued", "due_at": due_at, "resent": True}}
        await self._collection.update_many({"_id": {"$in": list(ids)}, "state": "unknown"}, again)


class WritesFailuresFirst(Statuses):
    """Writes down that a message failed before it has another one queued."""

    @override
    async def _write(self, news: Sequence[tuple[str, StatusUpdate]], now: int) -> Aftermath:
        await self._db.transcript.apply_statuses(news)
        return await super()._write(news, now)
