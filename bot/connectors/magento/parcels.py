"""From Magento's shipments to parcels: one for each tracking number, for a shipment itself knows nothing after it has left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.connectors.carriers import carrier_name
from bot.connectors.magento.envelope import ZONE
from bot.connectors.times import first_instant
from bot.domain.store_event import ShipmentEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Delivery
    from bot.connectors.magento.payloads import Order, Shipment, Track
    from bot.connectors.meanings import Meaning
    from bot.domain.order import Line, ShipmentState

# What a shop's own statuses say of the parcels of an order, beyond their having left.
_FARTHER: Final[Mapping[Meaning, ShipmentState]] = {
    "out_for_delivery": "out_for_delivery",
    "ready_for_pickup": "available_for_pickup",
    "delivered": "delivered",
}
_CUSTOM: Final = "custom"


@dataclass(frozen=True, slots=True)
class Contents:
    """The order that shipments belong to: its id, and its lines by their ids."""

    ref: str
    lines: Mapping[str, Line]


def of_shipments(shipments: tuple[Shipment, ...], contents: Contents, delivery: Delivery) -> tuple[ShipmentEvent, ...]:
    """Return that they have left; a shipment without tracking number only where it is the order's only one."""
    return tuple(event for shipment in shipments if _tracks(shipment) or shipments == (shipment,) for event in _left(shipment, contents, delivery))


def of_track(track: Track, ref: str, delivery: Delivery) -> ShipmentEvent:
    """Return the parcel of a tracking number that came by itself."""
    at = first_instant((track.created_at,), ZONE, delivery.at)
    return ShipmentEvent(delivery.store.id, ref, at, "in_transit", tracking_number=track.track_number, carrier=_carrier(track))


def of_status(
    order: Order, meaning: Meaning | None, left: tuple[ShipmentEvent, ...], at: int, contents: Contents, delivery: Delivery
) -> tuple[ShipmentEvent, ...]:
    """Return what the order's status says of its parcels; of one that nobody has described there is the order's word alone."""
    state = _FARTHER.get(meaning) if meaning else None
    if order.is_virtual or (state is None and (meaning != "shipped" or left)):
        return ()
    numbers = [one.tracking_number for one in left] or [None]
    return tuple(ShipmentEvent(delivery.store.id, contents.ref, at, state or "in_transit", tracking_number=number) for number in numbers)


def _left(shipment: Shipment, contents: Contents, delivery: Delivery) -> list[ShipmentEvent]:
    at = first_instant((shipment.created_at,), ZONE, delivery.at)
    tracks = _tracks(shipment)
    inside = _inside(shipment, contents) if len(tracks) <= 1 else ()
    return [
        ShipmentEvent(
            delivery.store.id,
            contents.ref,
            at,
            "in_transit",
            tracking_number=track.track_number if track else None,
            carrier=_carrier(track) if track else None,
            lines=inside,
        )
        for track in tracks or (None,)
    ]


def _tracks(shipment: Shipment) -> tuple[Track, ...]:
    return tuple(track for track in shipment.tracks if track.track_number)


def _inside(shipment: Shipment, contents: Contents) -> tuple[Line, ...]:
    """Return what is inside, nothing where a piece of it is unknown: then it may be everything."""
    known = [(contents.lines.get(item.order_item_id or ""), item.qty) for item in shipment.items]
    return tuple(_some(line, count) for line, count in known if line) if all(line for line, _ in known) else ()


def _some(line: Line, count: int | None) -> Line:
    return type(line)(line.title, count, line.price, line.sku) if count and count > 0 else line


def _carrier(track: Track) -> str | None:
    code = track.carrier_code if (track.carrier_code or "").casefold() != _CUSTOM else None
    return track.title or carrier_name(code)
