"""Where a customer's clock stands, and whether it shows quiet hours."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import timezone as phone_zones

from bot.domain.clock import MINUTE, from_instant, to_instant
from bot.domain.phone import country_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.rules import QuietHours

_DAY_MINUTES = 24 * 60
_KEEP = 20_000


def zone_of_customer(wa_id: str | None, country: str | None, fallback: str, now: int) -> ZoneInfo:
    """Return the time zone of a customer: by the country that the order goes to, else by the phone's, else the store's own.

    A phone of that very country says more than the country does, where a country has several zones. ``fallback`` (an IANA name)
    is also taken where it is one of several that are possible; UTC stands for a name that this machine does not know.
    """
    phone_country, names = _phone(wa_id) if wa_id else (None, ())
    if country not in {None, phone_country}:
        names = _zones_of_country(country or "")
    if not names or fallback in names:
        names = (fallback,)
    known = [zone for name in names if (zone := _zone(name)) is not None]
    if not known:
        return ZoneInfo("UTC")
    moment = from_instant(now)
    # Of several that are possible the one in the middle is the least wrong.
    return sorted(known, key=lambda zone: (moment.astimezone(zone).utcoffset() or timedelta(), zone.key))[len(known) // 2]


def quiet_until(quiet: QuietHours, zone: ZoneInfo, now: int) -> int | None:
    """Return when the quiet hours end in which ``now`` falls, ``None`` outside them. The end never lies at or before ``now``."""
    local = from_instant(now).astimezone(zone)
    minute = local.hour * 60 + local.minute
    length = (quiet.end - quiet.start) % _DAY_MINUTES
    since = (minute - quiet.start) % _DAY_MINUTES
    if since >= length:
        return None
    return max(to_instant(_at_minute(local, quiet.end)), now + MINUTE)


def _at_minute(local: datetime, minute: int) -> datetime:
    """Return the next moment at which the clock on the wall shows a minute of the day."""
    today = local.replace(hour=minute // 60 % 24, minute=minute % 60, second=0, microsecond=0, fold=0)
    return today if today > local else today + timedelta(days=1)


@lru_cache(maxsize=_KEEP)
def _phone(wa_id: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the country of a phone and the zones in which it may be."""
    try:
        number = phonenumbers.parse(f"+{wa_id.removeprefix('+')}")
    except phonenumbers.NumberParseException:
        return None, ()
    return country_of(wa_id), _known(phone_zones.time_zones_for_geographical_number(number))


@lru_cache(maxsize=500)
def _zones_of_country(country: str) -> tuple[str, ...]:
    """Return the zones in which a country's mobile phones may be, by an example of one."""
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    return () if example is None else _known(phone_zones.time_zones_for_geographical_number(example))


def _known(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name != phone_zones.UNKNOWN_TIMEZONE)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # A folder of zones, say "Asia", is no zone.
        return None
