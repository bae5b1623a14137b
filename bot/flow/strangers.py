"""Orders beside the customer's own that a chat may need: those he has shown to be his, and the one that he is about to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.names import order_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.conversation import Conversation
    from bot.domain.order import Order


@dataclass(frozen=True, slots=True)
class Strangers:
    """``orders`` by id, and the ids by chat: ``shown`` may be told, ``claimed`` only after a second fact."""

    orders: Mapping[str, Order] = field(default_factory=dict)
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def shown(self, chat: Conversation) -> tuple[Order, ...]:
        """Return the orders that the customer has shown to be his."""
        return tuple(self.orders[one] for one in chat.shown_orders if one in self.orders)

    def claimed(self, chat: Conversation) -> tuple[Order, ...]:
        """Return the orders of the store that go by the number which our question for a second fact is about."""
        found = (self.orders.get(one) for one in self.claims.get(chat.id, ()))
        return tuple(order for order in found if order is not None and order.store_id == chat.store_id)


async def strangers(db: Database, chats: Sequence[Conversation]) -> Strangers:
    """Look for these orders in at most two calls, and in none where no chat needs any."""
    wanted = {chat.id: names for chat in chats if (names := _names(chat))}
    resolved = await db.names.resolve(list({name for names in wanted.values() for name in names})) if wanted else {}
    claims = {chat: tuple(dict.fromkeys(resolved[name] for name in names if name in resolved)) for chat, names in wanted.items()}
    ids = {one for found in claims.values() for one in found} | {one for chat in chats for one in chat.shown_orders}
    return Strangers(await db.orders.get_many(list(ids)) if ids else {}, claims)


def _names(chat: Conversation) -> tuple[str, ...]:
    question = chat.question
    if question is None or question.kind != "second_fact":
        return ()
    return tuple(order_name(chat.store_id, number) for number in question.options)
