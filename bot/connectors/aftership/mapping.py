"""From AfterShip's tags and subtags to what the domain understands.

https://www.aftership.com/docs/tracking/enum/delivery-statuses and .../delivery-sub-statuses
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.aftership.payloads import Checkpoint, Estimate, Tracking, Webhook
from bot.connectors.base import Ignored
from bot.connectors.carriers import carrier_name
from bot.connectors.reading import check, load
from bot.connectors.scan_fields import day, moment, place_of, word
from bot.connectors.snapshots import Meaning, Scan, Snapshot, events_of, scan

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

# Pending and Expired say that nothing is heard, which is no event of the parcel.
TAGS: Final[dict[str, Meaning]] = {
    "inforeceived": ("label_created", ()),
    "intransit": ("in_transit", ()),
    "outfordelivery": ("out_for_delivery", ()),
    "attemptfail": ("unknown", ("attempt_failed",)),
    "availableforpickup": ("available_for_pickup", ()),
    "delivered": ("delivered", ()),
    "exception": ("unknown", ("exception",)),
}
SUBTAGS: Final[dict[str, Meaning]] = {
    "intransit002": ("picked_up", ()),
    # Customers were called, or a day was agreed upon: nobody is on the way yet.
    "outfordelivery003": ("in_transit", ()),
    "outfordelivery004": ("in_transit", ()),
    "exception004": ("unknown", ("delayed",)),
    "exception005": ("unknown", ("delayed",)),
    "exception006": ("unknown", ("on_hold",)),
    "exception010": ("unknown", ("returning",)),
    "exception011": ("returned", ()),
    "exception013": ("lost", ()),
    "exception016": ("unknown", ("delayed",)),
    "exception017": ("unknown", ("delayed",)),
    "exception018": ("unknown", ("on_hold",)),
}
_EVENTS: Final = frozenset(("trackingupdate", "eddrevise"))


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return a parcel's scans and its day of arrival; raise ``Unreadable``."""
    return events_of(read(delivery.body, delivery.store), delivery)


def read(body: bytes, store: Store) -> Snapshot | Ignored:
    """Return what a webhook says of its parcel; raise ``Unreadable``."""
    webhook = check(Webhook, load(body))
    if word(webhook.event) not in _EVENTS:
        return Ignored(f"AfterShip's event {webhook.event!r} is none of ours")
    tracking = check(Tracking, webhook.msg)
    return Snapshot(
        tracking.tracking_number,
        moment(webhook.ts, "UTC"),
        order_ref=tracking.order_number or tracking.order_id,
        carrier=carrier_name(tracking.slug),
        tracking_url=tracking.courier_tracking_link,
        eta=_eta(tracking),
        scans=tuple(one for checkpoint in tracking.checkpoints for one in _scan(checkpoint, store.timezone)),
        standing=_meaning(tracking.tag, tracking.subtag),
    )


def _scan(checkpoint: Checkpoint, timezone: str) -> tuple[Scan, ...]:
    at = moment(checkpoint.checkpoint_time, timezone)
    place = checkpoint.location or place_of(checkpoint.city, checkpoint.state, checkpoint.country_name)
    return scan(at, _meaning(checkpoint.tag, checkpoint.subtag), place)


def _meaning(tag: str | None, subtag: str | None) -> Meaning | None:
    return SUBTAGS.get(word(subtag)) or TAGS.get(word(tag))


def _eta(tracking: Tracking) -> str | None:
    """Return the newest estimate's day, of a span the last one: nobody minds a parcel that comes earlier than announced."""
    estimates = (*_days(tracking.latest_estimated_delivery), *_days(tracking.courier_estimated_delivery_date), day(tracking.expected_delivery))
    return next((found for found in estimates if found), None)


def _days(estimate: Estimate | None) -> tuple[str | None, ...]:
    if estimate is None:
        return ()
    texts = (estimate.datetime_max, estimate.datetime, estimate.estimated_delivery_date_max, estimate.estimated_delivery_date)
    return tuple(day(text) for text in texts)
