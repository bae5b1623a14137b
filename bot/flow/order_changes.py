"""Committing changes of orders together with the notices that they make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.db.versioned import Change
from bot.domain.conversation import conversation_id
from bot.domain.notice import Notice, Skipped
from bot.flow.batch import Queued, nobody_waits
from bot.flow.notify import outbox_item

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.db.codec import Document
    from bot.domain.delivery import OutboxItem
    from bot.domain.order import Order
    from bot.domain.store import Store


@dataclass(frozen=True, slots=True)
class Draft:
    """An order's next state before it is committed: what led to it, what is to be told, and the record of the events."""

    order: Order
    consumed: tuple[str, ...]
    notices: tuple[Notice | Skipped, ...]
    events: tuple[Document, ...] = ()


class OrderChanges:
    """Writes drafts: one commit per order, each notice once. ``stores`` are by store id."""

    def __init__(self, db: Database, stores: Mapping[str, Store]) -> None:
        self._db = db
        self._stores = stores

    async def write(self, drafts: Sequence[Draft], now: int, queued: Queued = nobody_waits) -> tuple[set[str], list[OutboxItem]]:
        """Commit and finish; return the ids of the orders that were written and the outbox items that came of them.

        A draft whose order was changed by somebody else in the meantime is not written: load and decide again.
        """
        known = await self._db.ledger.known([entry.key for draft in drafts for entry in draft.notices])
        customers = await self._db.customers.get_many(list({draft.order.customer_id for draft in drafts if draft.order.customer_id}))
        chats = await self._db.conversations.get_many(
            [conversation_id(self._stores[owner.store_id].phone_number_id, owner.id) for owner in customers.values()]
        )
        made: dict[str, list[OutboxItem]] = {}
        changes = []
        for draft in drafts:
            order = replace(draft.order, version=draft.order.version + 1)
            fresh = [entry for entry in draft.notices if entry.key not in known]
            customer = customers.get(order.customer_id or "")
            items = []
            if customer is not None:
                store = self._stores[order.store_id]
                chat = chats.get(conversation_id(store.phone_number_id, customer.id))
                language = chat.language if chat else None
                notices = [entry for entry in fresh if isinstance(entry, Notice)]
                items = [
                    outbox_item(f"{order.id}:{order.version}:{n}", notice, order, customer, store, now, language=language)
                    for n, notice in enumerate(notices)
                ]
            made[order.id] = items
            pending = {
                "ledger": [self._db.ledger.to_doc(entry, now) for entry in fresh],
                "outbox": [self._db.outbox.to_doc(item) for item in items],
                "events": list(draft.events),
            }
            changes.append(Change(order, draft.consumed, pending))
        written = await self._db.orders.commit(changes)
        ids = {change.value.id for change in written}
        outbox = [item for order_id in ids for item in made[order_id]]
        await self._db.orders.finish(written, lambda: queued(outbox))
        return ids, outbox
