"""A person has a customer told something about an order once more: an invoice, where a parcel is, that it was delivered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.flow.batch import nobody_waits
from bot.flow.handoff.acts import Act, Refused, marker, touched
from bot.flow.tell_again import Untold, tell_again

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.conversation import Conversation
    from bot.domain.delivery import Author, OutboxItem
    from bot.flow.batch import Queued
    from bot.flow.handoff.desk import HelpDesk
    from bot.flow.order_changes import OrderChanges
    from bot.flow.tell_again import Wanted


class Resending:
    """Queues notices anew, as the store's own systems may; the last look before sending decides as always."""

    def __init__(self, db: Database, desk: HelpDesk, changes: OrderChanges, queued: Queued = nobody_waits) -> None:
        self._db = db
        self._desk = desk
        self._changes = changes
        self._queued = queued

    async def resend(self, chat_id: str, by: Author, wanted: Wanted, now: int) -> list[OutboxItem] | Refused:
        """Tell a conversation's customer once more, and note who had it done; the same request again tells nothing twice."""
        chat = (await self._db.conversations.get_many([chat_id])).get(chat_id)
        customer = (await self._db.customers.heirs([chat.customer_id])).get(chat.customer_id) if chat else None
        if customer is None or wanted.order_id not in customer.order_ids:
            return Refused("not_found")
        if not self._changes.wanted(customer.store_id, wanted.milestone):
            return Refused("switched_off")
        made = await tell_again(self._db, self._changes, wanted, now, self._queued)
        if isinstance(made, Untold):
            return Refused("not_true", detail=made.reason)
        noted = await self._desk.do(chat_id, lambda chat: _noted(chat, by, wanted, now))
        return noted if isinstance(noted, Refused) else made


def _noted(chat: Conversation, by: Author, wanted: Wanted, now: int) -> Act:
    after = touched(chat, now)
    line = replace(marker(after, "resent", by, now, wanted.milestone), id=f"resent:{chat.id}:{wanted.request_id}", order_id=wanted.order_id)
    return Act(after, lines=(line,))
