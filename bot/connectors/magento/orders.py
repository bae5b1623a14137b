"""From a Magento order to what the domain understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.amounts import amount
from bot.connectors.checkouts import is_cash_on_delivery
from bot.connectors.magento.envelope import ZONE
from bot.connectors.magento.options import HOLDED
from bot.connectors.meanings import ORDER_STATES, status_word
from bot.connectors.phones import first_phone
from bot.connectors.times import first_instant
from bot.domain.order import Line
from bot.domain.store_event import Buyer, OrderEvent

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.connectors.magento.options import MagentoOptions
    from bot.connectors.magento.payloads import Order, PostalAddress
    from bot.connectors.meanings import Meaning
    from bot.domain.money import Money
    from bot.domain.order import OrderState, PaymentState
    from bot.domain.store import Store

# The names of states that wait for a payment, as ``status_word`` spells them.
_WAITING = frozenset(("pending-payment", "payment-review"))


def changed_at(order: Order, delivery: Delivery) -> int:
    """Return when an order was changed last."""
    return first_instant((order.updated_at, order.created_at), ZONE, delivery.at)


def is_held(order: Order) -> bool:
    """Tell whether the shop holds the order back."""
    return HOLDED in {status_word(order.state), status_word(order.status)}


def of_order(order: Order, ref: str, meaning: Meaning | None, options: MagentoOptions, delivery: Delivery) -> OrderEvent:
    """Return the order with its details. ``ref`` is its id; without one nothing may be made of it, so it has no beginning."""
    store = delivery.store
    at_the_door = _at_the_door(order)
    known = meaning is not None or is_held(order)
    return OrderEvent(
        store.id,
        ref,
        changed_at(order, delivery),
        _state(meaning, at_the_door=bool(at_the_door)),
        _payment(order, meaning, store),
        number=order.increment_id,
        placed_at=(first_instant((order.created_at,), ZONE, 0) or None) if order.entity_id else None,
        total=_money(order.grand_total, order, store),
        lines=lines(order, store) or None,
        buyer=_buyer(order, options, store),
        cash_on_delivery=at_the_door,
        held=is_held(order) if known else None,
    )


def lines(order: Order, store: Store) -> tuple[Line, ...]:
    """Return the lines that have a name and a price, without the parts of others."""
    found = []
    for item in order.items:
        price = _money(item.price if item.price_incl_tax is None else item.price_incl_tax, order, store)
        if item.name and price is not None and not item.parent_item_id:
            found.append(Line(item.name, max(1, item.qty_ordered or 1), price, item.sku))
    return tuple(found)


def _state(meaning: Meaning | None, *, at_the_door: bool) -> OrderState | None:
    if meaning is None:
        return None
    # What is paid at the door waits for nothing.
    return "confirmed" if meaning == "received" and at_the_door else ORDER_STATES.get(meaning)


def _payment(order: Order, meaning: Meaning | None, store: Store) -> PaymentState | None:
    paid, due, back = (_minor(value, order, store) for value in (order.total_paid, order.total_due, order.total_refunded))
    if back:
        return "refunded" if meaning == "refunded" or back >= (paid or 0) else "partially_refunded"
    if meaning in {"refunded", "cancelled"}:
        return "refunded" if meaning == "refunded" else None
    if due == 0:
        return "paid"
    if meaning == "payment_failed":
        return "failed"
    if order.payment and _minor(order.payment.amount_authorized, order, store):
        return "authorised"
    return "pending" if due or status_word(order.state) in _WAITING else None


def _at_the_door(order: Order) -> bool | None:
    method = order.payment.method if order.payment else None
    return is_cash_on_delivery(method) if method else None


def _buyer(order: Order, options: MagentoOptions, store: Store) -> Buyer:
    addresses = [one for one in (_shipping(order), order.billing_address) if one is not None]
    country = next((one.country_id for one in addresses if one.country_id), None)
    phones = [first_phone([one.telephone], one.country_id or country or store.country) for one in addresses]
    names = [_name(order.customer_firstname, order.customer_lastname), *(_name(one.firstname, one.lastname) for one in reversed(addresses))]
    emails = [order.customer_email, *(one.email for one in reversed(addresses))]
    return Buyer(
        phone=next((phone for phone in phones if phone), None),
        name=next((name for name in names if name), None),
        email=next((email for email in emails if email), None),
        language=options.language(order.store_id),
        country=country,
    )


def _shipping(order: Order) -> PostalAddress | None:
    assignments = order.extension_attributes.shipping_assignments if order.extension_attributes else ()
    return next((one.shipping.address for one in assignments if one.shipping and one.shipping.address), None)


def _name(first: str | None, last: str | None) -> str:
    return " ".join(part for part in (first, last) if part)


def _money(value: str | float | None, order: Order, store: Store) -> Money | None:
    return None if value is None else amount(value, order.order_currency_code or store.currency)


def _minor(value: str | float | None, order: Order, store: Store) -> int | None:
    found = _money(value, order, store)
    return None if found is None else found.minor
