"""Where an order is: every parcel with its last scan, expected day and trouble, and what happens next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.parts.menu import PERSON
from bot.answers.parts.orders import choose_order, meant_order, no_orders, open_orders
from bot.answers.parts.parcels import carrier, details, tracking
from bot.domain.answer import Answer, Facts, Ref, Say, Value
from bot.language.when import when_at

if TYPE_CHECKING:
    from bot.domain.order import Order, OrderState, Shipment, ShipmentState

_BEFORE_SHIPPING: dict[OrderState, str] = {
    "received": "order_status.received",
    "confirmed": "order_status.confirmed",
    "preparing": "order_status.preparing",
    "ready": "order_status.ready",
    "fulfilled": "order_status.fulfilled",
    "closed": "order_status.closed",
    "cancelled": "order_status.cancelled",
}
_SINGLE: dict[ShipmentState, str] = {
    "unknown": "order_status.unknown",
    "label_created": "order_status.label_created",
    "picked_up": "order_status.picked_up",
    "in_transit": "order_status.in_transit",
    "out_for_delivery": "order_status.out_for_delivery",
    "available_for_pickup": "order_status.available_for_pickup",
    "delivered": "order_status.delivered",
    "returned": "order_status.returned",
    "cancelled": "order_status.parcel_cancelled",
    "lost": "order_status.lost",
}
_OF_SEVERAL: dict[ShipmentState, str] = {
    "unknown": "parcel_of.unknown",
    "label_created": "parcel_of.label_created",
    "picked_up": "parcel_of.picked_up",
    "in_transit": "parcel_of.in_transit",
    "out_for_delivery": "parcel_of.out_for_delivery",
    "available_for_pickup": "parcel_of.available_for_pickup",
    "delivered": "parcel_of.delivered",
    "returned": "parcel_of.returned",
    "cancelled": "parcel_of.cancelled",
    "lost": "parcel_of.lost",
}
_UNSHIPPED: frozenset[OrderState] = frozenset(("received", "confirmed", "preparing", "ready"))
_NEEDS_PERSON: frozenset[ShipmentState] = frozenset(("returned", "cancelled", "lost"))


def answer(facts: Facts) -> Answer:
    """Say where the order is that is meant, or ask which one."""
    order = meant_order(facts)
    if order is not None:
        return _status(order, facts)
    waiting = open_orders(facts)
    return choose_order(waiting, "order_status", Say("order_status.choose", count=len(waiting))) if waiting else no_orders()


def _status(order: Order, facts: Facts) -> Answer:
    if order.state == "cancelled" or not order.shipments:
        return Answer((*_before_shipping(order), *_money(order)), order_id=order.id)
    lines = _single(order, facts) if len(order.shipments) == 1 else _several(order, facts)
    numbers, link = tracking(order)
    lost = any(parcel.state in _NEEDS_PERSON for parcel in order.shipments)
    options = (PERSON,) if lost and link is None else ()
    return Answer((*lines, *numbers), options, link=link, order_id=order.id)


def _before_shipping(order: Order) -> tuple[Say, ...]:
    lines = [Say(_BEFORE_SHIPPING[order.state], {"order": Ref(order.number)})]
    if order.state in _UNSHIPPED and order.payment == "pending":
        lines.append(Say("order_status.payment_pending", {"total": order.total}))
    elif order.state in _UNSHIPPED and order.payment == "failed":
        lines.append(Say("order_status.payment_failed", {"total": order.total}))
    if order.state in _UNSHIPPED and order.payment != "failed":
        lines.append(Say("order_status.next"))
    return tuple(lines)


def _money(order: Order) -> tuple[Say, ...]:
    if order.refunded is not None and order.refunded.minor > 0:
        return (Say("order_status.refunded", {"amount": order.refunded}),)
    return (Say("order_status.refunded", {"amount": order.total}),) if order.payment == "refunded" else ()


def _single(order: Order, facts: Facts) -> tuple[Say, ...]:
    parcel = order.shipments[0]
    return (Say(_SINGLE[parcel.state], {**_values(parcel, facts), "order": Ref(order.number)}), *details(parcel, facts))


def _several(order: Order, facts: Facts) -> tuple[Say, ...]:
    lines = [Say("order_status.parcels", {"order": Ref(order.number)}, count=len(order.shipments))]
    for number, parcel in enumerate(order.shipments, start=1):
        lines.append(Say("order_status.parcel", {"number": number, "state": Say(_OF_SEVERAL[parcel.state], _values(parcel, facts))}))
        lines.extend(details(parcel, facts))
    return tuple(lines)


def _values(parcel: Shipment, facts: Facts) -> dict[str, Value]:
    return {"carrier": carrier(parcel), "when": when_at(parcel.state_at, facts.now, facts.store)}
