"""From BigCommerce's events to what the domain understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.base import Ignored
from bot.connectors.bigcommerce import parcels
from bot.connectors.bigcommerce.envelope import read
from bot.connectors.bigcommerce.options import BigCommerceOptions
from bot.connectors.bigcommerce.orders import DISPUTED, INCOMPLETE, STATES, of_order, of_refund
from bot.connectors.bigcommerce.payloads import Order, PostalAddress, Product, Refund, Shipment
from bot.connectors.reading import check
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.connectors.bigcommerce.envelope import Event
    from bot.domain.store_event import StoreEvent

_UNTOLD = "BigCommerce says no more than which order it is: set store_hash and access_token so that it can be asked"


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return the events of an inbox item, ``Ignored`` when it says nothing to a customer; raise ``Unreadable`` if malformed."""
    event = read(delivery.body)
    options = delivery.options if isinstance(delivery.options, BigCommerceOptions) else BigCommerceOptions()
    if not event.known:
        return Ignored(f"events of the scope {event.scope!r} are none of ours")
    if is_foreign(event, options):
        return Ignored(f"it is of the BigCommerce shop {event.store_hash!r}, not of the one that this store is tied to")
    if event.ref is None:
        raise Unreadable("data: the event names no order")
    if event.order is None and event.new_status is None:
        return Ignored(_UNTOLD)
    order = check(Order, {"id": event.ref, "status_id": event.new_status} if event.order is None else event.order)
    refusal = _refusal(order)
    return Ignored(refusal) if refusal else _events(order, event, options, delivery)


def is_foreign(event: Event, options: BigCommerceOptions) -> bool:
    """Tell whether an event comes from another shop than the one in the options: all that have an app installed share its secret."""
    return options.store_hash is not None and event.store_hash.casefold() != options.store_hash


def _refusal(order: Order) -> str | None:
    if order.is_deleted:
        return "the order is archived, which says nothing of what becomes of it"
    if order.status_id == INCOMPLETE:
        return "the order is incomplete: nobody has placed it yet"
    if order.status_id == DISPUTED:
        return "the payment is disputed: that is between the bank and the shop"
    return None if order.status_id in STATES else f"the order status {order.status_id!r} is not one of BigCommerce's own"


def _events(order: Order, event: Event, options: BigCommerceOptions, delivery: Delivery) -> tuple[StoreEvent, ...]:
    products = tuple(check(Product, one) for one in event.products)
    addresses = tuple(check(PostalAddress, one) for one in event.addresses)
    shipments = tuple(check(Shipment, one) for one in event.shipments)
    refunds = (of_refund(check(Refund, one), order, delivery) for one in event.refunds)
    return (
        of_order(order, products, addresses, delivery),
        *parcels.of_order(order, shipments, products, options, delivery),
        *(refund for refund in refunds if refund is not None),
    )
