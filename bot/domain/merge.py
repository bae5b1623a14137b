"""What an order becomes when its store, a carrier or an invoicing system reports something."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from bot.domain.details import detailed, memory
from bot.domain.milestones import Reached, milestones
from bot.domain.order import Order, OrderState, Shipment, parcel_key
from bot.domain.payments import counted, settled, with_invoice, with_payment, with_refund
from bot.domain.store_event import InvoiceEvent, OrderEvent, RefundEvent, ShipmentEvent, StoreEvent
from bot.domain.tracking import observed

if TYPE_CHECKING:
    from bot.domain.details import Marks

__all__ = ["Reached", "merge", "milestones"]

# A store may call off what it had begun, never the other way round.
_ORDER_RANK: dict[OrderState, int] = {"received": 0, "confirmed": 10, "preparing": 20, "ready": 30, "fulfilled": 40, "closed": 50, "cancelled": 60}


def merge(order: Order, event: StoreEvent) -> Order:
    """Return the order after an event of its store; equal to ``order`` when the event brings nothing new.

    Order, payment and parcels are independent of one another, and none goes back. The same events give the same order in any
    sequence and repetition. ``version`` and ``customer_id`` are left alone.
    """
    if isinstance(event, ShipmentEvent):
        return replace(order, shipments=_shipments(order.shipments, event))
    marks = memory(order)
    after = settled(_reported(counted(order), event, marks), marks)
    return replace(after, marks=tuple(sorted(marks.items())))


def _reported(order: Order, event: OrderEvent | RefundEvent | InvoiceEvent, marks: Marks) -> Order:
    if isinstance(event, RefundEvent):
        return replace(order, refunds=with_refund(order, event, marks))
    if isinstance(event, InvoiceEvent):
        return replace(order, invoices=with_invoice(order, event, marks))
    if not isinstance(event, OrderEvent):
        assert_never(event)
    if event.payment is not None:
        with_payment(marks, event.payment, event.occurred_at)
    return _moved_on(detailed(order, event, marks), event)


def _moved_on(order: Order, event: OrderEvent) -> Order:
    if event.state is None:
        return order
    known, told = (order.state, order.state_at), (event.state, event.occurred_at)
    state, state_at = max(known, told, key=lambda one: (_ORDER_RANK[one[0]], one[1]))
    return order if (state, state_at) == known else replace(order, state=state, state_at=state_at)


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
