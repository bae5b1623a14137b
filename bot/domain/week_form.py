"""A week's hours and holidays as people write them into a form, and back. Pure.

A day has pairs of times such as 09:00 and 13:00. One that ends at 00:00 lasts until midnight, one that ends earlier than it begins
goes past it, and 00:00 to 00:00 is the whole day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from bot.domain.hours import DAY_MINUTES, WEEKDAYS, Span, clock_text, with_nights
from bot.domain.store_choices import LONGEST_HOLIDAY, Holiday, WeekHours

LONGEST_NAME: Final = 60
Pair = tuple[str, str]
# The first day, the last day (left out: the same) and the name.
Row = tuple[str, str, str]
_TIME: Final = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::00)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class WeekForm:
    """What stands in the form: the pairs of Monday to Sunday, and the rows of holidays."""

    days: tuple[tuple[Pair, ...], ...]
    holidays: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, and in which row (counted from 0) of which part of the form; ``text`` is what was found there."""

    kind: Literal["half", "time", "same", "overlap", "no_date", "date", "backwards", "long"]
    part: Literal["day", "holiday"]
    row: int
    text: str = ""


def form_of(week: WeekHours) -> WeekForm:
    """Return hours as they stand in the form; what goes past midnight and is kept as two spans is one pair."""
    days = tuple(tuple(_pair(span) for span in spans) for spans in with_nights(week.days))
    rows = tuple((one.first, "" if one.last == one.first else one.last, one.name) for one in week.holidays)
    return WeekForm(days, rows)


def read_form(form: WeekForm) -> WeekHours | tuple[Mistake, ...]:
    """Return the hours that a form holds, days and holidays in order, or everything that is wrong with it. Empty rows are left out."""
    days: list[list[Span]] = [[] for _ in WEEKDAYS]
    mistakes: list[Mistake] = []
    for day, pairs in enumerate(form.days):
        for pair in pairs:
            found = _spans(day, pair)
            if isinstance(found, Mistake):
                mistakes.append(found)
                continue
            for later, span in enumerate(found):
                days[(day + later) % len(days)].append(span)
    week = tuple(tuple(sorted(spans, key=lambda one: (one.start, one.end))) for spans in days)
    mistakes += [Mistake("overlap", "day", day) for day, spans in enumerate(week) if _overlap(spans)]
    holidays = [_holiday(place, row) for place, row in enumerate(form.holidays) if any(part.strip() for part in row)]
    mistakes += [one for one in holidays if isinstance(one, Mistake)]
    if mistakes:
        return tuple(mistakes)
    return WeekHours(week, tuple(sorted((one for one in holidays if isinstance(one, Holiday)), key=lambda one: (one.first, one.last, one.name))))


def _pair(span: Span) -> Pair:
    return clock_text(span.start), clock_text(span.end % DAY_MINUTES)


def _spans(day: int, pair: Pair) -> tuple[Span, ...] | Mistake:
    """Return what a pair covers of its day, and behind that of the next one."""
    start, end = (part.strip() for part in pair)
    if not start and not end:
        return ()
    if not start or not end:
        return Mistake("half", "day", day, start or end)
    minutes = [_minute(text) for text in (start, end)]
    if minutes[0] is None or minutes[1] is None:
        return Mistake("time", "day", day, start if minutes[0] is None else end)
    first, last = minutes[0] % DAY_MINUTES, minutes[1] % DAY_MINUTES or DAY_MINUTES
    if first == last:
        return Mistake("same", "day", day, start)
    return (Span(first, last),) if first < last else (Span(first, DAY_MINUTES), Span(0, last))


def _minute(text: str) -> int | None:
    found = _TIME.fullmatch(text)
    minute = 60 * int(found[1]) + int(found[2]) if found else DAY_MINUTES + 1
    return minute if minute <= DAY_MINUTES else None


def _overlap(spans: Sequence[Span]) -> bool:
    return any(later.start < earlier.end for earlier, later in pairwise(spans))


def _holiday(place: int, row: Row) -> Holiday | Mistake:
    first, last, name = (part.strip() for part in row)
    if not first:
        return Mistake("no_date", "holiday", place, name or last)
    days = [_date(text) for text in (first, last or first)]
    if days[0] is None or days[1] is None:
        return Mistake("date", "holiday", place, first if days[0] is None else last)
    if days[1] < days[0]:
        return Mistake("backwards", "holiday", place, name or first)
    if (days[1] - days[0]).days >= LONGEST_HOLIDAY:
        return Mistake("long", "holiday", place, name or first)
    return Holiday(days[0].isoformat(), days[1].isoformat(), name[:LONGEST_NAME])


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
