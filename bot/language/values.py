"""Values inside messages, in the customer's language: money, days, moments and names from outside."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time
from babel.numbers import format_currency

from bot.domain.answer import Day, Moment, Ref
from bot.domain.clock import from_instant
from bot.language.normalise import visible
from bot.language.trim import FSI, PDI

if TYPE_CHECKING:
    from babel import Locale

    from bot.domain.money import Money

_DAY = "EEEE d MMMM"
# As CLDR's MMMMEEEEd has it, where weekday, day and month don't just follow one another.
_DAYS = {
    "de": "EEEE, d. MMMM",
    "es": "EEEE d 'de' MMMM",
    "hi": "EEEE, d MMMM",
    "id": "EEEE, d MMMM",
    "pt": "EEEE, d 'de' MMMM",
    "tr": "d MMMM EEEE",
    "ur": "EEEE، d MMMM",
}
# CLDR's currencySpacing (https://unicode.org/reports/tr35/tr35-numbers.html#Currencies) wants "SAR 5.00"; Babel writes "SAR5.00".
_SPACING = re.compile(r"([A-Za-z])(\d)")
_KEEP = 2_000
_LONGEST = 600
Key = TypeVar("Key")


class Formats:
    """Shows values in one language. Babel's formatting is slow, so what was shown is kept (days and amounts repeat), up to a bound.

    Digits are 0 to 9 in every language: Babel can show amounts in other digits but not dates, and mixing them reads badly.
    """

    def __init__(self, locale: Locale, *, rtl: bool) -> None:
        self._locale = locale
        self._rtl = rtl
        self._days: dict[str, str] = {}
        self._amounts: dict[Money, str] = {}
        self._times: dict[tuple[int, int], str] = {}

    def money(self, value: Money) -> str:
        """Return an amount with its currency's own decimals, as CLDR writes it."""
        return self._amounts.get(value) or _keep(self._amounts, value, self._money(value))

    def day(self, value: Day) -> str:
        """Return a day such as "Thursday 26 November"; what is no ISO date comes back as it is."""
        return self._days.get(value.iso) or _keep(self._days, value.iso, self._day(value.iso))

    def moment(self, value: Moment, zone: ZoneInfo | None) -> tuple[str, str]:
        """Return day and time of day of an instant in a time zone (UTC without one)."""
        local = from_instant(value.at)
        local = local.astimezone(zone) if zone else local
        clock = (local.hour, local.minute)
        shown = self._times.get(clock) or _keep(self._times, clock, format_time(local.time(), "short", locale=self._locale))
        return self.day(Day(local.date().isoformat())), shown

    def ref(self, value: Ref) -> str:
        """Return text from outside without controls, on one line; isolated where the text around it runs from right to left."""
        shown = visible(value.text)[:_LONGEST]
        return f"{FSI}{shown}{PDI}" if self._rtl else shown

    def _money(self, value: Money) -> str:
        shown = _SPACING.sub("\\1\u00a0\\2", format_currency(value.amount, value.currency, locale=self._locale))
        return f"{FSI}{shown}{PDI}" if self._rtl else shown

    def _day(self, iso: str) -> str:
        try:
            return format_date(date.fromisoformat(iso), _DAYS.get(self._locale.language, _DAY), locale=self._locale)
        except ValueError:
            return visible(iso)


def _keep(kept: dict[Key, str], key: Key, shown: str) -> str:
    if len(kept) >= _KEEP:
        kept.clear()
    kept[key] = shown
    return shown


def zone_of(name: str) -> ZoneInfo | None:
    """Return a time zone by its IANA name, or ``None`` for a name that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
