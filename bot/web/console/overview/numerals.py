"""Figures as people read them, in the language of whoever reads, and how they changed. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.web.console.words import Words

NONE: Final = "\N{EN DASH}"
MICROS: Final = 1_000_000
_CENT: Final = 0.01
_UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
# Nobody wants the seconds of many minutes.
_FEW_MINUTES: Final = 600
# What changed by less than half a hundredth is the same.
_SAME: Final = 0.005
_LEAP: Final = 10
_LTR_MARK: Final = "\u200e"
Way = Literal["up", "down", "same"]
Tone = Literal["good", "bad", "plain"]


@dataclass(frozen=True, slots=True)
class Change:
    """Against the period before: in which direction, by how much, whether that is good, and what it was. ``shown`` may be empty."""

    way: Way
    shown: str
    tone: Tone
    before: str


@dataclass(frozen=True, slots=True)
class Numerals:
    """Words figures in one language. What was worded is kept: a chart and its table show the same figures."""

    words: Words
    _told: dict[tuple[str, float | str], str] = field(default_factory=dict, repr=False, compare=False)

    def number(self, value: float) -> str:
        """Return a number, with at most two places."""
        return self._once("number", value, lambda: format_decimal(round(value, 2), locale=self.words.catalogue.locale))

    def percent(self, value: float | None) -> str:
        """Return a share in hundredths; what is not all of it is not 100 %."""
        if value is None:
            return NONE
        kept = min(value, 0.99) if value < 1 else value
        return str(format_percent(kept, locale=self.words.catalogue.locale))

    def dollars(self, value: float) -> str:
        """Return US dollars: to the cent, very little money to the hundredth of one."""
        return self._once("dollars", value, lambda: self._dollars(value))

    def span(self, seconds: float | None) -> str:
        """Return a length of time, in its one or two largest units."""
        return NONE if seconds is None else self._once("span", seconds, lambda: self._span(round(seconds)))

    def day(self, iso: str, *, year: bool = False) -> str:
        """Return a date, without its year unless that is wanted."""
        pattern = "d MMM y" if year else "d MMM"
        return self._once(pattern, iso, lambda: format_date(date.fromisoformat(iso), pattern, locale=self.words.catalogue.locale))

    def change(self, now: float | None, before: float | None, shown: Callable[[float], str], good: Way | None = None) -> Change | None:
        """Compare a figure with the one before, ``None`` where one of them is missing; ``good`` is the direction to be glad about."""
        if now is None or before is None:
            return None
        part = (now - before) / before if before else 0.0
        way: Way = "same" if abs(part) < _SAME and (before or not now) else "up" if now > before else "down"
        told = "" if way == "same" or not before else self._many(part)
        return Change(way, told, _tone(way, good), shown(before))

    def points(self, now: float | None, before: float | None, good: Way | None = None) -> Change | None:
        """Compare shares, in points of a hundred."""
        if now is None or before is None:
            return None
        by = round(now * 100) - round(before * 100)
        way: Way = "same" if by == 0 else "up" if by > 0 else "down"
        told = self.words.t("overview.points", count=abs(by)) if by else ""
        return Change(way, told, _tone(way, good), self.percent(before))

    def _once(self, kind: str, value: float | str, make: Callable[[], str]) -> str:
        told = self._told.get((kind, value))
        if told is None:
            told = self._told[kind, value] = str(make())
        return told

    def _dollars(self, value: float) -> str:
        places = "0.00" if value == 0 or abs(value) >= _CENT else "0.0000"
        pattern = self.words.catalogue.locale.currency_formats["standard"].pattern.replace("0.00", places)
        told = str(format_currency(value, "USD", pattern, locale=self.words.catalogue.locale, currency_digits=False))
        # A sign at the end would stand on the wrong side of its letters where lines run from right to left.
        return f"{told}{_LTR_MARK}" if told.endswith("$") else told

    def _span(self, seconds: int) -> str:
        rest = max(0, seconds)
        told: list[str] = []
        for unit, length in _UNITS:
            if rest >= length and (not told or unit != "second" or seconds < _FEW_MINUTES):
                told.append(self._unit(rest // length, unit))
            rest %= length
        return " ".join(told[:2]) or self._unit(0, "second")

    def _unit(self, value: int, unit: str) -> str:
        return str(format_unit(value, f"duration-{unit}", "short", locale=self.words.catalogue.locale))

    def _many(self, part: float) -> str:
        if abs(part) < _LEAP:
            return self.percent(abs(part)) if abs(part) >= 1 else str(format_percent(abs(part), locale=self.words.catalogue.locale))
        return self.words.t("overview.times", times=self.number(round(part + 1)))


def _tone(way: Way, good: Way | None) -> Tone:
    if way == "same" or good is None:
        return "plain"
    return "good" if way == good else "bad"
