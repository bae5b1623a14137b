"""``[stores.<id>.hours]``: when the shop's people are there."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field

from bot.domain.hours import DAY_MINUTES, WEEKDAYS, Hours, Span, hours_text
from bot.settings.model import Part

_EXPECTED: Final = "times such as 09:00-13:00, 14:00-18:00 (up to 24:00), or nothing"
_SPAN: Final = re.compile(r"(\d{1,2}):([0-5]\d)\s*-\s*(\d{1,2}):([0-5]\d)")


def _spans(value: object) -> object:
    """Read ``09:00-13:00, 14:00-18:00``; what goes past midnight is written under both days."""
    if isinstance(value, tuple):
        return value
    found = [_span(part.strip()) for part in str(value).split(",") if part.strip()]
    in_order = sorted(found, key=lambda span: span.start)
    if any(later.start < earlier.end for earlier, later in pairwise(in_order)):
        raise ValueError(_EXPECTED)
    return tuple(in_order)


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(_EXPECTED)
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    span = Span(60 * from_hour + from_minute, 60 * to_hour + to_minute)
    if not span.start < span.end <= DAY_MINUTES:
        raise ValueError(_EXPECTED)
    return span


def _iso(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise ValueError("a list of days such as 2026-12-02") from error


Spans = Annotated[tuple[Span, ...], BeforeValidator(_spans)]
Holiday = Annotated[str, AfterValidator(_iso), BeforeValidator(str)]


class HoursTable(Part):
    """The hours of each day of the week, and holidays; a day that is left out has none."""

    mon: Spans = Field((), description=_EXPECTED)
    tue: Spans = Field((), description=_EXPECTED)
    wed: Spans = Field((), description=_EXPECTED)
    thu: Spans = Field((), description=_EXPECTED)
    fri: Spans = Field((), description=_EXPECTED)
    sat: Spans = Field((), description=_EXPECTED)
    sun: Spans = Field((), description=_EXPECTED)
    holidays: frozenset[Holiday] = Field(frozenset(), description="a list of days such as 2026-12-02")

    def hours(self, timezone: str) -> Hours:
        """Return them as the core reckons with them."""
        return Hours(tuple(getattr(self, day) for day in WEEKDAYS), timezone, self.holidays)

    def text(self) -> str:
        """Return them for customers (see ``hours_text``)."""
        return hours_text([getattr(self, day) for day in WEEKDAYS])
