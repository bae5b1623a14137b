"""WhatsApp's limits on what is sent, checked before it leaves so that a mistake is found here and not at the customer's.

Lengths are in characters. https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.content import (
    ButtonsOut,
    ContactRequestOut,
    DocumentOut,
    ImageOut,
    LinkOut,
    ListOut,
    OutContent,
    ReactionOut,
    TemplateOut,
    TextOut,
)
from bot.errors import OverLimit

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXT = 4096
INTERACTIVE_BODY = 1024
HEADER = 60
FOOTER = 60
BUTTONS = 3
BUTTON_TITLE = 20
BUTTON_ID = 256
LIST_BUTTON = 20
SECTIONS = 10
ROWS = 10
SECTION_TITLE = 24
ROW_TITLE = 24
ROW_DESCRIPTION = 72
ROW_ID = 200
CAPTION = 1024
URL = 2000
TEMPLATE_NAME = 512
TEMPLATE_BODY = 1024
DOCUMENT_BYTES = 100 * 1024 * 1024

_TEMPLATE_NAME = re.compile(r"[a-z0-9_]+")


def check(content: OutContent) -> None:
    """Return when WhatsApp takes the content; raise ``OverLimit`` naming the field, its limit and its length otherwise."""
    match content:
        case TextOut():
            _length("text.body", content.body, TEXT)
        case ButtonsOut():
            _check_buttons(content)
        case ListOut():
            _check_list(content)
        case LinkOut() | ContactRequestOut():
            _check_tap(content)
        case DocumentOut() | ImageOut():
            _check_file(content)
        case TemplateOut():
            _check_template(content)
        case ReactionOut():
            _length("reaction.message_id", content.message_id, None)


def _check_buttons(content: ButtonsOut) -> None:
    _frame(content.header, content.body, content.footer, INTERACTIVE_BODY)
    _count("buttons", len(content.buttons), BUTTONS)
    for number, button in enumerate(content.buttons):
        _length(f"buttons[{number}].title", button.title, BUTTON_TITLE)
        _length(f"buttons[{number}].id", button.id, BUTTON_ID)
    _unique("buttons.title", (button.title for button in content.buttons))
    _unique("buttons.id", (button.id for button in content.buttons))


def _check_list(content: ListOut) -> None:
    _frame(content.header, content.body, content.footer, TEXT)
    _length("list.button", content.button, LIST_BUTTON)
    _count("sections", len(content.sections), SECTIONS)
    rows = [row for section in content.sections for row in section.rows]
    _count("rows of all sections", len(rows), ROWS)
    for number, section in enumerate(content.sections):
        _count(f"sections[{number}].rows", len(section.rows), ROWS)
        required = len(content.sections) > 1
        (_length if required else _optional)(f"sections[{number}].title", section.title or "", SECTION_TITLE)
    for number, row in enumerate(rows):
        _length(f"rows[{number}].title", row.title, ROW_TITLE)
        _length(f"rows[{number}].id", row.id, ROW_ID)
        _optional(f"rows[{number}].description", row.description, ROW_DESCRIPTION)
    _unique("rows.id", (row.id for row in rows))


def _check_tap(content: LinkOut | ContactRequestOut) -> None:
    if isinstance(content, ContactRequestOut):
        _frame(None, content.body, None, INTERACTIVE_BODY)
        return
    _frame(content.header, content.body, content.footer, INTERACTIVE_BODY)
    _length("link.label", content.label, BUTTON_TITLE)
    _length("link.url", content.url, URL)
    if not content.url.startswith(("https://", "http://")):
        raise OverLimit(f"link.url must be an absolute web address, it is {content.url!r}")


def _check_file(content: DocumentOut | ImageOut) -> None:
    if isinstance(content, DocumentOut):
        _length("document.filename", content.filename, None)
    _optional(f"{content.kind}.caption", content.caption, CAPTION)


def _check_template(content: TemplateOut) -> None:
    _length("template.name", content.name, TEMPLATE_NAME)
    if not _TEMPLATE_NAME.fullmatch(content.name):
        raise OverLimit(f"template.name has only a-z, 0-9 and _, it is {content.name!r}")
    _length("template.language", content.language, None)
    for name, value in content.parameters:
        _length(f"template.parameters.{name}", value.strip(), TEMPLATE_BODY)
    _unique("template.parameters", (name for name, _ in content.parameters))
    _optional("template.button_suffix", content.button_suffix, URL)
    for number, payload in enumerate(content.payloads or filter(None, [content.button_payload])):
        _length(f"template.payloads[{number}]", payload, BUTTON_ID)


def _frame(header: str | None, body: str, footer: str | None, body_limit: int) -> None:
    _optional("header", header, HEADER)
    _length("body", body, body_limit)
    _optional("footer", footer, FOOTER)


def _length(field: str, text: str, limit: int | None) -> None:
    if not text:
        raise OverLimit(f"{field} needs at least 1 character, it has 0")
    _optional(field, text, limit)


def _optional(field: str, text: str | None, limit: int | None) -> None:
    if text is not None and limit is not None and len(text) > limit:
        raise OverLimit(f"{field} has {len(text)} characters, its limit is {limit}")


def _count(field: str, number: int, limit: int) -> None:
    if not 1 <= number <= limit:
        raise OverLimit(f"{field}: there are {number}, there must be 1 to {limit}")


def _unique(field: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise OverLimit(f"{field} must be unique, {value!r} comes more than once")
        seen.add(value)
