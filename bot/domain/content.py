"""What we send: finished content, already in the customer's language and within WhatsApp's limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class TextOut:
    """Plain text, 4,096 characters at most."""

    body: str
    preview_url: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Button:
    """A reply button: ``id`` comes back when it is tapped (256), ``title`` is what is read on it (20)."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ButtonsOut:
    """Text (1,024) above one to three reply buttons."""

    body: str
    buttons: tuple[Button, ...]
    header: str | None = None
    footer: str | None = None
    kind: Literal["buttons"] = "buttons"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: ``id`` (200), ``title`` (24), ``description`` (72)."""

    id: str
    title: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title (24); the title may be absent when a list has one section."""

    rows: tuple[Row, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class ListOut:
    """Text (4,096) with a button (20) that opens at most ten rows in all."""

    body: str
    button: str
    sections: tuple[Section, ...]
    header: str | None = None
    footer: str | None = None
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class LinkOut:
    """Text (1,024) above one button (20) that opens a web address."""

    body: str
    label: str
    url: str
    header: str | None = None
    footer: str | None = None
    kind: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class DocumentOut:
    """A stored document (``document_id`` of the ``documents`` collection) with its file name and a caption (1,024)."""

    document_id: str
    filename: str
    caption: str | None = None
    kind: Literal["document"] = "document"


@dataclass(frozen=True, slots=True)
class ImageOut:
    """A stored picture (``document_id`` of the ``documents`` collection; JPEG or PNG, 5 MB) with a caption (1,024)."""

    document_id: str
    caption: str | None = None
    kind: Literal["image"] = "image"


@dataclass(frozen=True, slots=True)
class TemplateOut:
    """An approved template.

    ``parameters`` fill the body's named variables in order, ``button_suffix`` its URL button; ``button_payload`` comes back when
    its quick-reply button is tapped, ``payloads`` for one with several of them, in their order. ``document`` is what stands in
    its document header, as (``document_id``, file name).
    """

    name: str
    language: str
    parameters: tuple[tuple[str, str], ...] = ()
    button_suffix: str | None = None
    button_payload: str | None = None
    payloads: tuple[str, ...] = ()
    document: tuple[str, str] | None = None
    kind: Literal["template"] = "template"


@dataclass(frozen=True, slots=True)
class ReactionOut:
    """An emoji on a customer's message; an empty one takes it back."""

    message_id: str
    emoji: str
    kind: Literal["reaction"] = "reaction"


@dataclass(frozen=True, slots=True)
class ContactRequestOut:
    """Text (1,024) above a button by which the customer shares his own phone number."""

    body: str
    kind: Literal["contact_request"] = "contact_request"


OutContent = TextOut | ButtonsOut | ListOut | LinkOut | ContactRequestOut | DocumentOut | ImageOut | TemplateOut | ReactionOut


def document_of(content: OutContent) -> str | None:
    """Return the id of the stored document that has to be uploaded before this can be sent, ``None`` when it carries none."""
    if isinstance(content, DocumentOut | ImageOut):
        return content.document_id
    return content.document[0] if isinstance(content, TemplateOut) and content.document else None
