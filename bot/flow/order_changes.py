"""Committing changes of orders together with the notices that they make."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bot.db.names import Names
from bot.db.versioned import Change
from bot.domain.conversation import Conversation, conversation_id
from bot.domain.notice import KINDS, Notice, Skipped
from bot.flow.batch import Queued, nobody_waits
from bot.flow.chat_notes import edit_chats, flagged
from bot.flow.notify import outbox_item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.db import Database
    from bot.db.codec import Document
    from bot.db.fetches import WantedDocument
    from bot.domain.customer import Customer
    from bot.domain.delivery import OutboxItem
    from bot.domain.order import Order
    from bot.domain.store import Store

_AT_ONCE: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Draft:
    """An order's next state before it is committed: what led to it, what is to be told, and the record of the events.

    ``names`` are those under which it can be found from now on, ``fetches`` the documents that it lacks, ``concerns`` what a
    person should know of although no notice says it.
    """

    order: Order
    consumed: tuple[str, ...]
    notices: tuple[Notice | Skipped, ...]
    events: tuple[Document, ...] = ()
    names: tuple[str, ...] = ()
    fetches: tuple[WantedDocument, ...] = ()
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Around:
    """What drafts are written against: decisions that stand, the customers by the ids that orders have, their chats."""

    known: set[str]
    customers: Mapping[str, Customer]
    chats: Mapping[str, Conversation]


@dataclass(slots=True)
class _Made:
    """What a draft comes to: the change, the outbox items, and in which chat a person should know what."""

    change: Change[Order]
    chat: Conversation | None = None
    outbox: list[OutboxItem] = field(default_factory=list)
    concern: str = ""


class OrderChanges:
    """Writes drafts: one commit per order, each notice once.

    ``stores`` are by store id; ``delays`` are the milliseconds, by store id, in which notices of one order become one message.
    """

    def __init__(self, db: Database, stores: Mapping[str, Store], delays: Mapping[str, int] = _AT_ONCE) -> None:
        self._db = db
        self._stores = stores
        self._delays = delays

    async def write(self, drafts: Sequence[Draft], now: int, queued: Queued = nobody_waits) -> tuple[set[str], list[OutboxItem]]:
        """Commit and finish; return the ids of the orders that were written and the outbox items that came of them.

        A draft whose order was changed by somebody else in the meantime is not written: load and decide again. Conversations are
        flagged before that: what a crash leaves between the two is flagged once, because the second time finds the flag.
        """
        around = await self._around(drafts)
        made = {draft.order.id: self._made(draft, around, now) for draft in drafts}
        concerns = {one.chat.id: (one.chat, one.concern) for one in made.values() if one.chat is not None and one.concern}
        if concerns:
            flags = {key: partial(flagged, reason="delivery_exception", at=now, summary=concern) for key, (_, concern) in concerns.items()}
            await edit_chats(self._db, {key: chat for key, (chat, _) in concerns.items()}, flags)
        written = await self._db.orders.commit([one.change for one in made.values()])
        ids = {change.value.id for change in written}
        outbox = [item for order_id in made if order_id in ids for item in made[order_id].outbox]
        await self._db.orders.finish(written, lambda: queued(outbox))
        return ids, outbox

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
        language, delay = chat.language or order.language, self._delays.get(store.id, 0)
        outbox = [
            outbox_item(f"{order.id}:{order.version}:{n}", notice, order, customer, store, now, language=language, delay=delay)
            for n, notice in enumerate(notices)
        ]
        change = Change(order, draft.consumed, self._pending(draft, order, fresh, outbox, now))
        return _Made(change, chat, outbox, _concern(order, [*filter(None, map(_words, notices)), *draft.concerns]))

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


def _words(notice: Notice) -> str | None:
    """Return a notice as a line for staff, ``None`` where nobody need look."""
    if not KINDS[notice.milestone].flags_staff:
        return None
    return f"{notice.milestone.replace('_', ' ')}{f' ({notice.subject})' if notice.subject else ''}"


def _concern(order: Order, why: Sequence[str]) -> str:
    return f"{order.number}: {'; '.join(why)}" if why else ""
