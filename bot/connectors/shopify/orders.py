"""From a Shopify order to what the domain understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.amounts import amount
from bot.connectors.checkouts import is_cash_on_delivery, language_tag, ticked
from bot.connectors.phones import first_phone
from bot.connectors.shopify import parcels
from bot.connectors.shopify.amounts import lines, stands_as_edited, total
from bot.connectors.shopify.options import ShopifyOptions
from bot.connectors.times import first_instant
from bot.domain.money import Money
from bot.domain.store_event import Buyer, OrderEvent, RefundEvent

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.connectors.shopify.payloads import Order, PostalAddress, Refund
    from bot.domain.order import OrderState, PaymentState
    from bot.domain.store_event import StoreEvent

_PAYMENT: Final[dict[str, PaymentState]] = {
    "pending": "pending",
    "unpaid": "pending",
    # The rest is still to come.
    "partially_paid": "pending",
    "authorized": "authorised",
    "paid": "paid",
    "partially_refunded": "partially_refunded",
    "refunded": "refunded",
    "voided": "voided",
    "expired": "voided",
}


def of_order(order: Order, delivery: Delivery) -> tuple[StoreEvent, ...]:
    """Return the order with its details, its parcels and the money that went back."""
    shipments = parcels.of_order(order.fulfillments, order.id, order.currency, delivery)
    refunds = [event for refund in order.refunds if (event := of_refund(refund, order.id, delivery)) is not None]
    return (_order(order, delivery), *shipments, *refunds)


def of_refund(refund: Refund, order_ref: str, delivery: Delivery) -> RefundEvent | None:
    """Return the money of a refund that has moved; ``None`` where none has: goods were taken back, or the bank still works on it."""
    moved = [
        amount(one.amount, one.currency)
        for one in refund.transactions
        if (one.kind or "").casefold() == "refund" and (one.status or "").casefold() == "success" and not one.test
        if one.amount is not None and one.currency
    ]
    if not moved:
        return None
    currencies = {one.currency for one in moved}
    back = Money(sum(one.minor for one in moved), moved[0].currency) if len(currencies) == 1 else None
    at = first_instant((refund.processed_at, refund.created_at), delivery.store.timezone, delivery.at)
    return RefundEvent(delivery.store.id, order_ref, at, refund.id, back)


def _order(order: Order, delivery: Delivery) -> OrderEvent:
    zone = delivery.store.timezone
    changed_at = first_instant((order.updated_at, order.cancelled_at, order.created_at), zone, delivery.at)
    payment = _PAYMENT.get((order.financial_status or "").casefold())
    at_the_door = _at_the_door(order)
    return OrderEvent(
        delivery.store.id,
        order.id,
        changed_at,
        _state(order, payment, at_the_door=bool(at_the_door)),
        payment,
        number=order.name or order.order_number or order.id,
        placed_at=first_instant((order.created_at, order.processed_at), zone, changed_at),
        total=total(order),
        lines=lines(order.line_items, order.currency, current=stands_as_edited(order)) or None,
        buyer=_buyer(order, delivery),
        cash_on_delivery=at_the_door,
        status_url=order.order_status_url,
    )


def _state(order: Order, payment: PaymentState | None, *, at_the_door: bool) -> OrderState:
    """Return how far the order is.

    ``closed_at`` says nothing: Shopify archives an order as soon as it is paid and sent, while the customer still waits for it.
    """
    if order.cancelled_at:
        return "cancelled"
    if (order.fulfillment_status or "").casefold() == "fulfilled":
        return "fulfilled"
    return "received" if payment in {None, "pending", "voided"} and not at_the_door else "confirmed"


def _at_the_door(order: Order) -> bool | None:
    """Tell whether it is paid at the door, ``None`` while no way to pay is chosen."""
    gateways = [name for name in order.payment_gateway_names or () if name]
    return any(is_cash_on_delivery(name) for name in gateways) if gateways else None


def _buyer(order: Order, delivery: Delivery) -> Buyer:
    customer, shipping, billing = order.customer, order.shipping_address, order.billing_address
    country = _country(shipping) or _country(billing)
    phones = [one.phone for one in (shipping, order, customer, billing) if one is not None]
    known = " ".join(part for part in (customer.first_name, customer.last_name) if part) if customer else ""
    options = delivery.options if isinstance(delivery.options, ShopifyOptions) else ShopifyOptions()
    return Buyer(
        phone=first_phone(phones, country or delivery.store.country),
        name=known or next((one.name for one in (shipping, billing) if one and one.name), None),
        email=order.email or order.contact_email or (customer.email if customer else None),
        language=language_tag(order.customer_locale),
        country=country,
        consent=_said(order, options.consent_attribute),
        marketing=_said(order, options.marketing_attribute),
    )


def _country(address: PostalAddress | None) -> str | None:
    return address.country_code if address else None


def _said(order: Order, attribute: str | None) -> bool | None:
    """Return what was ticked under a cart attribute; Shopify's own consents are to e-mail and SMS, so they say nothing of WhatsApp."""
    return next((ticked(one.value) for one in order.note_attributes if attribute and one.name == attribute), None)
