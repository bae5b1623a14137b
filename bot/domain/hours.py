"""When the shop's people are there: hours of each day of the week where the shop is, and days on which nobody is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.clock import from_instant, to_instant

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
