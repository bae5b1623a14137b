"""Which order is meant, and how to ask when that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.parts.menu import PERSON
from bot.answers.payloads import MAX_PAYLOAD, choose
from bot.domain.answer import Answer, Facts, Option, Ref, Say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.order import Order, OrderState, Shipment, ShipmentState

MAX_ROWS = 10
_ORDER_STATES: dict[OrderState, str] = {
    "received": "state.received",
    "confirmed": "state.confirmed",
    "preparing": "state.preparing",
    "ready": "state.ready",
    "fulfilled": "state.fulfilled",
    "closed": "state.closed",
    "cancelled": "state.cancelled",
}
_PARCEL_STATES: dict[ShipmentState, str] = {
    "unknown": "state.fulfilled",
    "label_created": "state.ready",
    "picked_up": "state.in_transit",
    "in_transit": "state.in_transit",
    "out_for_delivery": "state.out_for_delivery",
    "available_for_pickup": "state.available_for_pickup",
    "delivered": "state.delivered",
    "returned": "state.returned",
    "cancelled": "state.parcel_cancelled",
    "lost": "state.lost",
}


def open_orders(facts: Facts) -> tuple[Order, ...]:
    """Return the orders that the customer is still waiting for, newest first."""
    return tuple(order for order in facts.orders if order.open)


def meant_order(facts: Facts) -> Order | None:
    """Return the order that a question is about: the one that is known to be meant, else the only open one, else the newest.

    ``None`` means that there is none, or that several are open and the customer has to choose.
    """
    waiting = open_orders(facts)
    if facts.order is not None or len(waiting) > 1:
        return facts.order
    return waiting[0] if waiting else next(iter(facts.orders), None)


def choose_order(orders: Sequence[Order], intent: str, question: Say) -> Answer:
    """Ask which of several orders a question is about, as a list whose rows answer it."""
    rows = [order for order in orders if len(order.id) + len(intent) + len("order:|") <= MAX_PAYLOAD]
    options = tuple(
        Option(choose(order.id, intent), Ref(order.number), Say("choose_order.row.description", {"state": order_state(order), "total": order.total}))
        for order in rows[:MAX_ROWS]
    )
    return Answer((question,), options, as_list=True, list_label=Say("choose_order.button"), asks=intent)


def order_state(order: Order) -> Say:
    """Return an order's state in a word or two: that of its parcel which is furthest from the customer, if it has shipped."""
    if order.state == "cancelled" or not order.shipments:
        return Say(_ORDER_STATES[order.state])
    return Say(_PARCEL_STATES[slowest(order.shipments).state])


def slowest(parcels: Sequence[Shipment]) -> Shipment:
    """Return the parcel that is furthest from the customer; there has to be one."""
    order = tuple(_PARCEL_STATES)
    return min(parcels, key=lambda parcel: order.index(parcel.state))


def no_orders() -> Answer:
    """Say that no order is known under this number, and what to do about it."""
    return Answer((Say("orders.none"), Say("orders.none_hint")), (PERSON,))
