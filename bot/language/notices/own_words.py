"""A store's own wording of notices: put in the place of ours, and checked before that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.notice import KINDS
from bot.language.catalogue import FALLBACK, Piece, pieces
from bot.language.notices.templates import TEMPLATE_BODY
from bot.language.notices.wording import WORDINGS
from bot.language.trim import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.language.catalogue import Catalogues

_EDGE: Final = " .!?…،؟\u06d4\u0964\n"


def in_own_words(catalogues: Catalogues, wording: Mapping[tuple[str, str], str]) -> Catalogues:
    """Return the catalogues as a store speaks: ``wording`` maps (milestone, language) to a text with the same variables as ours."""
    if not wording:
        return catalogues
    texts = {(WORDINGS[name].message, tag): text for (name, tag), text in wording.items() if name in WORDINGS}
    return catalogues.worded(texts)


def check_wording(wording: Mapping[tuple[str, str], str], catalogues: Catalogues) -> tuple[str, ...]:
    """Return what is wrong with a store's own wording, one sentence each; nothing when it can be used."""
    return tuple(problem for (milestone, language), text in wording.items() for problem in _problems(milestone, language, text, catalogues))


def _problems(milestone: str, language: str, text: str, catalogues: Catalogues) -> Iterator[str]:
    where = f"the wording of {milestone} in {language}"
    if milestone not in KINDS:
        yield f"{where}: there is no notice {milestone!r} (there are {', '.join(KINDS)})"
        return
    catalogue = catalogues.get(language) or catalogues.get(FALLBACK)
    if catalogues.get(language) is None:
        yield f"{where}: there is no language {language!r} (there are {', '.join(catalogues.languages)})"
    try:
        parts = pieces(text)
    except ValueError as error:
        yield f"{where}: {error}: write a value as {{name}} and a brace as {{{{"
        return
    ours = catalogue.messages[WORDINGS[milestone].message].names() if catalogue else frozenset()
    yield from _differences(where, frozenset(part.name for part in parts if part.name is not None), ours)
    yield from _shape(where, text, parts)


def _differences(where: str, given: frozenset[str], ours: frozenset[str]) -> Iterator[str]:
    if lacks := sorted(ours - given):
        yield f"{where} lacks {', '.join(f'{{{name}}}' for name in lacks)}"
    if unknown := sorted(given - ours):
        yield f"{where} has {', '.join(f'{{{name}}}' for name in unknown)}, which this notice does not know; it knows {', '.join(sorted(ours))}"


def _shape(where: str, text: str, parts: tuple[Piece, ...]) -> Iterator[str]:
    if not text.strip():
        yield f"{where} is empty"
    elif parts[0].name is not None and not parts[0].text.strip(_EDGE):
        yield f"{where} begins with a value: WhatsApp approves no such template, put a word before it"
    elif parts[-1].name is not None or not parts[-1].text.strip(_EDGE):
        yield f"{where} ends with a value: WhatsApp approves no such template, put a word behind it"
    if width(text) > TEMPLATE_BODY:
        yield f"{where} has {width(text)} characters, {TEMPLATE_BODY} are allowed"
