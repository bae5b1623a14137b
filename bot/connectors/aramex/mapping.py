"""From Aramex's updates to what the domain understands.

What a code means differs between accounts, and no list is public; so the words beside it decide where they are known, then the
code, and what is neither counts as a sign of life.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.connectors.aramex.options import AramexOptions
from bot.connectors.aramex.payloads import Update, results, time_of
from bot.connectors.base import Ignored
from bot.connectors.reading import check
from bot.connectors.snapshots import Meaning, Scan, Snapshot, events_of, scan
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

CODES: Final[dict[str, Meaning]] = {
    "SH014": ("label_created", ()),
    "SH012": ("picked_up", ()),
    "SH047": ("picked_up", ()),
    "SH001": ("in_transit", ()),
    "SH022": ("in_transit", ()),
    "SH073": ("in_transit", ()),
    "SH003": ("out_for_delivery", ()),
    "SH005": ("delivered", ()),
    "SH006": ("delivered", ()),
    "SH033": ("unknown", ("attempt_failed",)),
    "SH043": ("unknown", ("attempt_failed",)),
    "SH008": ("unknown", ("on_hold",)),
    "SH164": ("unknown", ("on_hold",)),
    "SH294": ("unknown", ("on_hold",)),
    "SH498": ("unknown", ("returning",)),
    "SH069": ("returned", ()),
}
# In this sequence: what is "Pending Return to Shipper" after its attempts goes back, "Received at Origin Facility - On Hold" waits.
_PATTERNS: Final[dict[str, Meaning]] = {
    r"\breturned to (?:shipper|sender|origin)\b": ("returned", ()),
    r"\breturn(?:ing)? to (?:shipper|sender|origin)\b": ("unknown", ("returning",)),
    r"\battempted delivery\b|\bdelivery attempted\b|\b(?:not |un)delivered\b": ("unknown", ("attempt_failed",)),
    r"\bon hold\b": ("unknown", ("on_hold",)),
    r"\bout for delivery\b": ("out_for_delivery", ()),
    r"^(?:shipment )?delivered\b|\bcollected by (?:the )?consignee\b": ("delivered", ()),
    r"\brecord created\b": ("label_created", ()),
    r"\bpicked up from (?:the )?shipper\b|\breceived at origin\b": ("picked_up", ()),
    r"\bin transit\b|\bdeparted\b|\bunder processing\b": ("in_transit", ()),
}
WORDS: Final = tuple((re.compile(pattern), found) for pattern, found in _PATTERNS.items())
_SIGN_OF_LIFE: Final[Meaning] = ("unknown", ())


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return a parcel's scans; raise ``Unreadable``."""
    options = delivery.options if isinstance(delivery.options, AramexOptions) else AramexOptions()
    return events_of(read(delivery.body, delivery.store, options), delivery)


def read(body: bytes, store: Store, options: AramexOptions) -> Snapshot | Ignored:
    """Return what a body says of its one parcel; raise ``Unreadable``."""
    found = results(body)
    if not found:
        return Ignored("Aramex knows nothing of the parcel")
    if len(found) > 1:
        raise Unreadable("TrackingResults: several parcels, where each has an item of its own")
    ((waybill, rows),) = found.items()
    updates = [check(Update, row) for row in rows]
    scans = [one for update in updates for one in _scan(update, store, options)]
    return Snapshot(waybill, carrier="Aramex", scans=tuple(scans))


def meaning(update: Update, options: AramexOptions) -> Meaning | None:
    """Return what an update means: as the shop says, else by its words, else by its code; ``None`` for nothing at all."""
    code = (update.UpdateCode or "").strip().upper()
    own = options.meaning(code)
    if own is not None:
        return own[0]
    text = (update.UpdateDescription or "").casefold()
    return next((found for pattern, found in WORDS if pattern.search(text)), CODES.get(code, _SIGN_OF_LIFE))


def _scan(update: Update, store: Store, options: AramexOptions) -> tuple[Scan, ...]:
    return scan(time_of(update.UpdateDateTime, store.timezone), meaning(update, options), update.UpdateLocation)
