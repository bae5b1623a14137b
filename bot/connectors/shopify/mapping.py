"""Which of Shopify's topics become events, and what is said of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from bot.connectors.base import Ignored
from bot.connectors.reading import check, load
from bot.connectors.shopify import orders, parcels
from bot.connectors.shopify.payloads import Fulfillment, FulfillmentEvent, FulfillmentOrderChange, Order, Refund
from bot.connectors.shopify.privacy import privacy_request
from bot.domain.store_event import OrderEvent, ShipmentEvent
from bot.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.connectors.base import Delivery
    from bot.domain.store_event import StoreEvent

Events = tuple["StoreEvent", ...] | Ignored

ORDERS: Final = frozenset((
    "orders/create",
    "orders/paid",
    "orders/updated",
    "orders/cancelled",
    "orders/fulfilled",
    "orders/partially_fulfilled",
))  # fmt: skip
_UNTOLD: Final = "Shopify does not say which order it is: set shop and access_token or client_id so that it can be asked"
_NO_MONEY: Final = "no money of this refund has moved: goods were taken back, or the payment provider still works on it"
REASONS: Final[dict[str, str]] = {
    "orders/edited": "it says what was edited, not the result: that comes with orders/updated",
    "orders/delete": "an order that is deleted was done with before",
    "customers/data_request": "privacy request: a customer wants to see his data; give them to the shop within 30 days",
    "customers/redact": "privacy request: a customer's data are to be erased within 30 days",
    "shop/redact": "privacy request: the shop removed the app 48 hours ago and its data are to be erased within 30 days",
    "app/uninstalled": "the shop removed the app: no more events will come until it is installed again",
}
_FOR_PEOPLE: Final[dict[str, Literal["privacy", "connector"]]] = {
    "customers/data_request": "privacy",
    "customers/redact": "privacy",
    "shop/redact": "privacy",
    "app/uninstalled": "connector",
}


def parse(delivery: Delivery) -> Events:
    """Return the events of an inbox item, ``Ignored`` when it says nothing to a customer; raise ``Unreadable`` if malformed."""
    topic = delivery.topic
    if topic in REASONS:
        return Ignored(REASONS[topic], _FOR_PEOPLE.get(topic), privacy_request(topic, delivery))
    reader = _READERS.get(topic)
    return Ignored(f"the topic {topic!r} is none of ours") if reader is None else reader(load(delivery.body), delivery)


def _order(document: object, delivery: Delivery) -> Events:
    order = check(Order, document)
    return Ignored("a test order") if order.test else orders.of_order(order, delivery)


def _fulfillment(document: object, delivery: Delivery) -> Events:
    one = check(Fulfillment, document)
    if one.order_id is None:
        raise Unreadable("order_id: Field required")
    if not one.parcels and not parcels.first_of_order(one):
        return Ignored(f"fulfillment {one.name} has no tracking number and is not the only one of its order: orders/updated tells what can be told")
    found = parcels.of_fulfillment(one, one.order_id, None, delivery)
    return found or Ignored(f"a fulfillment with the status {one.status!r} has not left yet")


def _event(document: object, delivery: Delivery) -> Events:
    return parcels.of_event(check(FulfillmentEvent, document), delivery)


def _refund(document: object, delivery: Delivery) -> Events:
    refund = check(Refund, document)
    if refund.order_id is None:
        raise Unreadable("order_id: Field required")
    event = orders.of_refund(refund, refund.order_id, delivery)
    return Ignored(_NO_MONEY) if event is None else (event,)


def _ready(document: object, delivery: Delivery) -> Events:
    change = check(FulfillmentOrderChange, document)
    if change.order_id is None:
        return Ignored(_UNTOLD)
    return (ShipmentEvent(delivery.store.id, change.order_id, delivery.at, "available_for_pickup"),)


def _hold(document: object, delivery: Delivery) -> Events:
    change = check(FulfillmentOrderChange, document)
    if change.order_id is None:
        return Ignored(_UNTOLD)
    return (OrderEvent(delivery.store.id, change.order_id, delivery.at, held=delivery.topic == "fulfillment_orders/placed_on_hold"),)


_READERS: Final[dict[str, Callable[[object, Delivery], Events]]] = {
    **dict.fromkeys(ORDERS, _order),
    "fulfillments/create": _fulfillment,
    "fulfillments/update": _fulfillment,
    "fulfillment_events/create": _event,
    "refunds/create": _refund,
    "fulfillment_orders/line_items_prepared_for_pickup": _ready,
    "fulfillment_orders/placed_on_hold": _hold,
    "fulfillment_orders/hold_released": _hold,
}
