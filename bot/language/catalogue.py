"""What the bot says: gettext catalogues with symbolic message ids, ``locales/<language>/LC_MESSAGES/bot.po``.

The ``.po`` files are read at start (no compiling step). ``msgstr[n]`` stand in CLDR order: zero, one, two, few, many, other,
as far as the language has them (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import Formatter
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import PoFileError, read_po

from bot.errors import DataFileError
from bot.language.values import Formats

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FALLBACK = "en"
DOMAIN = "bot"
_KEEP = 500  # pairs of languages whose catalogues are remembered
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of plain text, followed by the value of ``name`` unless that is ``None``."""

    text: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """A message cut into pieces, one row per plural form (a single one when it has no plural)."""

    forms: tuple[tuple[Piece, ...], ...]
    line: int

    @property
    def plural(self) -> bool:
        """Whether a count chooses the form."""
        return len(self.forms) > 1

    def names(self) -> frozenset[str]:
        """Return the names of all values that any form takes."""
        return frozenset(piece.name for form in self.forms for piece in form if piece.name is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All messages of one language; ``plurals`` are the CLDR categories in the order of the forms."""

    language: str
    locale: Locale
    rtl: bool
    plurals: tuple[str, ...]
    messages: dict[str, Message]
    path: Path

    def form(self, message: Message, count: int | None) -> tuple[Piece, ...]:
        """Return the form of a message for a count (the last, ``other``, without one)."""
        if count is None or len(message.forms) == 1:
            return message.forms[-1]
        return message.forms[self.plurals.index(self.locale.plural_form(count))]


class Catalogues:
    """The catalogues of all languages."""

    def __init__(self, by_language: dict[str, Catalogue]) -> None:
        self._by_language = by_language
        self._chains: dict[tuple[str | None, str], tuple[Catalogue, ...]] = {}
        self._formats = {language: Formats(one.locale, rtl=one.rtl) for language, one in by_language.items()}
        self._worded: dict[frozenset[tuple[tuple[str, str], str]], Catalogues] = {}

    @classmethod
    def load(cls, folder: Path, domain: str = DOMAIN) -> Catalogues:
        """Read every language below a folder; raise ``DataFileError`` naming file and line for what can't be used.

        ``domain`` is the name of the files: what the bot says to customers, or what the console says to the shop's people.
        """
        paths = sorted(folder.glob(f"*/LC_MESSAGES/{domain}.po"))
        found = cls({path.parent.parent.name.replace("_", "-"): read_catalogue(path) for path in paths})
        if FALLBACK not in found._by_language:
            raise DataFileError(f"{folder}/{FALLBACK}/LC_MESSAGES/{domain}.po is missing: every other language falls back to it")
        return found

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags that have a catalogue."""
        return tuple(self._by_language)

    def get(self, language: str) -> Catalogue | None:
        """Return the catalogue of exactly this tag."""
        return self._by_language.get(language)

    def formats(self, catalogue: Catalogue) -> Formats:
        """Return how values are shown in a catalogue's language."""
        return self._formats[catalogue.language]

    def worded(self, texts: Mapping[tuple[str, str], str], *, keep: bool = True) -> Catalogues:
        """Return the catalogues with some texts replaced: (message id, language) to text. Languages without a catalogue are left out.

        Raises ``ValueError`` for a text that is none (a brace too many). What was made is remembered, because a store has one set of
        texts; without ``keep`` it is not: while somebody types there is another one with every letter.
        """
        if not texts:
            return self
        key = frozenset(texts.items())
        made = self._worded.get(key)
        if made is None:
            made = Catalogues({language: _worded(one, texts) for language, one in self._by_language.items()})
            if keep and len(self._worded) < _KEEP:
                self._worded[key] = made
        return made

    def chain(self, language: str | None, store_language: str) -> tuple[Catalogue, ...]:
        """Return where to look for a message: the tag, its language, the store's, English (``ar-SA``: ar, store, en). Never empty."""
        kept = self._chains.get((language, store_language))
        if kept is not None:
            return kept
        wanted = [tag.replace("_", "-") for tag in (language or "", store_language, FALLBACK)]
        tags = [tag for one in wanted for tag in (one, one.partition("-")[0])]
        chain = tuple(dict.fromkeys(found for tag in tags if (found := self._by_language.get(tag)) is not None))
        if len(self._chains) < _KEEP:
            self._chains[language, store_language] = chain
        return chain

    def best(self, language: str | None, store_language: str) -> Catalogue:
        """Return the catalogue of a language, or the one that stands in for it."""
        return self.chain(language, store_language)[0]


def plural_categories(locale: Locale) -> tuple[str, ...]:
    """Return the CLDR plural categories of a language in the order of a catalogue's forms."""
    tags = locale.plural_form.tags | {"other"}
    return tuple(category for category in _CATEGORIES if category in tags)


def read_catalogue(path: Path) -> Catalogue:
    """Read one ``.po`` file whose folder names its language."""
    language = path.parent.parent.name.replace("_", "-")
    try:
        locale = Locale.parse(language, sep="-")
        with path.open("rb") as file:
            entries = read_po(file, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError, UnknownLocaleError) as error:
        raise DataFileError(f"{path}: not a catalogue in UTF-8: {error}") from error
    plurals = plural_categories(locale)
    messages = {}
    for entry in entries:
        name = entry.id if isinstance(entry.id, str) else entry.id[0]
        if name and not entry.fuzzy and entry.string:
            messages[name] = _message(path, name, entry.string, entry.lineno or 0, len(plurals))
    return Catalogue(language, locale, locale.text_direction == "rtl", plurals, messages, path)


def _message(path: Path, name: str, string: str | tuple[str, ...] | list[str], line: int, plurals: int) -> Message:
    texts = (string,) if isinstance(string, str) else tuple(string)
    if len(texts) not in {1, plurals} or not all(texts):
        raise DataFileError(f"{path}, line {line}: {name} has {sum(map(bool, texts))} of {plurals} plural forms: write them all")
    try:
        return Message(tuple(pieces(text) for text in texts), line)
    except ValueError as error:
        raise DataFileError(f"{path}, line {line}: {name}: {error}: write a value as {{name}} and a brace as {{{{") from error


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut a text at its values; raise ``ValueError`` when one of them is more than a name in braces."""
    found = []
    for literal, name, spec, conversion in Formatter().parse(text):
        if name is not None and (not name.isidentifier() or spec or conversion):
            raise ValueError(f"{name!r} is not a plain name")
        found.append(Piece(literal, name))
    return tuple(found)


def text_of(message: Message) -> str:
    """Return a message as it is written (of one with plural forms the last), so that ``pieces`` makes the same of it."""
    parts = ((piece.text.replace("{", "{{").replace("}", "}}"), piece.name) for piece in message.forms[-1])
    return "".join(text + (f"{{{name}}}" if name is not None else "") for text, name in parts)


def _worded(catalogue: Catalogue, texts: Mapping[tuple[str, str], str]) -> Catalogue:
    own = {name: Message((pieces(text),), 0) for (name, language), text in texts.items() if language == catalogue.language}
    return replace(catalogue, messages={**catalogue.messages, **own}) if own else catalogue
