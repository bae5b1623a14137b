"""From a BigCommerce order to what the domain understands. Only the ids of statuses are read: their names are the shop's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.amounts import amount
from bot.connectors.bigcommerce.envelope import ZONE
from bot.connectors.checkouts import is_cash_on_delivery, language_tag
from bot.connectors.phones import first_phone
from bot.connectors.times import first_instant
from bot.domain.order import Line
from bot.domain.store_event import Buyer, OrderEvent, RefundEvent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.connectors.base import Delivery
    from bot.connectors.bigcommerce.payloads import Order, PostalAddress, Product, Refund
    from bot.domain.order import OrderState, PaymentState
    from bot.domain.store import Store

INCOMPLETE: Final = 0
DISPUTED: Final = 13
_VERIFICATION: Final = 12
_REFUNDED: Final = 4
_PARTLY_REFUNDED: Final = 14
# https://developer.bigcommerce.com/docs/rest-management/orders/order-status; None says nothing of the order itself.
STATES: Final[dict[int, OrderState | None]] = {
    1: "received",  # Pending: the checkout was begun, the payment is not certain.
    2: "fulfilled",  # Shipped
    3: "preparing",  # Partially Shipped
    4: None,  # Refunded
    5: "cancelled",  # Cancelled
    6: "cancelled",  # Declined, by the seller.
    7: "received",  # Awaiting Payment
    8: "ready",  # Awaiting Pickup
    9: "ready",  # Awaiting Shipment: packed, and waiting for the carrier.
    10: "fulfilled",  # Completed
    11: "confirmed",  # Awaiting Fulfillment: paid for, and nothing done yet.
    12: "received",  # Manual Verification Required
    14: None,  # Partially Refunded
}
_PAYMENTS: Final[dict[str, PaymentState]] = {
    "authorized": "authorised",
    "capture pending": "authorised",
    "captured": "paid",
    "paid": "paid",
    "declined": "failed",
    "held for review": "pending",
    "pending": "pending",
    "partially refunded": "partially_refunded",
    "refunded": "refunded",
    "void": "voided",
    "voided": "voided",
}
# What the order's own status says where its payment has none: that of manual payments is empty.
_PAYMENTS_BY_STATUS: Final[dict[int, PaymentState]] = {_REFUNDED: "refunded", _PARTLY_REFUNDED: "partially_refunded", 7: "pending"}


def changed_at(order: Order, delivery: Delivery) -> int:
    """Return when an order was changed last."""
    return first_instant((order.date_modified, order.date_created), ZONE, delivery.at)


def of_order(order: Order, products: Iterable[Product], addresses: tuple[PostalAddress, ...], delivery: Delivery) -> OrderEvent:
    """Return the order, as far as it is known: without its details where only its status was told."""
    store = delivery.store
    state = STATES.get(order.status_id) if order.status_id is not None else None
    at_the_door = is_cash_on_delivery(order.payment_method) if order.payment_method else None
    return OrderEvent(
        store.id,
        order.id,
        changed_at(order, delivery),
        # What is paid at the door waits for nothing.
        "confirmed" if state == "received" and at_the_door and order.status_id != _VERIFICATION else state,
        _payment(order),
        number=order.id,
        placed_at=first_instant((order.date_created,), ZONE, 0) or None,
        total=None if order.total_inc_tax is None else amount(order.total_inc_tax, order.currency_code or store.currency),
        lines=tuple(line for product in products if (line := line_of(product, order, store))) or None,
        buyer=_buyer(order, addresses, store),
        cash_on_delivery=at_the_door,
        held=order.status_id == _VERIFICATION,
    )


def of_refund(refund: Refund, order: Order, delivery: Delivery) -> RefundEvent | None:
    """Return the money that went back, ``None`` where the bank declined to take it back."""
    if refund.failed:
        return None
    back = None if refund.total_amount is None else amount(refund.total_amount, order.currency_code or delivery.store.currency)
    return RefundEvent(delivery.store.id, order.id, first_instant((refund.created,), ZONE, changed_at(order, delivery)), refund.id, back)


def line_of(product: Product, order: Order, store: Store) -> Line | None:
    """Return a line, ``None`` for what has no name or price and for the parts of others."""
    if not product.name or product.price_inc_tax is None or product.parent_order_product_id:
        return None
    price = amount(product.price_inc_tax, order.currency_code or store.currency)
    return Line(product.name, max(1, product.quantity or 1), price, product.sku)


def _payment(order: Order) -> PaymentState | None:
    known = _PAYMENTS.get((order.payment_status or "").casefold().replace("_", " "))
    return known or (_PAYMENTS_BY_STATUS.get(order.status_id) if order.status_id is not None else None)


def _buyer(order: Order, addresses: tuple[PostalAddress, ...], store: Store) -> Buyer | None:
    known = [*addresses[:1], *([order.billing_address] if order.billing_address else [])]
    if not known:
        return None
    country = next((one.country_iso2 for one in known if one.country_iso2), None)
    phones = [first_phone([one.phone], one.country_iso2 or country or store.country) for one in known]
    names = [" ".join(part for part in (one.first_name, one.last_name) if part) for one in reversed(known)]
    return Buyer(
        phone=next((phone for phone in phones if phone), None),
        name=next((name for name in names if name), None),
        email=next((one.email for one in reversed(known) if one.email), None),
        language=language_tag(order.customer_locale),
        country=country,
    )
