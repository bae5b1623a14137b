"""The customer's orders, as a list in which each can be looked into."""

from __future__ import annotations

from bot.answers.parts.orders import MAX_ROWS, choose_order, no_orders
from bot.domain.answer import Answer, Facts, Say


def answer(facts: Facts) -> Answer:
    """List the newest orders; choosing one asks for its state."""
    if not facts.orders:
        return no_orders()
    shown = facts.orders[:MAX_ROWS]
    return choose_order(shown, "order_status", Say("list_orders.shown", count=len(shown)))
