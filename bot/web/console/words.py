"""What the console says, in the language of whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_timedelta, get_timezone

from bot.domain.clock import DAY, HOUR, MINUTE, SECOND, from_instant
from bot.domain.staff import CONSOLE_LANGUAGES
from bot.language.catalogue import FALLBACK, Catalogues
from bot.language.trim import FSI, PDI

if TYPE_CHECKING:
    from bot.domain.staff import ConsoleLanguage
    from bot.language.catalogue import Catalogue

DOMAIN: Final = "console"


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

    def span(self, milliseconds: int) -> str:
        """Return a length of time in its largest unit, such as "5 min"; less than a minute is "0 min"."""
        unit = DAY if milliseconds >= DAY else HOUR if milliseconds >= HOUR else MINUTE
        whole = timedelta(seconds=milliseconds // unit * unit // SECOND)
        return format_timedelta(whole, granularity="minute", threshold=1, format="short", locale=self.catalogue.locale)

    def moment(self, instant: int, zone: str) -> str:
        """Return a date and time of day where somebody is (an IANA zone)."""
        return format_datetime(from_instant(instant), "d MMM y, HH:mm", tzinfo=get_timezone(zone), locale=self.catalogue.locale)

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
