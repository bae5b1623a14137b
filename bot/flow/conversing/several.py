"""One question about several orders: those that are named, or the invoices of all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answers.invoice_request import ALL as ALL_INVOICES
from bot.language.all_of import asks_for_all
from bot.language.slots import same_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.conversing.scene import Scene
    from bot.flow.conversing.wish import Wish
    from bot.language.understand import Understanding

MOST_INVOICES: Final = 5
_INVOICE: Final = "invoice_request"
_EACH: Final = frozenset((_INVOICE, "order_status", "order_eta"))


def about_each(scene: Scene, main: Wish, understanding: Understanding) -> list[Wish]:
    """Return a wish once for each of the customer's orders that its words name."""
    numbers = understanding.slots.order_numbers
    named = [order.id for number in numbers for order in scene.orders if same_order(order.number, number)]
    if main.intent not in _EACH or main.order not in named or main.answers is not None:
        return [main]
    return [replace(main, order=one) for one in dict.fromkeys(named)]


def all_invoices(scene: Scene, wishes: Sequence[Wish]) -> list[Wish]:
    """Return a wish for each of the newest invoices where all are asked for; nothing where they aren't, or where there are none."""
    asked = next((wish for wish in wishes if _all(wish)), None)
    if asked is None:
        return []
    ids = [order.id for order in scene.orders if order.invoices]
    each = [replace(asked, intent=_INVOICE, order=one, answers=None) for one in ids[:MOST_INVOICES]]
    if len(ids) > MOST_INVOICES:
        each[-1] = replace(each[-1], more=True)
    others = [wish for wish in wishes if wish.intent not in {_INVOICE, ALL_INVOICES}]
    return [*each, *others] if each else [replace(asked, intent=_INVOICE), *others]


def _all(wish: Wish) -> bool:
    return wish.intent == ALL_INVOICES or (wish.intent == _INVOICE and wish.order is None and asks_for_all(wish.words))
