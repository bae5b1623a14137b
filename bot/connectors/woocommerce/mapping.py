"""From a WooCommerce order to what the domain understands."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from html import unescape
from math import ceil
from typing import TYPE_CHECKING, Final

from bot.connectors.amounts import amount
from bot.connectors.base import Ignored
from bot.connectors.checkouts import language_tag, ticked
from bot.connectors.meanings import ORDER_STATES
from bot.connectors.phones import first_phone
from bot.connectors.reading import check, load
from bot.connectors.times import first_instant
from bot.connectors.woocommerce import parcels
from bot.connectors.woocommerce.options import WooOptions
from bot.connectors.woocommerce.payloads import Order
from bot.domain.order import Line
from bot.domain.store_event import Buyer, OrderEvent, RefundEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.connectors.base import Delivery
    from bot.connectors.meanings import Meaning
    from bot.connectors.woocommerce.payloads import LineItem, Number
    from bot.domain.money import Money
    from bot.domain.order import PaymentState
    from bot.domain.store_event import StoreEvent

ORDERS: Final = frozenset(("order.created", "order.updated", "order.restored"))
_DELETED: Final = "order.deleted"
# Where multilingual plugins note the language of the customer; this is the only place that knows it.
LANGUAGE_FIELDS: Final = ("wpml_language", "trp_language")
_AT_THE_DOOR: Final = frozenset(("cod", "cash_on_delivery"))
_MOST: Final = 1_000_000
_LEAST: Final = Decimal("0.000001")


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return the events of an inbox item, ``Ignored`` when it says nothing to a customer; raise ``Unreadable`` if malformed."""
    if delivery.topic == _DELETED:
        return Ignored("an order that is deleted is not cancelled: shops also tidy up what was done long ago")
    if delivery.topic not in ORDERS:
        return Ignored(f"the topic {delivery.topic!r} is none of ours")
    order = check(Order, load(delivery.body))
    options = delivery.options if isinstance(delivery.options, WooOptions) else WooOptions()
    meaning = options.meaning(order.status)
    if meaning is None:
        return Ignored(f"the order status {order.status!r} is not known: say what it means in the option statuses")
    if meaning == "ignored":
        return Ignored(f"an order with the status {order.status!r} is none yet, or none any more")
    changed_at = first_instant((order.date_modified_gmt, order.date_created_gmt), "UTC", delivery.at)
    told = _order(order, meaning, changed_at, delivery, options)
    return (told, *parcels.of_order(order, meaning, changed_at, delivery), *_refunds(order, changed_at, delivery))


def _order(order: Order, meaning: Meaning, changed_at: int, delivery: Delivery, options: WooOptions) -> OrderEvent:
    at_the_door = order.payment_method.casefold() in _AT_THE_DOOR if order.payment_method else None
    return OrderEvent(
        delivery.store.id,
        order.id,
        changed_at,
        ORDER_STATES.get(meaning),
        _payment(order, meaning),
        number=order.number or order.id,
        placed_at=first_instant((order.date_created_gmt,), "UTC", changed_at),
        total=amount(order.total, order.currency) if order.total is not None and order.currency else None,
        lines=tuple(_lines(order)) or None,
        buyer=_buyer(order, delivery, options),
        cash_on_delivery=at_the_door,
        payment_url=order.payment_url if order.needs_payment and not at_the_door else None,
    )


def _payment(order: Order, meaning: Meaning) -> PaymentState | None:
    if meaning == "refunded":
        return "refunded"
    if order.date_paid_gmt:
        return "paid"
    if meaning == "payment_failed":
        return "failed"
    return None if meaning == "cancelled" else "pending"


def _refunds(order: Order, changed_at: int, delivery: Delivery) -> Iterator[RefundEvent]:
    """Yield the money of each refund; the order does not say when, so it is as old as the order's last change."""
    for refund in order.refunds:
        back = amount(refund.total, order.currency) if refund.total is not None and order.currency else None
        if back is None or back.minor:
            yield RefundEvent(delivery.store.id, order.id, changed_at, refund.id, _positive(back))


def _positive(money: Money | None) -> Money | None:
    return type(money)(abs(money.minor), money.currency) if money else None


def _lines(order: Order) -> Iterator[Line]:
    for item in order.line_items:
        pieces = _number(item.quantity)
        price = _price(item, pieces, with_tax=bool(order.prices_include_tax))
        if item.name and order.currency and price is not None and 0 < pieces <= _MOST:
            # A quantity of 1.5 metres is shown as the 2 that were begun.
            yield Line(unescape(item.name), ceil(pieces), amount(price, order.currency), item.sku)


def _price(item: LineItem, pieces: Decimal, *, with_tax: bool) -> Decimal | None:
    """Return what one piece cost, as the shop showed it: with its tax where prices are shown with it."""
    if item.total is None or not pieces:
        return None if item.price is None else _number(item.price)
    tax = _number(item.total_tax) if with_tax and item.total_tax is not None else Decimal(0)
    return (_number(item.total) + tax) / pieces


def _number(value: Number) -> Decimal:
    """Return a number, 0 for what is none: a line is not worth losing the order."""
    try:
        found = Decimal(str(value).strip() or "0")
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() and _LEAST <= abs(found) < _MOST * _MOST else Decimal(0)


def _buyer(order: Order, delivery: Delivery, options: WooOptions) -> Buyer:
    shipping, billing = order.shipping, order.billing
    country = (shipping and shipping.country) or (billing and billing.country) or None
    home = delivery.store.country
    phones = [first_phone([one.phone], one.country or country or home) for one in (shipping, billing) if one is not None]
    languages = [order.field(name) for name in (options.language_field, *LANGUAGE_FIELDS)]
    return Buyer(
        phone=next((phone for phone in phones if phone), None),
        name=next((one.name for one in (billing, shipping) if one and one.name), None),
        email=billing.email if billing else None,
        language=next((tag for value in languages if isinstance(value, str) and (tag := language_tag(value))), None),
        country=country,
        consent=_said(order, options.consent_field),
        marketing=_said(order, options.marketing_field),
    )


def _said(order: Order, name: str | None) -> bool | None:
    value = order.field(name)
    return ticked(str(value)) if isinstance(value, str | int) else None
