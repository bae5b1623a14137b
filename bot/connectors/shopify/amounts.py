"""Which of Shopify's amounts a customer has seen: those in the currency of the checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.amounts import amount
from bot.domain.order import Line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.connectors.shopify.payloads import LineItem, MoneySet, Number, Order
    from bot.domain.money import Money

# What Shopify calls the only variant of a product that has none.
_NO_VARIANT = "default title"


def total(order: Order) -> Money | None:
    """Return what the customer was charged; what went back since is no smaller total, but a refund of its own."""
    if stands_as_edited(order):
        now = money(order.current_total_price_set, order.current_total_price, order.currency)
        if now is not None:
            return now
    return money(order.total_price_set, order.total_price, order.currency)


def stands_as_edited(order: Order) -> bool:
    """Tell whether the current figures are those of edits alone: money that went back and a cancellation change them as well."""
    return not order.cancelled_at and not any(refund.transactions for refund in order.refunds)


def lines(items: Iterable[LineItem], currency: str | None, *, current: bool) -> tuple[Line, ...]:
    """Return lines as the customer should see them; ``current``: without what edits took out. None without a currency."""
    return tuple(line for item in items if (line := _line(item, currency, current=current)) is not None)


def money(both: MoneySet | None, bare: Number | None, currency: str | None) -> Money | None:
    """Return an amount in the customer's currency, else in the shop's; ``None`` where either half is missing."""
    for one in (both.presentment_money, both.shop_money) if both else ():
        if one is not None and one.amount is not None and one.currency_code:
            return amount(one.amount, one.currency_code)
    return amount(bare, currency) if bare is not None and currency else None


def _line(item: LineItem, currency: str | None, *, current: bool) -> Line | None:
    quantity = item.current_quantity if current and item.current_quantity is not None else item.quantity
    price = money(item.price_set, item.price, currency)
    if not quantity or not item.title or price is None:
        return None
    variant = item.variant_title if (item.variant_title or _NO_VARIANT).casefold() != _NO_VARIANT else None
    return Line(f"{item.title} - {variant}" if variant else item.title, quantity, price, item.sku)
