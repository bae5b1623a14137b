"""What belongs to a message besides its words: its file, the message that it is about, and what says more where there are no words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.downloads import inbound_document_id
from bot.domain.content import DocumentOut, ImageOut, TemplateOut
from bot.domain.delivery import Attached
from bot.domain.message import CatalogueOrder, Contacts, Edit, Location, Media, Reaction, Revoke, Unsupported

if TYPE_CHECKING:
    from bot.domain.content import OutContent
    from bot.domain.message import Content


def received_file(wamid: str, content: Content) -> Attached | None:
    """Return the file of a message that came in; it is fetched from WhatsApp by ``media_id``."""
    if not isinstance(content, Media):
        return None
    kind = "voice" if content.media == "audio" and content.voice else content.media
    mime_type = content.mime_type.partition(";")[0].strip().lower()
    return Attached(kind, inbound_document_id(wamid), mime_type, content.filename or "", content.media_id)


def sent_file(content: OutContent) -> Attached | None:
    """Return the file of a message of ours, which is stored with us."""
    match content:
        case ImageOut(document_id=document_id):
            return Attached("image", document_id)
        case DocumentOut(document_id=document_id, filename=filename) | TemplateOut(document=(document_id, filename)):
            return Attached("document", document_id, filename=filename)
        case _:
            return None


def quoted_by(content: Content) -> str | None:
    """Return the wamid of the message that a reaction is on, or that is changed or taken back."""
    match content:
        case Reaction(message_id=wamid) | Edit(original_id=wamid) | Revoke(original_id=wamid):
            return wamid
        case _:
            return None


def detail_of(content: Content) -> str | None:
    """Return an emoji, a place, the names on contact cards, what stands in a basket, or what WhatsApp calls what it doesn't pass on."""
    match content:
        case Reaction(emoji=emoji):
            return emoji
        case Location():
            named = [part for part in (content.name, content.address) if part]
            return ", ".join([*named, f"{content.latitude:.5f}, {content.longitude:.5f}"])
        case Contacts(contacts=cards):
            return ", ".join(" ".join((card.name or "", *card.phones)).strip() for card in cards) or None
        case CatalogueOrder(items=items):
            return ", ".join(f"{count} x {item}" for item, count in items) or None
        case Unsupported(what=what):
            return what
        case _:
            return None
