"""Committing changes of orders together with the notices that they make."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bot.db.names import Names
from bot.db.versioned import Change
from bot.domain.concern import Concern, for_systems
from bot.domain.conversation import Conversation, Flag, conversation_id
from bot.domain.notice import KINDS, Milestone, Notice, Skipped
from bot.domain.tracing import trace_id
from bot.flow.batch import Queued, nobody_waits
from bot.flow.chat_notes import agreed, both, edit_chats, flagged
from bot.flow.notify import SWITCHED_OFF, outbox_item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.db import Database
    from bot.db.codec import Document
    from bot.db.fetches import WantedDocument
    from bot.domain.consent import Consent
    from bot.domain.customer import Customer
    from bot.domain.delivery import OutboxItem
    from bot.domain.order import Order
    from bot.domain.store import Store
    from bot.flow.chat_notes import Edit

_AT_ONCE: Final[Mapping[str, int]] = MappingProxyType({})
_ALL_WANTED: Final[Mapping[str, frozenset[Milestone]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Draft:
    """An order's next state before it is committed: what led to it, what is to be told, and the record of the events.

    ``names`` are those under which it can be found from now on, ``fetches`` the documents that it lacks, ``concerns`` what a
    person should know of although no notice says it, ``word`` what the customer agreed to when ordering. ``heard`` is the inbox id of
    what led to it and when that came in.
    """

    order: Order
    consumed: tuple[str, ...]
    notices: tuple[Notice | Skipped, ...]
    events: tuple[Document, ...] = ()
    names: tuple[str, ...] = ()
    fetches: tuple[WantedDocument, ...] = ()
    concerns: tuple[Concern, ...] = ()
    word: Consent | None = None
    heard: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class _Around:
    """What drafts are written against: decisions that stand, the customers by the ids that orders have, their chats."""

    known: set[str]
    customers: Mapping[str, Customer]
    chats: Mapping[str, Conversation]


@dataclass(slots=True)
class _Made:
    """What a draft comes to: the change, the outbox items, and what is noted in the customer's chat."""

    change: Change[Order]
    chat: Conversation | None = None
    outbox: list[OutboxItem] = field(default_factory=list)
    concerns: tuple[Concern, ...] = ()
    word: Consent | None = None

    def edits(self, now: int) -> list[Edit]:
        """Return what is to be noted in the chat."""
        found: list[Edit] = []
        if self.concerns:
            found.append(partial(flagged, flag=Flag("delivery_exception", now, for_systems(self.concerns), self.concerns)))
        if self.word is not None and self.chat is not None and agreed(self.chat, self.word) != self.chat:
            found.append(partial(agreed, word=self.word))
        return found


class OrderChanges:
    """Writes drafts: one commit per order, each notice once.

    By store id: ``delays`` are the milliseconds in which notices of one order become one message, ``off`` the notices that the
    store does not want. Staff are told of what is wrong all the same.
    """

    def __init__(
        self, db: Database, stores: Mapping[str, Store], delays: Mapping[str, int] = _AT_ONCE, off: Mapping[str, frozenset[Milestone]] = _ALL_WANTED
    ) -> None:
        self._db = db
        self._stores = stores
        self._delays = delays
        self._off = off

    def wanted(self, store_id: str, milestone: Milestone) -> bool:
        """Tell whether a store wants its customers told of something."""
        return milestone not in self._off.get(store_id, frozenset())

    async def write(self, drafts: Sequence[Draft], now: int, queued: Queued = nobody_waits) -> tuple[set[str], list[OutboxItem]]:
        """Commit and finish; return the ids of the orders that were written and the outbox items that came of them.

        A draft whose order was changed by somebody else in the meantime is not written: load and decide again. What concerns their
        conversations is noted before that: after a crash between the two, the second time finds it there.
        """
        around = await self._around(drafts)
        made = {draft.order.id: self._made(draft, around, now) for draft in drafts}
        await self._note(made.values(), now)
        written = await self._db.orders.commit([one.change for one in made.values()])
        ids = {change.value.id for change in written}
        outbox = [item for order_id in made if order_id in ids for item in made[order_id].outbox]
        await self._db.orders.finish(written, lambda: queued(outbox))
        return ids, outbox

    async def _note(self, made: Iterable[_Made], now: int) -> None:
        chats: dict[str, Conversation] = {}
        edits: dict[str, Edit] = {}
        for chat, edit in ((one.chat, edit) for one in made if one.chat is not None for edit in one.edits(now)):
            chats[chat.id] = chat
            before = edits.get(chat.id)
            edits[chat.id] = edit if before is None else partial(both, before, edit)
        if edits:
            await edit_chats(self._db, chats, edits)

    async def _around(self, drafts: Sequence[Draft]) -> _Around:
        known = await self._db.ledger.known([entry.key for draft in drafts for entry in draft.notices])
        customers = await self._db.customers.heirs(list({draft.order.customer_id for draft in drafts if draft.order.customer_id}))
        ids = {conversation_id(self._stores[owner.store_id].phone_number_id, owner.id) for owner in customers.values()}
        return _Around(known, customers, await self._db.conversations.get_many(list(ids)))

    def _made(self, draft: Draft, around: _Around, now: int) -> _Made:
        order = replace(draft.order, version=draft.order.version + 1)
        fresh = [entry for entry in draft.notices if entry.key not in around.known]
        notices = [entry for entry in fresh if isinstance(entry, Notice)]
        customer = around.customers.get(order.customer_id or "")
        if customer is None:
            return _Made(Change(order, draft.consumed, self._pending(draft, order, fresh, [], now)))
        store = self._stores[order.store_id]
        chat_id = conversation_id(store.phone_number_id, customer.id)
        chat = around.chats.get(chat_id) or Conversation(chat_id, store.id, customer.id, store.phone_number_id)
        language, delay, off = chat.language or order.language, self._delays.get(store.id, 0), self._off.get(store.id, frozenset())
        outbox = [
            outbox_item(f"{order.id}:{order.version}:{n}", notice, order, customer, store, now, language=language, delay=delay)
            for n, notice in enumerate(notice for notice in notices if notice.milestone not in off)
        ]
        if draft.heard is not None:
            outbox = [replace(item, trace=trace_id(draft.heard[0]), heard_at=draft.heard[1]) for item in outbox]
        change = Change(order, draft.consumed, self._pending(draft, order, [_unless_off(entry, off) for entry in fresh], outbox, now))
        concerns = [Concern(order.number, notice.milestone, notice.subject) for notice in notices if KINDS[notice.milestone].flags_staff]
        return _Made(change, chat, outbox, (*concerns, *draft.concerns), draft.word)

    def _pending(
        self, draft: Draft, order: Order, fresh: Iterable[Notice | Skipped], outbox: Iterable[OutboxItem], now: int
    ) -> dict[str, list[Document]]:
        pending: dict[str, list[Document]] = defaultdict(list)
        pending["ledger"] = [self._db.ledger.to_doc(entry, now) for entry in fresh]
        pending["outbox"] = [self._db.outbox.to_doc(item) for item in outbox]
        pending["fetches"] = [self._db.fetches.to_doc(wanted) for wanted in draft.fetches]
        pending["names"] = [Names.to_doc(name, order.id) for name in draft.names]
        pending["events"] = list(draft.events)
        return pending


def _unless_off(entry: Notice | Skipped, off: frozenset[Milestone]) -> Notice | Skipped:
    wanted = isinstance(entry, Skipped) or entry.milestone not in off
    return entry if wanted else Skipped(entry.key, entry.milestone, entry.order_id, SWITCHED_OFF)
