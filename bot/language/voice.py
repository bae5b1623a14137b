"""Messages with their values as text, in one language, for one store."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from bot.domain.answer import Day, Moment, Ref, Say, Value
from bot.domain.money import Money
from bot.language.trim import trim
from bot.language.values import Formats, zone_of

if TYPE_CHECKING:
    from bot.domain.store import Store
    from bot.language.catalogue import Catalogue, Catalogues

_DEPTH = 5


class Voice:
    """Speaks one language, and where a message is missing there, the store's, then English."""

    def __init__(self, catalogues: Catalogues, language: str | None, store: Store, *, isolated: bool = False) -> None:
        """``isolated``: for pages of the shop's people, where words of others are kept apart in languages that run from left to right, too."""
        chain = catalogues.chain(language, store.language)
        self._chain = [(one, Formats(one.locale, rtl=True) if isolated else catalogues.formats(one)) for one in chain]
        self._zone = zone_of(store.timezone)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue that is looked in first."""
        return self._chain[0][0]

    def text(self, say: Say) -> str:
        """Return a message as text; a message that no catalogue knows comes back as its id, a value that is missing as nothing."""
        return self._text(say, 0)

    def value(self, value: Value) -> str:
        """Return a single value as it stands inside messages."""
        return self._text(value, 0) if isinstance(value, Say) else self._shown(value, self._chain[0][1])

    def label(self, say: Say | Ref, limit: int) -> str:
        """Return a message or name for a button or row: plain characters only, on one line, at most ``limit`` long."""
        text = say.text if isinstance(say, Ref) else self.text(say)
        return trim(plain(text), limit)

    def _text(self, say: Say, depth: int) -> str:
        for catalogue, formats in self._chain:
            message = catalogue.messages.get(say.message)
            if message is not None:
                pieces = catalogue.form(message, say.count)
                return "".join([piece.text + self._value(piece.name, say, formats, depth) for piece in pieces])
        return say.message

    def _value(self, name: str | None, say: Say, formats: Formats, depth: int) -> str:
        if name is None:
            return ""
        value: Value | None = say.count if name == "count" and say.count is not None else say.values.get(name)
        if isinstance(value, Say):
            return self._text(value, depth + 1) if depth < _DEPTH else ""
        return self._shown(value, formats)

    def _shown(self, value: str | int | Money | Moment | Day | Ref | None, formats: Formats) -> str:
        match value:
            case Ref():
                return formats.ref(value)
            case Day():
                return formats.day(value)
            case Money():
                return formats.money(value)
            case Moment():
                day, time = formats.moment(value, self._zone)
                return self.text(Say("when.moment", {"day": day, "time": time}))
            case None:
                return ""
            case _:
                return str(value)


def plain(text: str) -> str:
    """Return a text without bidi marks and other controls, with plain single spaces: for titles, parameters and file names."""
    if text.isprintable():  # neither controls nor any space but the plain one
        return " ".join(text.split())
    return " ".join(
        "".join(char for char in text if char == "\u200d" or unicodedata.category(char) not in {"Cf", "Cs", "Cc"} or char.isspace()).split()
    )
