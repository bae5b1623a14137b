"""How a notice looks on a customer's phone: as a message while he may be written to freely, as an approved template otherwise. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from bot.answers.payloads import choose
from bot.domain.content import ButtonsOut, DocumentOut, LinkOut, ListOut, TextOut
from bot.errors import OverLimit
from bot.language.notices import candidates, file_name, notice_answer, notice_template, template_definitions, template_language
from bot.language.notices.lint import buttons_of, parts_of
from bot.language.notices.sample import sample_notice
from bot.language.notices.wording import WORDINGS
from bot.language.render import render
from bot.language.trim import FSI, PDI
from bot.language.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.content import OutContent
    from bot.domain.notice import Milestone
    from bot.domain.store import Store
    from bot.domain.template import TemplateCopy
    from bot.language.catalogue import Catalogue, Catalogues

_VARIABLE: Final = re.compile(r"\{\{([a-z0-9_]+)\}\}")
_ISOLATES: Final = str.maketrans("", "", FSI + PDI)


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message on the phone: ``buttons`` below it (``link``: the only one opens a page), and a ``document`` above its text."""

    text: str
    language: str
    rtl: bool = False
    buttons: tuple[str, ...] = ()
    link: bool = False
    document: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A notice's template in one language.

    ``bubble`` is what customers read of it: Meta's own text where that is known, else ours. ``wanted`` is the text that it should
    have, in Meta's form; ``state``: there is ``none`` at Meta, it is ``unread`` (we have never looked), it says the ``same``, or
    it is ``other`` than ours. ``status`` is Meta's word for how it stands.
    """

    name: str
    language: str
    bubble: Bubble
    wanted: str
    state: Literal["none", "unread", "same", "other"]
    status: str = ""


def bubble_of(content: OutContent, catalogue: Catalogue) -> Bubble:
    """Return a message as it is seen; of kinds that notices and answers don't have there is nothing to see."""
    look = (catalogue.language, catalogue.rtl)
    match content:
        case TextOut():
            return Bubble(content.body, *look)
        case ButtonsOut():
            return Bubble(content.body, *look, tuple(button.title for button in content.buttons))
        case LinkOut():
            return Bubble(content.body, *look, (content.label,), link=True)
        case ListOut():
            return Bubble(content.body, *look, (content.button,))
        case DocumentOut():
            return Bubble(content.caption or "", *look, document=content.filename)
        case _:
            return Bubble("", *look)


def as_message(milestone: Milestone, catalogue: Catalogue, *, catalogues: Catalogues, store: Store, now: int) -> Bubble:
    """Return a made-up notice as a message in a language."""
    notice, order = sample_notice(milestone, store, now)
    named = file_name(notice, order, Voice(catalogues, catalogue.language, store)) if WORDINGS[milestone].file else ""
    answer = notice_answer(notice, order, store=store, now=now, tap=_tap, file_name=named)
    return bubble_of(render(answer, catalogues=catalogues, language=catalogue.language, store=store), catalogue)


def as_template(
    milestone: Milestone, catalogue: Catalogue, copies: Sequence[TemplateCopy], *, catalogues: Catalogues, store: Store, now: int
) -> TemplateView:
    """Return a made-up notice as the template that tells it in a language; ``copies`` are those of the store's business account."""
    notice, order = sample_notice(milestone, store, now)
    plan, code = candidates(notice, order)[0], template_language(catalogue.language)
    sent = notice_template(notice, order, plan, catalogues=catalogues, catalogue=catalogue, store=store, tap=_tap)
    definition = next(one for one in template_definitions(catalogues) if (one["name"], one["language"]) == (plan.name, code))
    wanted = " ".join(str(part["text"]) for part in parts_of(definition, "BODY"))
    copy = next((one for one in copies if (one.name, one.language) == (plan.name, code)), None)
    text = _filled(copy.body if copy and copy.body else wanted, dict(sent.parameters))
    labels = tuple(str(button["text"]) for button in buttons_of(definition))
    bubble = Bubble(text, catalogue.language, catalogue.rtl, labels, document=sent.document[1] if sent.document else None)
    read = any(one.synced_at for one in copies)
    return TemplateView(plan.name, code, bubble, wanted.translate(_ISOLATES), _state(copy, wanted, read=read), copy.status if copy else "")


def _state(copy: TemplateCopy | None, wanted: str, *, read: bool) -> Literal["none", "unread", "same", "other"]:
    if copy is None:
        return "none" if read else "unread"
    if not copy.body:
        return "unread"
    return "same" if copy.body == wanted else "other"


def _filled(body: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), body)


def _tap(order_id: str, intent: str) -> str | None:
    try:
        return choose(order_id, intent)
    except OverLimit:
        return None
