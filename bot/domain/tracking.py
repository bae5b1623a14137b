"""What a parcel's events amount to, in whatever order and however often they arrive.

A parcel remembers (``marks``) when each state, flag and detail was reported last. Taking the newest of two times gives the same
whichever comes first, and everything else is derived from the marks alone: so do all sources end up agreeing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, get_args

from bot.domain.clock import DAY
from bot.domain.order import MOVING, SHIPMENT_RANK, TERMINAL, Shipment, ShipmentFlag, ShipmentState

if TYPE_CHECKING:
    from bot.domain.order import Line
    from bot.domain.store_event import ShipmentEvent

Detail = Literal["carrier", "tracking_number", "tracking_url", "eta"]
Marks = dict[str, int]

_CLEAR = "clear"
_STATES: tuple[ShipmentState, ...] = get_args(ShipmentState)
_FLAGS: tuple[ShipmentFlag, ...] = get_args(ShipmentFlag)
_DETAILS: tuple[Detail, ...] = get_args(Detail)
# The courier has it or the pick-up point does: a parcel may go to and fro between these two.
_NEAR: tuple[ShipmentState, ...] = ("out_for_delivery", "available_for_pickup")
# A second report of an arrival tells when it was reported again, not when it was.
_ARRIVALS: frozenset[str] = frozenset(("delivered", "returned"))
# It is on the way back, whatever a depot says that it passes.
_LASTING: frozenset[ShipmentFlag] = frozenset(("returning",))
# The courier's first scan of each day stands in the memory, so that one can tell which attempt a later scan belongs to.
_OUT: Final = "out_for_delivery"


def observed(parcel: Shipment, event: ShipmentEvent) -> Shipment:
    """Return the parcel after an event that is about it.

    Progress goes up the ranks, whatever came late. Back from the courier to ``in_transit`` only a newer scan leads, and only
    where something went wrong after the courier had it. What has been delivered can only still be returned; what was
    cancelled or lost is alive again after a newer scan. A flag holds until a newer event without flags.
    """
    before = memory(parcel)
    marks = _with_event(before, event)
    state, state_at = _state(marks)
    return replace(
        parcel,
        state=state,
        state_at=state_at,
        flags=_flags(marks, state, state_at),
        lines=_contents(parcel, event, before),
        marks=tuple(sorted(marks.items())),
        **_newer(parcel, event, before),  # type: ignore[arg-type]  # Every detail of a parcel is a text.
        **_scan(parcel, event),  # type: ignore[arg-type]  # Its instant and its place.
    )


def out_since(marks: Marks) -> int:
    """Return when the courier took a parcel out for the attempt that is under way: his first scan after the last failed one."""
    failed_at = marks.get("attempt_failed", -1)
    days = [at for name, at in marks.items() if name.startswith(f"{_OUT}@") and at > failed_at]
    return min([*days, marks[_OUT]])


def memory(parcel: Shipment) -> Marks:
    """Return the parcel's memory; one that was imported as it stands has heard everything at its last scan."""
    if parcel.marks:
        return dict(parcel.marks)
    heard_at = max(parcel.state_at, parcel.scan_at or parcel.state_at)
    marks: Marks = {parcel.state: parcel.state_at}
    marks.update(dict.fromkeys(parcel.flags, heard_at))
    marks.update({name: heard_at for name in _DETAILS if getattr(parcel, name) is not None})
    if parcel.lines:
        marks["lines"] = heard_at
    return _with_day(marks, parcel.state_at) if parcel.state == _OUT else marks


def _with_event(marks: Marks, event: ShipmentEvent) -> Marks:
    at = event.occurred_at
    first = event.state in _ARRIVALS and event.state in marks
    heard: Marks = dict.fromkeys((*event.flags, *(name for name in _DETAILS if getattr(event, name) is not None)), at)
    if not event.flags and event.state in MOVING | TERMINAL:
        heard[_CLEAR] = at
    newest = {name: max(moment, marks.get(name, moment)) for name, moment in heard.items()}
    if event.lines:
        newest["lines"] = max(at, marks.get("lines", at))
    at_state = min(at, marks[event.state]) if first else max(at, marks.get(event.state, at))
    after = {**marks, **newest, event.state: at_state}
    return _with_day(after, at) if event.state == _OUT else after


def _with_day(marks: Marks, at: int) -> Marks:
    """Note the courier's first scan of a day."""
    name = f"{_OUT}@{at // DAY}"
    return {**marks, name: min(at, marks.get(name, at))}


def _state(marks: Marks) -> tuple[ShipmentState, int]:
    """Return the state that the marks amount to, and when it occurred."""
    for arrival in ("returned", "delivered"):
        if arrival in marks:
            return arrival, marks[arrival]
    ends: list[ShipmentState] = [state for state in ("cancelled", "lost") if state in marks]
    moves: list[ShipmentState] = [state for state in _STATES if state in marks and state in MOVING]
    end = max(ends, key=lambda state: (marks[state], state), default=None)
    if end and not any(marks[state] > marks[end] for state in moves):
        return end, marks[end]
    state = _progress(marks, moves)
    return state, marks[state]


def _progress(marks: Marks, moves: list[ShipmentState]) -> ShipmentState:
    """Return how far the parcel has come, leaving out that it may have arrived or been given up."""
    near = [state for state in moves if state in _NEAR]
    if not near:
        known = (state for state in _STATES if state in marks and state not in TERMINAL)
        return max(known, key=SHIPMENT_RANK.__getitem__)
    latest = max(near, key=lambda state: (marks[state], SHIPMENT_RANK[state]))
    mishap = max((marks[name] for name in (*_FLAGS, "cancelled", "lost") if name in marks), default=marks[latest] - 1)
    turned_back = marks.get("in_transit", marks[latest]) > marks[latest] <= mishap
    return "in_transit" if turned_back else latest


def _flags(marks: Marks, state: ShipmentState, state_at: int) -> tuple[ShipmentFlag, ...]:
    """Return the flags that hold: those not cleared since, after an arrival only those that came up later."""
    cleared_at = marks.get(_CLEAR)
    set_flags = [flag for flag in _FLAGS if flag in marks and (flag in _LASTING or cleared_at is None or marks[flag] >= cleared_at)]
    return tuple(flag for flag in set_flags if state not in TERMINAL or marks[flag] > state_at)


def _newer(parcel: Shipment, event: ShipmentEvent, before: Marks) -> dict[Detail, str]:
    """Keep of each detail the newest word; of two at one moment the greater, so that their order does not matter."""
    newer: dict[Detail, str] = {}
    for name in _DETAILS:
        word: str | None = getattr(event, name)
        if word is not None and (event.occurred_at, word) > (before.get(name, event.occurred_at), getattr(parcel, name) or ""):
            newer[name] = word
    return newer


def _contents(parcel: Shipment, event: ShipmentEvent, before: Marks) -> tuple[Line, ...]:
    """Keep the newest word on what is inside."""
    if not event.lines:
        return parcel.lines
    newer = (event.occurred_at, repr(event.lines)) > (before.get("lines", event.occurred_at), repr(parcel.lines) if parcel.lines else "")
    return event.lines if newer else parcel.lines


def _scan(parcel: Shipment, event: ShipmentEvent) -> dict[str, object]:
    """Remember the last sign of life with its own place or none: an old place beside a new time would be a lie."""
    if event.state == "unknown" and not event.flags:
        return {}
    last = (event.occurred_at, event.place or "")
    if parcel.scan_at is not None and last <= (parcel.scan_at, parcel.scan_place or ""):
        return {}
    return {"scan_at": event.occurred_at, "scan_place": event.place}
