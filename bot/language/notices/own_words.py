"""A store's own wording of notices: put in the place of ours, and checked before that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.notice import KINDS
from bot.language.catalogue import FALLBACK, Piece, pieces
from bot.language.notices.lint import WORDS_PER_VARIABLE
from bot.language.notices.templates import TEMPLATE_BODY
from bot.language.notices.wording import WORDINGS
from bot.language.trim import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.language.catalogue import Catalogues

_EDGE: Final = " .!?…،؟\u06d4\u0964\n"


def in_own_words(catalogues: Catalogues, wording: Mapping[tuple[str, str], str], *, keep: bool = True) -> Catalogues:
    """Return the catalogues as a store speaks: ``wording`` maps (milestone, language) to a text with the same variables as ours.

    ``keep``: see ``Catalogues.worded``.
    """
    if not wording:
        return catalogues
    texts = {(WORDINGS[name].message, tag): text for (name, tag), text in wording.items() if name in WORDINGS}
    return catalogues.worded(texts, keep=keep)


def check_wording(wording: Mapping[tuple[str, str], str], catalogues: Catalogues) -> tuple[str, ...]:
    """Return what is wrong with a store's own wording, one sentence each; nothing when it can be used."""
    return tuple(
        f"the wording of {milestone} in {language}{fault.what}"
        for (milestone, language), text in wording.items()
        for fault in faults(milestone, language, text, catalogues)
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text: its ``kind``, ``what`` in English, the ``names`` of values that it is about, and its length where that is it."""

    kind: Literal["notice", "language", "brace", "lacks", "unknown", "empty", "begins", "ends", "long", "beside", "crowded"]
    what: str
    names: tuple[str, ...] = ()
    length: int = 0


def faults(milestone: str, language: str, text: str, catalogues: Catalogues) -> Iterator[Fault]:
    """Return everything that is wrong with a store's own text of a notice."""
    if milestone not in KINDS:
        yield Fault("notice", f": there is no notice {milestone!r} (there are {', '.join(KINDS)})")
        return
    catalogue = catalogues.get(language) or catalogues.get(FALLBACK)
    if catalogues.get(language) is None:
        yield Fault("language", f": there is no language {language!r} (there are {', '.join(catalogues.languages)})")
    try:
        parts = pieces(text)
    except ValueError as error:
        yield Fault("brace", f": {error}: write a value as {{name}} and a brace as {{{{")
        return
    ours = catalogue.messages[WORDINGS[milestone].message].names() if catalogue else frozenset()
    yield from _differences(frozenset(part.name for part in parts if part.name is not None), ours)
    yield from _shape(text, parts)


def doubts(text: str) -> Iterator[Fault]:
    """Return what Meta refuses besides in a template's text; said within the window it would still do."""
    try:
        parts = pieces(text)
    except ValueError:
        return
    count = sum(part.name is not None for part in parts)
    if any(part.name is not None and not part.text.strip() for part in parts[1:]):
        yield Fault("beside", " has two values side by side: WhatsApp approves no such template, put a word between them")
    if count and sum(len(part.text.split()) for part in parts) <= WORDS_PER_VARIABLE * count:
        yield Fault("crowded", " has too few words for its values: WhatsApp approves no such template, write more")


def _differences(given: frozenset[str], ours: frozenset[str]) -> Iterator[Fault]:
    if lacks := tuple(sorted(ours - given)):
        yield Fault("lacks", f" lacks {_braced(lacks)}", lacks)
    if unknown := tuple(sorted(given - ours)):
        yield Fault("unknown", f" has {_braced(unknown)}, which this notice does not know; it knows {', '.join(sorted(ours))}", unknown)


def _braced(names: tuple[str, ...]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _shape(text: str, parts: tuple[Piece, ...]) -> Iterator[Fault]:
    if not text.strip():
        yield Fault("empty", " is empty")
    elif parts[0].name is not None and not parts[0].text.strip(_EDGE):
        yield Fault("begins", " begins with a value: WhatsApp approves no such template, put a word before it")
    elif parts[-1].name is not None or not parts[-1].text.strip(_EDGE):
        yield Fault("ends", " ends with a value: WhatsApp approves no such template, put a word behind it")
    if width(text) > TEMPLATE_BODY:
        yield Fault("long", f" has {width(text)} characters, {TEMPLATE_BODY} are allowed", length=width(text))
