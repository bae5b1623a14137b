"""Fields in which carriers write their scans: words of open lists, places, times and days of arrival."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from bot.connectors.times import instant_of
from bot.errors import Unreadable

_NO_WORD: Final = re.compile(r"[^a-z0-9]+")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def word(text: str | None) -> str:
    """Return the form in which ``OutForDelivery``, ``out_for_delivery`` and ``Out for delivery`` meet."""
    return _NO_WORD.sub("", (text or "").casefold())


def place_of(city: str | None, region: str | None, country: str | None) -> str | None:
    """Return a place as people say it: a city with its region or else its country, or the country alone."""
    return ", ".join(part for part in (city, region or country) if part) if city else country


def moment(value: object, zone: str) -> int | None:
    """Return the instant of a scan, ``None`` where there is none: a scan without a time is left out, the others are good.

    A time without an offset is taken as one of ``zone``, an IANA name: most parcels stay in the country of their shop.
    """
    try:
        return instant_of(value, zone)
    except Unreadable:
        return None


def day(text: str | None) -> str | None:
    """Return the ISO date that a text begins with: the day of arrival as the carrier writes it, whatever the time behind it."""
    found = _DAY.match(text or "")
    try:
        return date.fromisoformat(found.group()).isoformat() if found else None
    except ValueError:
        return None
