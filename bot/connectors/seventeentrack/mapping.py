"""From 17TRACK's statuses, substatuses and stages to what the domain understands (https://api.17track.net/en/doc)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.connectors.reading import check, load
from bot.connectors.scan_fields import day, moment, word
from bot.connectors.seventeentrack.numbers import CARRIERS
from bot.connectors.seventeentrack.payloads import Event, Journey, Tracked, TrackInfo, Webhook
from bot.connectors.snapshots import Meaning, Scan, Snapshot, events_of, scan

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

# NotFound and Expired say that nothing is heard, which is no event of the parcel.
STATUSES: Final[dict[str, Meaning]] = {
    "inforeceived": ("label_created", ()),
    "pickedup": ("picked_up", ()),
    "departure": ("in_transit", ()),
    "arrival": ("in_transit", ()),
    "intransit": ("in_transit", ()),
    "outfordelivery": ("out_for_delivery", ()),
    "availableforpickup": ("available_for_pickup", ()),
    "delivered": ("delivered", ()),
    "deliveryfailure": ("unknown", ("attempt_failed",)),
    "exception": ("unknown", ("exception",)),
    "returning": ("unknown", ("returning",)),
    "returned": ("returned", ()),
}
SUBSTATUSES: Final[dict[str, Meaning]] = {
    "intransitpickedup": ("picked_up", ()),
    "intransitcustomsrequiringinformation": ("in_transit", ("on_hold",)),
    "deliveryfailuresecurity": ("unknown", ("on_hold",)),
    "deliveryfailurerejected": ("unknown", ("exception",)),
    "deliveryfailureinvalidaddress": ("unknown", ("exception",)),
    "exceptionreturning": ("unknown", ("returning",)),
    "exceptionreturned": ("returned", ()),
    "exceptionsecurity": ("unknown", ("on_hold",)),
    "exceptiondelayed": ("unknown", ("delayed",)),
    "exceptionlost": ("lost", ()),
    "exceptioncancel": ("cancelled", ()),
}


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return a parcel's scans and its day of arrival; raise ``Unreadable``."""
    return events_of(read(delivery.body, delivery.store), delivery)


def read(body: bytes, store: Store) -> Snapshot | Ignored:
    """Return what a webhook says of its parcel; raise ``Unreadable``."""
    webhook = check(Webhook, load(body))
    if word(webhook.event) != "trackingupdated":
        return Ignored(f"17TRACK's event {webhook.event!r} is none of ours")
    parcel = check(Tracked, webhook.data)
    info = parcel.track_info or TrackInfo()
    journeys = info.tracking.providers if info.tracking else ()
    scans = [one for journey in journeys for event in journey.events for one in _scan(event, store.timezone)]
    told = [at for journey in journeys if (at := moment(journey.latest_sync_time, "UTC")) is not None]
    latest = info.latest_status
    return Snapshot(
        parcel.number,
        max(told, default=None),
        order_ref=parcel.tag,
        carrier=_carrier(parcel, journeys),
        eta=_eta(info),
        scans=tuple(scans) or (_scan(info.latest_event, store.timezone) if info.latest_event else ()),
        standing=_meaning(latest.sub_status, latest.status) if latest else None,
    )


def _scan(event: Event, timezone: str) -> tuple[Scan, ...]:
    at = moment(event.time_utc, "UTC")
    return scan(moment(event.time_iso, timezone) if at is None else at, _meaning(event.sub_status, event.stage), event.location)


def _meaning(*words: str | None) -> Meaning | None:
    """Return what the first word that says something means; of ``Exception_Other`` only the first part is known."""
    for text in words:
        found = SUBSTATUSES.get(word(text)) or STATUSES.get(word((text or "").partition("_")[0]))
        if found is not None:
            return found
    return None


def _carrier(parcel: Tracked, journeys: tuple[Journey, ...]) -> str | None:
    """Return who brings it: the carrier that it was registered for, else the last one that has it."""
    names = {journey.provider.key: journey.provider.name for journey in journeys if journey.provider and journey.provider.name}
    return CARRIERS.get(parcel.carrier or "") or names.get(parcel.carrier) or next(reversed(names.values()), None)


def _eta(info: TrackInfo) -> str | None:
    estimate = info.time_metrics.estimated_delivery_date if info.time_metrics else None
    return None if estimate is None else day(estimate.ends) or day(estimate.begins)
