"""What the console says, in the language of whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_timedelta, get_day_names, get_timezone

from bot.domain.answer import Day
from bot.domain.clock import DAY, HOUR, MINUTE, SECOND, from_instant
from bot.domain.staff import CONSOLE_LANGUAGES
from bot.language.catalogue import FALLBACK, Catalogues
from bot.language.trim import FSI, PDI
from bot.language.values import Formats

if TYPE_CHECKING:
    from bot.domain.money import Money
    from bot.domain.staff import ConsoleLanguage
    from bot.language.catalogue import Catalogue

DOMAIN: Final = "console"
_SOME_MONTHS: Final = 180


@dataclass(frozen=True, slots=True)
class Words:
    """One language's texts; ``t`` is what pages call."""

    catalogue: Catalogue

    @property
    def language(self) -> str:
        """The language's tag."""
        return self.catalogue.language

    @property
    def direction(self) -> str:
        """How lines run: ``rtl`` or ``ltr``."""
        return "rtl" if self.catalogue.rtl else "ltr"

    def t(self, name: str, /, *, count: int | None = None, **values: str | int) -> str:
        """Return a text with its values, each kept apart from the direction of the words around it; raises ``KeyError``."""
        given = values if count is None else {"count": count, **values}
        pieces = self.catalogue.form(self.catalogue.messages[name], count)
        return "".join(piece.text + (self._value(given[piece.name]) if piece.name else "") for piece in pieces)

    def has(self, name: str) -> bool:
        """Tell whether there is a text: for names that shops and Meta make."""
        return name in self.catalogue.messages

    def span(self, milliseconds: int) -> str:
        """Return a length of time in its largest unit, such as "5 min"; less than a minute is "0 min"."""
        unit = DAY if milliseconds >= DAY else HOUR if milliseconds >= HOUR else MINUTE
        whole = timedelta(seconds=milliseconds // unit * unit // SECOND)
        return format_timedelta(whole, granularity="minute", threshold=1, format="short", locale=self.catalogue.locale)

    def moment(self, instant: int, zone: str) -> str:
        """Return a date and time of day where somebody is (an IANA zone)."""
        return format_datetime(from_instant(instant), "d MMM y, HH:mm", tzinfo=get_timezone(zone), locale=self.catalogue.locale)

    def clock(self, instant: int, zone: str) -> str:
        """Return a time of day where somebody is."""
        return format_datetime(from_instant(instant), "HH:mm", tzinfo=get_timezone(zone), locale=self.catalogue.locale)

    def day(self, instant: int, zone: str) -> str:
        """Return a day of the week with its date where somebody is."""
        return format_datetime(from_instant(instant), "EEEE d MMMM", tzinfo=get_timezone(zone), locale=self.catalogue.locale)

    def day_of(self, now: int, instant: int, zone: str) -> str:
        """Return a day that has been: "Today", "Yesterday", or its date, with the year where it was long ago."""
        ahead = self.days_ahead(now, instant, zone)
        if ahead in {0, -1}:
            return self.t("day.yesterday" if ahead else "day.today")
        shape = "EEEE d MMMM" if ahead > -_SOME_MONTHS else "d MMMM y"
        return format_datetime(from_instant(instant), shape, tzinfo=get_timezone(zone), locale=self.catalogue.locale)

    def days_ahead(self, now: int, instant: int, zone: str) -> int:
        """Return how many midnights of a zone lie before an instant that is to come."""
        here, there = (from_instant(one).astimezone(get_timezone(zone)).date() for one in (now, instant))
        return (there - here).days

    def weekday(self, day: int) -> str:
        """Return the name of a day of the week, Monday being 0."""
        return str(get_day_names("wide", "stand-alone", self.catalogue.locale)[day])

    def money(self, amount: Money) -> str:
        """Return an amount with its currency's own decimals."""
        return Formats(self.catalogue.locale, rtl=self.catalogue.rtl).money(amount)

    def expected(self, iso: str) -> str:
        """Return a day by its ISO date; what is no date comes back as it is."""
        return Formats(self.catalogue.locale, rtl=self.catalogue.rtl).day(Day(iso))

    def country(self, code: str) -> str:
        """Return what a country (ISO 3166) is called; its code where nobody has a name for it."""
        return str(self.catalogue.locale.territories.get(code, code))

    def name_of(self, language: str) -> str:
        """Return what a language is called in the reader's own; its tag where nobody has a name for it."""
        try:
            return Locale.parse(language, sep="-").get_display_name(self.catalogue.locale) or language
        except (UnknownLocaleError, ValueError):
            return language

    def _value(self, value: str | int) -> str:
        return f"{FSI}{value}{PDI}" if self.catalogue.rtl and isinstance(value, str) else str(value)


class WordBook:
    """The texts of every language of the console."""

    def __init__(self, catalogues: Catalogues) -> None:
        self._words = {language: Words(catalogues.best(language, FALLBACK)) for language in CONSOLE_LANGUAGES}

    def of(self, chosen: ConsoleLanguage | None, accepted: str) -> Words:
        """Return the texts in the language that was chosen, else in the first that the browser accepts (``Accept-Language``)."""
        if chosen is not None:
            return self._words[chosen]
        wanted = [part.partition(";")[0].strip().lower().partition("-")[0] for part in accepted.split(",")]
        return next((self._words[language] for name in wanted for language in CONSOLE_LANGUAGES if name == language), self._words["en"])
