"""Times as systems write them: ISO 8601 in any dress, the dates of mail and JavaScript, numbers, PHP's date objects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.clock import SECOND, from_instant, to_instant
from bot.errors import Unreadable

# Numbers from here on are milliseconds: as seconds they would lie beyond the year 5000.
_MILLISECONDS_FROM: Final = 100_000_000_000
_FIRST: Final = to_instant(datetime(2000, 1, 1, tzinfo=UTC))
_LAST: Final = to_instant(datetime(2100, 1, 1, tzinfo=UTC))
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What Date.prototype.toString makes: "Sun Jun 26 2022 12:21:48 GMT+0300 (Arabian Standard Time)".
_JAVASCRIPT: Final = re.compile(
    r"(?:[a-z]{3},? )?(?P<month>[a-z]{3}) (?P<day>\d{1,2}) (?P<year>\d{4}) (?P<time>\d{2}:\d{2}:\d{2})"
    r"(?: (?:gmt|utc)?(?P<offset>[+-]\d{2}:?\d{2})?)?(?: \(.*\))?",
    re.ASCII | re.IGNORECASE,
)
# RFC 2822: "Tue, 20 Nov 2012 00:00:00 +0000".
_MAIL: Final = re.compile(r"(?:[a-z]{3}, )?\d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})?(?: (?:[+-]\d{4}|gmt|utc?))?", re.ASCII | re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{9,13}(?:\.\d+)?", re.ASCII)
_OFFSET_END: Final = re.compile(r" ?(?:gmt|utc)$", re.ASCII | re.IGNORECASE)
_INDIC: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def instant_of(value: object, zone: str) -> int:
    """Return the instant that a field means; ``zone`` (IANA) holds where it names none. Raise ``Unreadable`` for what is no time.

    Understood are ISO 8601 with a ``T`` or a space, with or without offset and fractions, a day alone (its midnight), the date of
    a mail (RFC 2822), the text of a JavaScript date, seconds or milliseconds since 1970, and ``{"date": ..., "timezone": ...}`` as
    PHP writes a date. Years before 2000 and after 2100 are taken for mistakes.
    """
    try:
        found = _instant(value, zone)
    except (ValueError, OverflowError) as error:
        raise Unreadable(f"{_short(value)} is not a time") from error
    if not _FIRST <= found < _LAST:
        raise Unreadable(f"{_short(value)} is not a time of this century")
    return found


def first_instant(values: tuple[object, ...], zone: str, otherwise: int) -> int:
    """Return the first of several fields that holds a time, ``otherwise`` when none does: an event is not worth losing for it."""
    for value in values:
        try:
            return instant_of(value, zone)
        except Unreadable:
            continue
    return otherwise


def local_day(instant: int, zone: str) -> str:
    """Return the day of an instant in a zone (IANA), as ``2026-11-20``."""
    return from_instant(instant).astimezone(_zone(zone)).date().isoformat()


def _instant(value: object, zone: str) -> int:
    if isinstance(value, Mapping):
        named = value.get("timezone")
        return _instant_of_text(str(value.get("date") or ""), named if isinstance(named, str) and named else zone)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Unreadable(f"{_short(value)} is not a time")
    return _instant_of_text(value, zone) if isinstance(value, str) else _instant_of_number(value)


def _instant_of_number(value: float) -> int:
    return round(value if value >= _MILLISECONDS_FROM else value * SECOND)


def _instant_of_text(text: str, zone: str) -> int:
    plain = " ".join(text.translate(_INDIC).split())
    if _NUMBER.fullmatch(plain):
        return _instant_of_number(float(plain))
    spoken = _JAVASCRIPT.fullmatch(plain)
    if spoken:
        moment = _of_javascript(spoken)
    elif _MAIL.fullmatch(plain):
        moment = parsedate_to_datetime(plain)
    else:
        moment = datetime.fromisoformat(_OFFSET_END.sub("Z", plain))
    return to_instant(moment if moment.tzinfo else moment.replace(tzinfo=_zone(zone)))


def _of_javascript(found: re.Match[str]) -> datetime:
    month = _MONTHS.index(found["month"].lower()) + 1
    moment = datetime.fromisoformat(f"{found['year']}-{month:02}-{int(found['day']):02}T{found['time']}")
    offset = found["offset"]
    if offset is None:
        return moment.replace(tzinfo=UTC) if re.search(r"gmt|utc", found[0], re.IGNORECASE) else moment
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return moment.replace(tzinfo=timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes)))


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:  # A folder of zones, say "Asia", is no zone.
        raise ValueError(name) from error


def _short(value: object) -> str:
    return repr(value)[:60]
