"""From EasyPost's statuses to what the domain understands (https://docs.easypost.com/docs/trackers)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.connectors.carriers import carrier_name
from bot.connectors.easypost.payloads import Event, Location, Tracker, TrackingDetail
from bot.connectors.reading import check, load
from bot.connectors.scan_fields import day, moment, place_of, word
from bot.connectors.snapshots import Meaning, Scan, Snapshot, events_of, scan

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.domain.order import ShipmentFlag
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

# unknown and error say nothing of the parcel.
STATUSES: Final[dict[str, Meaning]] = {
    "pretransit": ("label_created", ()),
    "intransit": ("in_transit", ()),
    "outfordelivery": ("out_for_delivery", ()),
    "availableforpickup": ("available_for_pickup", ()),
    "delivered": ("delivered", ()),
    "returntosender": ("unknown", ("returning",)),
    "failure": ("unknown", ("exception",)),
    "cancelled": ("cancelled", ()),
    "canceled": ("cancelled", ()),
}
# What a detail adds to a parcel that is still under way.
DETAILS: Final[dict[str, ShipmentFlag]] = {
    "delayed": "delayed",
    "weatherdelay": "delayed",
    "missorted": "delayed",
    "held": "on_hold",
    "awaitinginformation": "on_hold",
    "return": "returning",
    "deliveryexception": "exception",
    "transitexception": "exception",
    "refused": "exception",
    "damaged": "exception",
}
_EVENTS: Final = frozenset(("tracker.created", "tracker.updated"))
_UNDER_WAY: Final = frozenset(("unknown", "in_transit", "out_for_delivery", "available_for_pickup"))


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return a parcel's scans and its day of arrival; raise ``Unreadable``."""
    return events_of(read(delivery.body, delivery.store), delivery)


def read(body: bytes, store: Store) -> Snapshot | Ignored:
    """Return what an event says of its parcel; raise ``Unreadable``."""
    event = check(Event, load(body))
    if (event.description or "").casefold() not in _EVENTS:
        return Ignored(f"EasyPost's event {event.description!r} is none of ours")
    if word(event.mode) == "test":
        return Ignored("it comes from EasyPost's test mode")
    if event.result is None:
        return Ignored("the event does not bring its tracker")
    tracker = check(Tracker, event.result)
    if tracker.is_return:
        return Ignored("the parcel goes from the customer back to the shop")
    told_at = moment(tracker.updated_at, store.timezone) or moment(event.created_at, store.timezone)
    return _snapshot(tracker, told_at, store.timezone)


def _snapshot(tracker: Tracker, told_at: int | None, timezone: str) -> Snapshot:
    local_day = tracker.carrier_detail.est_delivery_date_local if tracker.carrier_detail else None
    return Snapshot(
        tracker.tracking_code,
        told_at,
        order_ref=tracker.reference,
        carrier=carrier_name(tracker.carrier),
        tracking_url=tracker.public_url,
        eta=day(local_day) or day(tracker.est_delivery_date),
        scans=tuple(one for detail in tracker.tracking_details for one in _scan(detail, timezone)),
        standing=_meaning(tracker.status, tracker.status_detail),
    )


def _scan(detail: TrackingDetail, timezone: str) -> tuple[Scan, ...]:
    where = detail.tracking_location or Location()
    place = place_of(where.city, where.state, where.country)
    return scan(moment(detail.datetime, timezone), _meaning(detail.status, detail.status_detail), place)


def _meaning(status: str | None, detail: str | None) -> Meaning | None:
    found = STATUSES.get(word(status))
    if found is None or found[0] not in _UNDER_WAY:
        return found
    if word(detail) == "lost":
        return "lost", ()
    flag = DETAILS.get(word(detail))
    # A failure that the detail explains is what the detail says.
    return found if flag is None else (found[0], found[1] if "returning" in found[1] else (flag,))
