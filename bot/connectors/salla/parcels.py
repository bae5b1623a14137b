"""Salla's shipments. What its documentation says of each status decides, not how the word sounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.domain.store_event import ShipmentEvent

if TYPE_CHECKING:
    from bot.connectors.salla.payloads import Parcel
    from bot.domain.order import ShipmentFlag, ShipmentState
    from bot.domain.store import Store

_State = tuple["ShipmentState", tuple["ShipmentFlag", ...]]

# https://docs.salla.dev/5394232e0, "status": the values and what they mean.
STATES: Final[dict[str, _State]] = {
    "creating": ("label_created", ()),
    "created": ("label_created", ()),
    "in_progress": ("label_created", ()),  # "being prepared or picked up": it may not have left yet.
    "shipped": ("in_transit", ()),
    "in_transit": ("in_transit", ()),
    "received_at_final_hub": ("in_transit", ()),
    "delivering": ("out_for_delivery", ()),
    "delivered": ("delivered", ()),
    "partially_delivered": ("delivered", ("exception",)),
    "to_be_reattempted": ("unknown", ("attempt_failed",)),
    "reattempted": ("unknown", ("attempt_failed",)),
    "unable_to_deliver": ("unknown", ("exception",)),
    "return_in_progress": ("unknown", ("returning",)),
    "return_to_origin": ("unknown", ("returning",)),  # "is being returned": not yet there.
    "damaged": ("unknown", ("exception",)),
    "lost": ("lost", ()),
    "cancelled": ("cancelled", ()),
    "canceled": ("cancelled", ()),
}
_UNKNOWN: Final[_State] = ("unknown", ())


def parcel_event(parcel: Parcel, event: str, store: Store, at: int) -> tuple[ShipmentEvent, ...] | Ignored:
    """Return what an event of its own says of a shipment; ``shipment.cancelled`` speaks for itself where the status does not."""
    if parcel.comes_back:
        return Ignored("a return shipment is on its way to the shop: nothing that a customer waits for")
    if not parcel.order_id:
        return Ignored("the shipment names no order")
    found = observed(parcel, store, parcel.order_id, at, otherwise=event.rpartition(".")[2])
    if found.state == "unknown" and not found.flags and not found.tracking_number:
        return Ignored(f"shipment status {parcel.status.slug if parcel.status else None!r} is not known")
    return (found,)


def observed(parcel: Parcel, store: Store, order_ref: str, at: int, *, otherwise: str = "") -> ShipmentEvent:
    """Return a shipment's event; ``otherwise`` is the status where it has none that is known."""
    slug = (parcel.status.slug if parcel.status else None) or ""
    state, flags = STATES.get(slug.lower()) or STATES.get(otherwise, _UNKNOWN)
    return ShipmentEvent(
        store.id,
        order_ref,
        at,
        state,
        tracking_number=parcel.number,
        carrier=parcel.courier_name,
        tracking_url=parcel.tracking_link or parcel.tracking_url,
        flags=flags,
    )
