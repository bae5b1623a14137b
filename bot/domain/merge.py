"""What an order becomes when its store, a carrier or an invoicing system reports something."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.notice import Milestone
from bot.domain.order import MOVING, TERMINAL, Order, OrderState, PaymentState, Shipment, parcel_key
from bot.domain.store_event import OrderEvent, ShipmentEvent, StoreEvent
from bot.domain.tracking import observed

# A store may call off what it had begun, never the other way round.
_ORDER_RANK: dict[OrderState, int] = {"received": 0, "confirmed": 10, "preparing": 20, "ready": 30, "fulfilled": 40, "closed": 50, "cancelled": 60}
# A failed attempt may be followed by a successful one; money comes back only after it was there.
_PAYMENT_RANK: dict[PaymentState, int] = {
    "pending": 0,
    "authorised": 10,
    "failed": 20,
    "voided": 30,
    "paid": 40,
    "partially_refunded": 50,
    "refunded": 60,
}
Reached = tuple[Milestone, str, int]


def merge(order: Order, event: StoreEvent) -> Order:
    """Return the order after an event of its store; equal to ``order`` when the event brings nothing new.

    Order, payment and parcels are independent of one another, and none goes back. The same events give the same order in any
    sequence and repetition. ``version`` is left alone.
    """
    if isinstance(event, ShipmentEvent):
        return replace(order, shipments=_shipments(order.shipments, event))
    return _reported(order, event)


def milestones(before: Order, after: Order) -> tuple[Reached, ...]:
    """Return what may be worth a notice, as (milestone, parcel id, cycle).

    ``shipped``: a parcel that was still at the store is on its way. A parcel that is first heard of when it has arrived was
    never announced and isn't any more. Each parcel ships once, so its cycle is 1.
    """
    known = {parcel.id: parcel for parcel in before.shipments}
    return tuple(("shipped", parcel.id, 1) for parcel in after.shipments if parcel.state in MOVING and _at_store(known.get(parcel.id)))


def _at_store(parcel: Shipment | None) -> bool:
    return parcel is None or parcel.state not in MOVING | TERMINAL


def _reported(order: Order, event: OrderEvent) -> Order:
    payment = max(order.payment, event.payment or order.payment, key=_PAYMENT_RANK.__getitem__)
    state, state_at = order.state, order.state_at
    if event.state is not None:
        state, state_at = max((state, state_at), (event.state, event.occurred_at), key=lambda one: (_ORDER_RANK[one[0]], one[1]))
    return replace(order, payment=payment, state=state, state_at=state_at)


def _shipments(parcels: tuple[Shipment, ...], event: ShipmentEvent) -> tuple[Shipment, ...]:
    """Return the parcels after the event; one without tracking number says nothing where it could mean several parcels."""
    place = _place(parcels, event.tracking_number)
    if place is not None:
        return (*parcels[:place], observed(parcels[place], event), *parcels[place + 1 :])
    if parcels and event.tracking_number is None:
        return parcels
    new_id = parcel_key(event.tracking_number) if event.tracking_number else "1"
    # Nothing is known of it since the beginning of time, so that it comes out the same whichever event made it.
    return tuple(sorted((*parcels, observed(Shipment(new_id, "unknown", 0), event)), key=lambda parcel: parcel.id))


def _place(parcels: tuple[Shipment, ...], tracking_number: str | None) -> int | None:
    """Return which parcel is meant: the one of that number, else the only one that has none, else the only one there is."""
    keys = [parcel_key(parcel.tracking_number) if parcel.tracking_number else None for parcel in parcels]
    if tracking_number and parcel_key(tracking_number) in keys:
        return keys.index(parcel_key(tracking_number))
    if keys.count(None) == 1:
        return keys.index(None)
    return 0 if len(parcels) == 1 and not tracking_number else None
