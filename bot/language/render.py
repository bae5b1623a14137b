"""From an answer to what WhatsApp can show: text, buttons, a list, a link or a document, always within the limits.

Limits: https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-reply-buttons-messages and its siblings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.answer import Answer, Option, Say
from bot.domain.content import Button, ButtonsOut, ContactRequestOut, DocumentOut, LinkOut, ListOut, OutContent, Row, Section, TextOut
from bot.language.trim import trim, width
from bot.language.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.store import Store
    from bot.language.catalogue import Catalogues

BODY, SHORT_BODY, CAPTION = 4096, 1024, 1024
BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
ROWS, ROW_TITLE, ROW_DESCRIPTION, ROW_ID = 10, 24, 72, 200
LIST_LABEL, LINK_LABEL = 20, 20
URL = 2000
FILENAME = 240
_UNSAFE_IN_FILENAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_WEB = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


def render(answer: Answer, *, catalogues: Catalogues, language: str | None, store: Store) -> OutContent:
    """Put an answer into the customer's language and into the kind of message that suits it.

    ``language`` falls back to its base language, then to the store's, then to English. What is too long is shortened.
    """
    voice = Voice(catalogues, language, store)
    said = [voice.text(line) for line in answer.lines]
    if answer.offer is not None:
        said.append(Voice(catalogues, answer.offer, store).text(Say("language.offer")))
    body = "\n\n".join(text for text in said if text.strip()) or "…"
    if answer.document is not None:
        return _document(answer.document, body)
    if answer.link is not None:
        return _link(answer.link, body, voice)
    if answer.contact_request and width(body) <= SHORT_BODY:
        return ContactRequestOut(body)
    options = _usable(answer.options)
    if not options:
        return TextOut(trim(body, BODY))
    if len(options) <= BUTTONS and not answer.as_list and width(body) <= SHORT_BODY:
        return _buttons(options, body, voice)
    return _list(answer, options, body, voice)


def _usable(options: Iterable[Option]) -> list[Option]:
    """Return the options whose id is there, fits and is not repeated (WhatsApp refuses the whole message otherwise)."""
    by_id = {option.id: option for option in options if 0 < width(option.id) <= ROW_ID}
    return list(by_id.values())


def _buttons(options: list[Option], body: str, voice: Voice) -> ButtonsOut:
    titles = _unique([voice.label(option.title, BUTTON_TITLE) for option in options], BUTTON_TITLE)
    return ButtonsOut(body, tuple(Button(option.id, title) for option, title in zip(options, titles, strict=True)))


def _list(answer: Answer, options: list[Option], body: str, voice: Voice) -> ListOut:
    shown = options[:ROWS]
    titles = _unique([voice.label(option.title, ROW_TITLE) for option in shown], ROW_TITLE)
    rows = tuple(
        Row(option.id, title, (voice.label(option.description, ROW_DESCRIPTION) or None) if option.description else None)
        for option, title in zip(shown, titles, strict=True)
    )
    label = voice.label(answer.list_label or Say("list.open.button"), LIST_LABEL) or "…"
    return ListOut(trim(body, BODY), label, (Section(rows),))


def _link(link: tuple[str, Say], body: str, voice: Voice) -> OutContent:
    url, label = link
    if width(url) > URL or not _WEB.fullmatch(url):
        return TextOut(trim(body, BODY))
    if width(body) <= SHORT_BODY:
        return LinkOut(body, voice.label(label, LINK_LABEL) or "…", url)
    tail = f"\n\n{url}"
    return TextOut(trim(body, BODY - width(tail)) + tail)


def _document(document: tuple[str, str], body: str) -> DocumentOut:
    return DocumentOut(document[0], safe_filename(document[1]), trim(body, CAPTION))


def safe_filename(name: str) -> str:
    """Return a file name that every phone and computer accepts; the ending survives shortening."""
    clean = _UNSAFE_IN_FILENAME.sub("-", name).strip(" .") or "document"
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: FILENAME - len(ending)]}.{ending}" if dot and len(ending) <= 8 else clean[:FILENAME]  # noqa: PLR2004 (no real ending is longer)


def _unique(titles: list[str], limit: int) -> list[str]:
    """Return titles that differ from one another and are not empty: repeated ones get a number."""
    taken: set[str] = set()
    result = []
    for place, title in enumerate(titles, start=1):
        candidate, number = title or str(place), 1
        while candidate in taken:
            number += 1
            suffix = f" ({number})"
            candidate = trim(title, limit - len(suffix)) + suffix
        taken.add(candidate)
        result.append(candidate)
    return result
