"""From DHL's statuses and event codes to what the domain understands.

Statuses: https://developer.dhl.com/api-reference/shipment-tracking, "statusCode". They know no courier on the way: where DHL Express is
the carrier, the codes of its events (``typeCode``) tell more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.connectors.dhl.envelope import read
from bot.connectors.dhl.payloads import Event, Shipment
from bot.connectors.reading import check
from bot.connectors.scan_fields import day, moment, place_of, word
from bot.connectors.snapshots import Meaning, Scan, Snapshot, events_of, scan
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

# ``unknown`` says nothing of the parcel.
STATUSES: Final[dict[str, Meaning]] = {
    "pretransit": ("label_created", ()),
    "transit": ("in_transit", ()),
    "delivered": ("delivered", ()),
    "failure": ("unknown", ("exception",)),
}
CODES: Final[dict[str, Meaning]] = {
    "SD": ("label_created", ()),
    "PU": ("picked_up", ()),
    "PL": ("in_transit", ()),
    "DF": ("in_transit", ()),
    "AF": ("in_transit", ()),
    "AR": ("in_transit", ()),
    "CC": ("in_transit", ()),
    "CR": ("in_transit", ()),
    "WC": ("out_for_delivery", ()),
    "OK": ("delivered", ()),
    "NH": ("unknown", ("attempt_failed",)),
    "BA": ("unknown", ("exception",)),
    "RD": ("unknown", ("exception",)),
    "CD": ("in_transit", ("delayed",)),
    "OH": ("in_transit", ("on_hold",)),
    "HP": ("in_transit", ("on_hold",)),
    "RT": ("returned", ()),
}
_CODE: Final = re.compile(r"[A-Z]{2}")
# What other divisions say in words alone.
_ON_THE_WAY: Final = frozenset(("outfordelivery", "withdeliverycourier", "shipmentisoutwithcourierfordelivery"))
_REFERENCES: Final = frozenset(("customerreference", "shipperreference", "orderreference", ""))
_CARRIERS: Final = {"express": "DHL Express", "ecommerce": "DHL eCommerce", "ecommerceeurope": "DHL eCommerce"}


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return a parcel's scans and its day of arrival; raise ``Unreadable``."""
    return events_of(read_shipment(delivery.body, delivery.store), delivery)


def read_shipment(body: bytes, store: Store) -> Snapshot | Ignored:
    """Return what a push of one parcel says; raise ``Unreadable``."""
    push = read(body)
    if not push.shipments:
        return Ignored(f"DHL says {push.scope} of the subscription, nothing of a parcel")
    if len(push.shipments) > 1:
        raise Unreadable("shipments: several, where each has an item of its own")
    shipment = check(Shipment, push.shipments[0])
    scans = tuple(one for event in shipment.events for one in _scan(event, store.timezone))
    current = shipment.status
    return Snapshot(
        shipment.id,
        moment(current.timestamp, store.timezone) if current else None,
        order_ref=_order(shipment),
        carrier=_CARRIERS.get(word(shipment.service), "DHL"),
        tracking_url=shipment.serviceUrl,
        eta=day(shipment.estimatedTimeOfDelivery),
        scans=(*scans, *(_scan(current, store.timezone) if current else ())),
    )


def meaning(event: Event) -> Meaning | None:
    """Return what a scan means: by the code of DHL Express, by the words for a courier on the way, else by the status."""
    for text in (event.typeCode, event.statusCode, event.status):
        code = (text or "").strip().upper()
        if _CODE.fullmatch(code) and code in CODES:
            return CODES[code]
    general = STATUSES.get(word(event.statusCode)) or STATUSES.get(word(event.status))
    if general == STATUSES["transit"] and not _ON_THE_WAY.isdisjoint((word(event.status), word(event.description))):
        return CODES["WC"]
    return general


def _scan(event: Event, zone: str) -> tuple[Scan, ...]:
    address = event.location.address if event.location else None
    place = place_of(address.addressLocality, None, address.countryCode) if address else None
    return scan(moment(event.timestamp, zone), meaning(event), place)


def _order(shipment: Shipment) -> str | None:
    references = shipment.details.references if shipment.details else ()
    return next((one.number for one in references if one.number and word(one.type) in _REFERENCES), None)
