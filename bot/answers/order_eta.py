"""When an order arrives; a day that has passed or is not known is said plainly."""

from __future__ import annotations

from bot.answers.parts.orders import choose_order, meant_order, no_orders, open_orders, order_state
from bot.answers.parts.parcels import expected, seen, tracking, trouble
from bot.domain.answer import Answer, Facts, Ref, Say
from bot.domain.order import MOVING, TERMINAL, Order, Shipment, ShipmentState
from bot.language.when import when_at

_ARRIVED: dict[ShipmentState, str] = {
    "delivered": "order_status.delivered",
    "returned": "order_status.returned",
    "cancelled": "order_status.parcel_cancelled",
    "lost": "order_status.lost",
}


def answer(facts: Facts) -> Answer:
    """Say when the order arrives that is meant, or ask which one."""
    order = meant_order(facts)
    if order is not None:
        return _eta(order, facts)
    waiting = open_orders(facts)
    return choose_order(waiting, "order_eta", Say("order_eta.choose", count=len(waiting))) if waiting else no_orders()


def _eta(order: Order, facts: Facts) -> Answer:
    if order.state == "cancelled":
        return Answer((Say("order_status.cancelled", {"order": Ref(order.number)}),), order_id=order.id)
    if not order.shipments:
        return Answer(_not_shipped(order), order_id=order.id)
    numbers, link = tracking(order)
    waiting = [parcel for parcel in order.shipments if parcel.state not in TERMINAL]
    if not waiting:
        return Answer(_arrived(order, facts), order_id=order.id)
    several = len(order.shipments) > 1
    lines = [line for parcel in waiting for line in _parcel(order, parcel, facts, several=several)]
    return Answer((*lines, *(() if link else numbers)), link=link, order_id=order.id)


def _not_shipped(order: Order) -> tuple[Say, ...]:
    if order.state in {"fulfilled", "closed"}:
        return (Say("order_eta.no_tracking", {"order": Ref(order.number)}),)
    return (Say("order_eta.not_shipped", {"order": Ref(order.number), "state": order_state(order)}), Say("order_eta.next"))


def _arrived(order: Order, facts: Facts) -> tuple[Say, ...]:
    parcel = order.shipments[-1]
    return (Say(_ARRIVED[parcel.state], {"order": Ref(order.number), "when": when_at(parcel.state_at, facts.now, facts.store)}),)


def _parcel(order: Order, parcel: Shipment, facts: Facts, *, several: bool) -> tuple[Say, ...]:
    number = order.shipments.index(parcel) + 1
    about = (
        Say("order_eta.parcel", {"number": number, "order": Ref(order.number)}) if several else Say("order_eta.order", {"order": Ref(order.number)})
    )
    if parcel.state == "available_for_pickup":
        return (about, Say("parcel_of.available_for_pickup", {"carrier": Ref(parcel.carrier) if parcel.carrier else Say("parcel.carrier")}))
    known = expected(parcel, facts)
    if not known and parcel.state not in MOVING:
        return (about, Say("order_eta.waiting_for_carrier"))
    return (about, *known, *seen(parcel, facts), *trouble(parcel, facts))
