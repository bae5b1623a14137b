"""What there is to say about a parcel: where it was seen, when it should arrive, what went wrong, what happens next."""

from __future__ import annotations

from bot.domain.answer import Facts, Moment, Ref, Say, Value
from bot.domain.clock import DAY
from bot.domain.order import MOVING, Order, Shipment, ShipmentFlag
from bot.language.normalise import visible
from bot.language.when import days_until, when

QUIET_DAYS = 4  # without a scan for so long we say ourselves that it takes longer than usual
_FLAGS: dict[ShipmentFlag, str] = {
    "attempt_failed": "parcel.attempt_failed",
    "on_hold": "parcel.on_hold",
    "exception": "parcel.exception",
    "returning": "parcel.returning",
    "delayed": "parcel.delayed",
}


def carrier(parcel: Shipment) -> Value:
    """Return the carrier's name, or "the carrier"."""
    return Ref(parcel.carrier) if parcel.carrier else Say("parcel.carrier")


def details(parcel: Shipment, facts: Facts) -> tuple[Say, ...]:
    """Return the sentences that follow a parcel's state: last scan, expected day, trouble."""
    if parcel.state not in MOVING and parcel.state != "label_created":
        return ()
    return (*seen(parcel, facts), *expected(parcel, facts), *trouble(parcel, facts))


def seen(parcel: Shipment, facts: Facts) -> tuple[Say, ...]:
    """Return where and when the carrier last scanned a parcel, with an apology when that is long ago."""
    if parcel.scan_at is None or parcel.state not in MOVING:
        return ()
    values: dict[str, Value] = {"moment": Moment(parcel.scan_at)}
    line = Say("parcel.seen_at", {**values, "place": Ref(parcel.scan_place)}) if parcel.scan_place else Say("parcel.seen", values)
    days = (facts.now - parcel.scan_at) // DAY
    return (line, Say("parcel.quiet", count=days)) if days >= QUIET_DAYS else (line,)


def late(parcel: Shipment, facts: Facts) -> bool:
    """Tell whether the expected day of a parcel that is still under way has passed."""
    days = days_until(parcel.eta, facts.now, facts.store) if parcel.eta else None
    return days is not None and days < 0


def expected(parcel: Shipment, facts: Facts) -> tuple[Say, ...]:
    """Return when a parcel should arrive; a day that has passed is admitted, an unknown one too."""
    if parcel.state == "available_for_pickup":
        return ()
    if parcel.eta is None or days_until(parcel.eta, facts.now, facts.store) is None:
        return (Say("parcel.no_date"),) if parcel.state in MOVING else ()
    name = "parcel.late" if late(parcel, facts) else "parcel.expected"
    return (Say(name, {"when": when(parcel.eta, facts.now, facts.store)}),)


def trouble(parcel: Shipment, facts: Facts) -> tuple[Say, ...]:
    """Return what the carrier reports as wrong; a delay is not told twice when the expected day has passed."""
    return tuple(Say(message) for flag, message in _FLAGS.items() if flag in parcel.flags and not (flag == "delayed" and late(parcel, facts)))


def tracking(order: Order) -> tuple[tuple[Say, ...], tuple[str, Say] | None]:
    """Return tracking numbers as sentences and, for a single parcel with an address, the carrier's page as a link."""
    known = [parcel for parcel in order.shipments if parcel.tracking_number]
    lines = tuple(_tracking_line(parcel, single=len(order.shipments) == 1) for parcel in known)
    links = [parcel.tracking_url for parcel in order.shipments if parcel.tracking_url]
    return lines, (links[0], Say("parcel.track.button")) if len(links) == 1 else None


def _tracking_line(parcel: Shipment, *, single: bool) -> Say:
    # The address stands on a line of its own, without isolates: some phones take them for a part of it.
    values: dict[str, Value] = {"carrier": carrier(parcel), "tracking": Ref(parcel.tracking_number or "")}
    if single or not parcel.tracking_url:
        return Say("parcel.tracking", values)
    return Say("parcel.tracking_link", {**values, "link": visible(parcel.tracking_url)})
