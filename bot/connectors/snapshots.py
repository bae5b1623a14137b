"""Carriers' systems that tell everything they know of a parcel each time: its scans so far, not only the newest.

All of them become events. A parcel's events amount to the same in any order and however often they are repeated
(``bot.domain.tracking``), so the repetition costs nothing, and a delivery that got lost is made good by the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.connectors.base import Ignored
from bot.connectors.items import one_item, one_parked, order_lane, parcel_lane
from bot.domain.clock import DAY
from bot.domain.store_event import ShipmentEvent
from bot.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.connectors.base import Delivery, Knock, Split
    from bot.domain.order import ShipmentFlag, ShipmentState
    from bot.domain.store import Store

Meaning = tuple["ShipmentState", tuple["ShipmentFlag", ...]]

# Clocks and time zones may be wrong by hours; what is said to happen later than that would overrule all that really does.
_CREDIBLE_AHEAD = 2 * DAY


@dataclass(frozen=True, slots=True)
class Scan:
    """One sign of life: when it occurred, what it means, and where it was."""

    at: int
    state: ShipmentState
    flags: tuple[ShipmentFlag, ...] = ()
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a system says of one parcel. ``told_at`` is when it says so, ``None`` where only our clock knows.

    ``standing`` is what it says of the parcel as a whole, ``None`` where that is nothing; ``eta`` an ISO date.
    """

    tracking_number: str
    told_at: int | None = None
    order_ref: str | None = None
    carrier: str | None = None
    tracking_url: str | None = None
    eta: str | None = None
    scans: tuple[Scan, ...] = ()
    standing: Meaning | None = None


def scan(at: int | None, meaning: Meaning | None, place: str | None = None) -> tuple[Scan, ...]:
    """Return a scan, or nothing where the time can't be read or the status says nothing."""
    return () if at is None or meaning is None else (Scan(at, *meaning, place=place),)


def events_of(snapshot: Snapshot | Ignored, delivery: Delivery) -> tuple[ShipmentEvent, ...] | Ignored:
    """Return a parcel's scans as events, in order of occurrence.

    Carrier, page and day of arrival are as of the moment of telling, so they stand in an event of that moment: put beside an
    old scan, they would lose against what an older delivery, come late, says of the same scan.
    """
    if isinstance(snapshot, Ignored):
        return snapshot
    told_at = delivery.at if snapshot.told_at is None else snapshot.told_at
    scans = _scans(snapshot, told_at)
    if not scans and snapshot.eta is None:
        return Ignored("nothing is known of the parcel yet")
    events = [_event(delivery.store.id, snapshot, one) for one in scans]
    if snapshot.carrier or snapshot.tracking_url or snapshot.eta:
        events.append(_details(delivery.store.id, snapshot, told_at))
    return tuple(sorted(events, key=lambda event: event.occurred_at))


def split_snapshot(connector: str, knock: Knock, delivery_id: str, read: Callable[[bytes, Store], Snapshot | Ignored]) -> Split:
    """Return a request as one item, in the lane of its order where that is told, else of its parcel."""
    try:
        found = read(knock.body, knock.store)
    except Unreadable as error:
        return one_parked(connector, knock, delivery_id, str(error), topic=knock.topic)
    if isinstance(found, Ignored):
        return one_item(connector, knock, delivery_id, topic=knock.topic)
    lane = order_lane(knock.store.id, found.order_ref) if found.order_ref else parcel_lane(knock.store.id, found.tracking_number)
    return one_item(connector, knock, delivery_id, lane=lane, topic=knock.topic, at=found.told_at)


def _scans(snapshot: Snapshot, told_at: int) -> list[Scan]:
    """Return the scans in order of time; the standing, where none of them accounts for it, as of the last of them."""
    scans = _in_order(one for one in snapshot.scans if one.at <= told_at + _CREDIBLE_AHEAD)
    standing = snapshot.standing
    if standing is not None and all((one.state, one.flags) != standing for one in scans):
        scans.append(Scan(scans[-1].at if scans else told_at, *standing))
    return scans


def _in_order(scans: Iterable[Scan]) -> list[Scan]:
    return list(dict.fromkeys(sorted(scans, key=lambda one: one.at)))


def _event(store_id: str, snapshot: Snapshot, one: Scan) -> ShipmentEvent:
    return ShipmentEvent(
        store_id,
        snapshot.order_ref,
        one.at,
        one.state,
        tracking_number=snapshot.tracking_number,
        place=one.place,
        flags=one.flags,
    )


def _details(store_id: str, snapshot: Snapshot, told_at: int) -> ShipmentEvent:
    return ShipmentEvent(
        store_id,
        snapshot.order_ref,
        told_at,
        "unknown",
        tracking_number=snapshot.tracking_number,
        carrier=snapshot.carrier,
        tracking_url=snapshot.tracking_url,
        eta=snapshot.eta,
    )
