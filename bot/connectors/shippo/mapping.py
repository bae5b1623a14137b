"""From Shippo's statuses and substatuses to what the domain understands (https://docs.goshippo.com/docs/tracking/tracking)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.connectors.carriers import carrier_name
from bot.connectors.reading import check, load
from bot.connectors.scan_fields import day, moment, place_of, word
from bot.connectors.shippo.options import ShippoOptions
from bot.connectors.shippo.payloads import Location, Status, Track, Webhook
from bot.connectors.snapshots import Meaning, Scan, Snapshot, events_of, scan

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

# UNKNOWN says nothing of the parcel by itself, but its substatus may.
STATUSES: Final[dict[str, Meaning]] = {
    "pretransit": ("label_created", ()),
    "transit": ("in_transit", ()),
    "delivered": ("delivered", ()),
    "returned": ("returned", ()),
    "failure": ("unknown", ("exception",)),
}
SUBSTATUSES: Final[dict[str, Meaning]] = {
    "packageaccepted": ("picked_up", ()),
    "outfordelivery": ("out_for_delivery", ()),
    "pickupavailable": ("available_for_pickup", ()),
    "packageavailableforpickup": ("available_for_pickup", ()),
    "deliveryattempted": ("unknown", ("attempt_failed",)),
    "noticeleft": ("unknown", ("attempt_failed",)),
    "locationinaccessible": ("unknown", ("attempt_failed",)),
    "delayed": ("in_transit", ("delayed",)),
    "deliveryrescheduled": ("in_transit", ("delayed",)),
    "packageheld": ("in_transit", ("on_hold",)),
    "addressissue": ("unknown", ("exception",)),
    "contactcarrier": ("unknown", ("exception",)),
    "rescheduledelivery": ("unknown", ("exception",)),
    "packagedamaged": ("unknown", ("exception",)),
    "packagedisposed": ("unknown", ("exception",)),
    "packageunclaimed": ("unknown", ("exception",)),
    "packageundeliverable": ("unknown", ("exception",)),
    "packagelost": ("lost", ()),
    "returntosender": ("unknown", ("returning",)),
}
# ``Order 000123``, ``order no. 123``, ``Order: #123``, and the same in Arabic.
_ORDER: Final = re.compile(r"(?:order|طلب|الطلب)(?:\s+(?:no\.?|number|رقم))?\s*:?\s*(#?[\w./-]+)", re.IGNORECASE)


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return a parcel's scans and its day of arrival; raise ``Unreadable``."""
    options = delivery.options if isinstance(delivery.options, ShippoOptions) else ShippoOptions()
    return events_of(read(delivery.body, delivery.store, options), delivery)


def read(body: bytes, store: Store, options: ShippoOptions) -> Snapshot | Ignored:
    """Return what a webhook says of its parcel; raise ``Unreadable``."""
    webhook = check(Webhook, load(body))
    if webhook.event is not None and word(webhook.event) != "trackupdated":
        return Ignored(f"Shippo's event {webhook.event!r} is none of ours")
    if webhook.test:
        return Ignored("it is one of Shippo's tests")
    track = check(Track, webhook.data)
    current = track.tracking_status or Status()
    statuses = (*track.tracking_history, current)
    return Snapshot(
        track.tracking_number,
        moment(current.object_updated, store.timezone),
        order_ref=_order(track.metadata, options),
        carrier=carrier_name(track.carrier),
        eta=day(track.eta) or day(track.original_eta),
        scans=tuple(one for status in statuses for one in _scan(status, store.timezone)),
        standing=_meaning(current),
    )


def _scan(status: Status, timezone: str) -> tuple[Scan, ...]:
    where = status.location or Location()
    place = place_of(where.city, where.state, where.country)
    return scan(moment(status.status_date, timezone), _meaning(status), place)


def _meaning(status: Status) -> Meaning | None:
    found = STATUSES.get(word(status.status))
    code = word(status.substatus.code) if status.substatus else ""
    # RETURNED is said of parcels that are still on their way back, too.
    if found is not None and (found[0] == "delivered" or (found[0] == "returned" and code != "returntosender")):
        return found
    meaning = SUBSTATUSES.get(code, found)
    urgent = status.substatus is not None and bool(status.substatus.action_required)
    return (meaning[0], ("exception",)) if urgent and meaning is not None and not meaning[1] and meaning[0] != "lost" else meaning


def _order(metadata: str | None, options: ShippoOptions) -> str | None:
    if options.metadata == "none" or metadata is None:
        return None
    if options.metadata == "whole":
        return metadata
    found = _ORDER.fullmatch(metadata)
    return found[1] if found else None
