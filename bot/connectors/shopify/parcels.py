"""From Shopify's fulfillments and their events to parcels.

What identifies a parcel is its tracking number. Shopify's own key is the fulfillment: it may have several numbers or none, its events
name it and no number, and its statuses don't say which of several numbers they are about. So

- a fulfillment with one number is that parcel, and everything said of the fulfillment is said of it;
- a fulfillment with several numbers is several parcels, of which we believe that they left, and nothing that only one of them may have met;
- a fulfillment without a number speaks of the order's one parcel, and only where the order has no other fulfillment;
- an event is taken to its fulfillment's number where that was fetched, else it speaks of the order's one parcel.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.connectors.shopify.amounts import lines
from bot.connectors.times import first_instant
from bot.domain.store_event import ShipmentEvent

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.connectors.shopify.payloads import Fulfillment, FulfillmentEvent
    from bot.domain.order import ShipmentFlag, ShipmentState

Meaning = tuple["ShipmentState", tuple["ShipmentFlag", ...]]

# FulfillmentEventStatus of the Admin API, and what its next version adds (the last three).
_STATUSES: Final[dict[str, Meaning]] = {
    "label_purchased": ("label_created", ()),
    "label_printed": ("label_created", ()),
    "confirmed": ("label_created", ()),
    "carrier_picked_up": ("picked_up", ()),
    "picked_up": ("picked_up", ()),
    "in_transit": ("in_transit", ()),
    "out_for_delivery": ("out_for_delivery", ()),
    "ready_for_pickup": ("available_for_pickup", ()),
    "delivered": ("delivered", ()),
    "attempted_delivery": ("unknown", ("attempt_failed",)),
    "delayed": ("unknown", ("delayed",)),
    "failure": ("unknown", ("exception",)),
    "ready_for_recipient_pickup": ("available_for_pickup", ()),
    "returning_to_sender": ("unknown", ("returning",)),
    "buyer_action_required": ("unknown", ("on_hold",)),
}
_SHIPPED: Final[Meaning] = ("in_transit", ())
_CANCELLED: Final = "cancelled"
_BROKEN: Final = frozenset(("error", "failure"))
_SENT: Final = "success"
_COLLECTED: Final = "picked_up"
_FIRST = re.compile(r"(^|\.)1$")


def of_order(fulfillments: tuple[Fulfillment, ...], order_ref: str, currency: str | None, delivery: Delivery) -> tuple[ShipmentEvent, ...]:
    """Return the parcels that an order's body tells of."""
    alive = [one for one in fulfillments if _word(one.status) != _CANCELLED]
    told: list[ShipmentEvent] = []
    for one in fulfillments:
        alone = fulfillments == (one,) or alive == [one]
        if one.parcels or alone:
            told.extend(of_fulfillment(one, order_ref, currency, delivery))
    return tuple(told)


def of_fulfillment(one: Fulfillment, order_ref: str, currency: str | None, delivery: Delivery) -> tuple[ShipmentEvent, ...]:
    """Return one event for each parcel of a fulfillment, none while nothing has left."""
    believed = _carrier_word(one)
    found = _meaning(one, believed)
    if found is None:
        return ()
    state, flags = found
    # That it left is as old as the fulfillment; what was changed in it since is no new sign of life.
    times = (one.created_at, one.updated_at) if found == _SHIPPED and not believed else (one.updated_at, one.created_at)
    at = first_instant(times, delivery.store.timezone, delivery.at)
    inside = lines(one.line_items, currency, current=False) if len(one.parcels) <= 1 else ()
    return tuple(
        ShipmentEvent(
            delivery.store.id,
            order_ref,
            at,
            state,
            tracking_number=number,
            carrier=one.tracking_company,
            tracking_url=page,
            flags=flags,
            lines=inside,
        )
        for number, page in one.parcels or ((None, one.tracking_url),)
    )


def first_of_order(one: Fulfillment) -> bool:
    """Tell whether a fulfillment is its order's first, by its name: ``#1001.2`` is the second of order #1001."""
    return one.name is None or "." not in one.name or _FIRST.search(one.name) is not None


def of_event(event: FulfillmentEvent, delivery: Delivery) -> tuple[ShipmentEvent, ...] | Ignored:
    """Return what a step of a fulfillment means, ``Ignored`` where it can't be told which parcel has made it."""
    found = _STATUSES.get(_word(event.status))
    parcel = event.fulfillment
    numbers = parcel.parcels if parcel else ()
    if found is None:
        return Ignored(f"the status {event.status!r} of a fulfillment is not known")
    if len(numbers) > 1:
        return Ignored(
            f"fulfillment {event.fulfillment_id} has {len(numbers)} tracking numbers, and the event does not say which of them it is about"
        )
    if parcel and not numbers and not first_of_order(parcel):
        return Ignored(f"fulfillment {parcel.name} has no tracking number and is not the only one of its order")
    number, page = numbers[0] if numbers else (None, None)
    state, flags = _collected(found, _word(event.status), known=parcel is not None, number=number)
    told = ShipmentEvent(
        delivery.store.id,
        event.order_id,
        first_instant((event.happened_at, event.created_at), delivery.store.timezone, delivery.at),
        state,
        tracking_number=number,
        carrier=parcel.tracking_company if parcel else None,
        tracking_url=page,
        place=event.city,
        eta=_day(event.estimated_delivery_at),
        flags=flags,
    )
    return (told,)


def _meaning(one: Fulfillment, believed: Meaning | None) -> Meaning | None:
    """Return what a fulfillment amounts to: the carrier's word where there is one that can be believed, else Shopify's own."""
    status = _word(one.status)
    if status == _CANCELLED:
        return _CANCELLED, ()
    if status in _BROKEN:
        return "unknown", ("exception",)
    return believed or (_SHIPPED if status == _SENT or one.parcels else None)


def _carrier_word(one: Fulfillment) -> Meaning | None:
    status = _word(one.shipment_status)
    if status not in _STATUSES or len(one.parcels) > 1:
        return None
    return _collected(_STATUSES[status], status, known=True, number=one.parcels[0][0] if one.parcels else None)


def _collected(found: Meaning, status: str, *, known: bool, number: str | None) -> Meaning:
    """Read ``picked_up`` by what was picked up: without a carrier's number it was the customer who came for it."""
    return ("delivered", ()) if status == _COLLECTED and known and number is None else found


def _word(text: str | None) -> str:
    return (text or "").strip().casefold().replace(" ", "_")


def _day(text: str | None) -> str | None:
    """Return the day of an estimate as it is written, in the carrier's own time zone."""
    found = re.match(r"\d{4}-\d{2}-\d{2}", text or "")
    return found.group() if found else None
