"""When the shop's people are there: hours of each day of the week where the shop is, and days on which nobody is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.clock import DAY, from_instant, to_instant

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES: Final = 24 * 60
# Whoever is away for longer than a year says nothing about when he will be back.
_FAR: Final = 366


@dataclass(frozen=True, slots=True)
class Span:
    """From a minute of the day up to another one (both counted from midnight, at most 1,440)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hours:
    """``days`` has the spans of Monday to Sunday, ``holidays`` ISO dates on which nobody is there, ``timezone`` is an IANA name.

    A span that goes past midnight is written as two. Without any span nobody is ever there.
    """

    days: tuple[tuple[Span, ...], ...]
    timezone: str
    holidays: frozenset[str] = frozenset()


def open_now(hours: Hours, now: int) -> bool:
    """Tell whether somebody is there."""
    return opened_at(hours, now) is not None


def opened_at(hours: Hours, now: int) -> int | None:
    """Return since when somebody has been there, ``None`` while nobody is. Spans that touch across midnight are one."""
    zone = _zone(hours.timezone)
    day = from_instant(now).astimezone(zone).date()
    found: int | None = None
    for back in range(8):
        for start, end in reversed(_spans(hours, day - timedelta(days=back), zone)):
            if start <= (now if found is None else found) <= end and (found is not None or now < end):
                found = start
            elif end <= now:
                return found
    return found


def next_opening(hours: Hours, now: int) -> int | None:
    """Return when somebody will be there next: ``now`` while somebody is, ``None`` where that is not within a year."""
    if open_now(hours, now):
        return now
    zone = _zone(hours.timezone)
    day = from_instant(now).astimezone(zone).date()
    starts = (start for ahead in range(_FAR) for start, _ in _spans(hours, day + timedelta(days=ahead), zone) if start > now)
    return next(starts, None)


def open_until(hours: Hours, now: int) -> int | None:
    """Return until when somebody is there without a break; ``None`` while nobody is, and where no end is within a week."""
    if not open_now(hours, now):
        return None
    zone = _zone(hours.timezone)
    day = from_instant(now).astimezone(zone).date()
    found = now
    for ahead in range(9):
        for start, end in _spans(hours, day + timedelta(days=ahead), zone):
            if start <= found < end:
                found = end
            elif start > found:
                return found
    return found if found < now + 7 * DAY else None


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the people of a shop: there always, ``open`` until an instant, ``closed`` until one, or never there."""

    kind: Literal["always", "open", "closed", "never"]
    at: int = 0


def standing(hours: Hours | None, now: int) -> Standing:
    """Return how it stands right now; without hours somebody is there always."""
    if hours is None:
        return Standing("always")
    if open_now(hours, now):
        end = open_until(hours, now)
        return Standing("always") if end is None else Standing("open", end)
    opening = next_opening(hours, now)
    return Standing("never") if opening is None else Standing("closed", opening)


def hours_text(days: Sequence[Sequence[Span]]) -> str:
    """Return the hours of Monday to Sunday for customers, the week beginning with Sunday: ``Sun-Mon 09:00-13:00, 14:00-18:00; Tue 09:00-18:00``."""
    said: list[tuple[str, str, str]] = []
    nights = with_nights(days)
    for place in (6, 0, 1, 2, 3, 4, 5):
        times, name = ", ".join(f"{clock_text(span.start)}-{clock_text(span.end)}" for span in nights[place]), WEEKDAYS[place].capitalize()
        if said and said[-1][2] == times:
            said[-1] = (said[-1][0], name, times)
        else:
            said.append((name, name, times))
    return "; ".join(f"{first if first == last else f'{first}-{last}'} {times}" for first, last, times in said if times)


def with_nights(days: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Return the spans of Monday to Sunday, of which those that go past midnight and are kept as two are one, which ends before it begins."""
    shown = [list(spans) for spans in days]
    for day, spans in enumerate(days):
        after = (day + 1) % len(days)
        if not spans or not days[after]:
            continue
        evening, morning = spans[-1], days[after][0]
        if evening.end == DAY_MINUTES and morning.start == 0 and morning.end < evening.start:
            shown[day][-1] = Span(evening.start, morning.end)
            shown[after].remove(morning)
    return shown


def clock_text(minute: int) -> str:
    """Return a minute of the day as a clock shows it; the end of the day is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _spans(hours: Hours, day: date, zone: ZoneInfo) -> list[tuple[int, int]]:
    """Return the spans of a day as instants, in their order."""
    if day.isoformat() in hours.holidays:
        return []
    return [(_instant(day, span.start, zone), _instant(day, span.end, zone)) for span in sorted(hours.days[day.weekday()], key=lambda one: one.start)]


def _instant(day: date, minute: int, zone: ZoneInfo) -> int:
    """Return when the clock on the wall shows a minute of a day; 1,440 is the next midnight."""
    whole = day + timedelta(days=minute // DAY_MINUTES)
    minute %= DAY_MINUTES
    return to_instant(datetime(whole.year, whole.month, whole.day, minute // 60, minute % 60, tzinfo=zone).astimezone(UTC))


@lru_cache(maxsize=100)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # A folder of zones, say "Asia", is no zone.
        return ZoneInfo("UTC")
