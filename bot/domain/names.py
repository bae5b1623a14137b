"""What the outside calls an order: the store's own id, the number that customers see, the tracking numbers of its parcels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.order import parcel_key
from bot.domain.store_event import OrderEvent, ShipmentEvent

if TYPE_CHECKING:
    from bot.domain.order import Order
    from bot.domain.store_event import StoreEvent


def order_name(store_id: str, ref: str) -> str:
    """Return the key of an order's id or number, in which ``#1001``, ``1001`` and ``nh-1`` and ``NH-1`` meet, whatever is invisible in them."""
    shown = ref if ref.isprintable() else "".join(filter(str.isprintable, ref))
    return f"{store_id}:order:{shown.strip().removeprefix('#').upper()}"


def parcel_name(store_id: str, tracking_number: str) -> str:
    """Return the key of a tracking number."""
    return f"{store_id}:parcel:{parcel_key(tracking_number)}"


def names_of(order: Order) -> tuple[str, ...]:
    """Return every name under which an order is found, the one that its id is made of first."""
    number = (order_name(order.store_id, order.number),) if order.number else ()
    parcels = tuple(parcel_name(order.store_id, parcel.tracking_number) for parcel in order.shipments if parcel.tracking_number)
    return tuple(dict.fromkeys((order_name(order.store_id, order.id.removeprefix(f"{order.store_id}:")), *number, *parcels)))


def called(event: StoreEvent) -> tuple[str, ...]:
    """Return the names by which an event may mean its order, the surest first; empty when it names none."""
    names = [order_name(event.store_id, event.order_ref)] if event.order_ref else []
    if isinstance(event, OrderEvent) and event.number:
        names.append(order_name(event.store_id, event.number))
    if isinstance(event, ShipmentEvent) and event.tracking_number:
        names.append(parcel_name(event.store_id, event.tracking_number))
    return tuple(dict.fromkeys(names))
