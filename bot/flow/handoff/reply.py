"""A person's words to the customer: free ones while the customer service window is open, an approved template at any time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.domain import window
from bot.domain.canned import gaps
from bot.domain.consent import no_consent
from bot.domain.content import DocumentOut, ImageOut, TemplateOut, TextOut
from bot.domain.delivery import OutboxItem
from bot.domain.desk import shortened
from bot.domain.spoken import spoken_text
from bot.errors import OverLimit
from bot.flow.handoff.acts import Act, Refused, marker, others, touched
from bot.whatsapp.limits import check
from bot.whatsapp.upload_limits import check_upload

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from bot.domain.customer import Customer
    from bot.domain.delivery import Author
    from bot.domain.notice import Category

StaffContent = TextOut | DocumentOut | ImageOut | TemplateOut
# What WhatsApp shows as a picture: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media
PICTURES: Final = frozenset(("image/jpeg", "image/png"))
# Whatever else WhatsApp takes as a document. A file says what it is itself, where its kind has a mark of its own.
_APPLICATION: Final = ("application/", "text/plain")
MARKS: Final = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "application/pdf": b"%PDF-"}


@dataclass(frozen=True, slots=True)
class Words:
    """What a person sends. ``id`` is made where it is written, and the same when it is sent again; ``reply_to`` is a wamid to quote.

    ``category`` is a template's at Meta.
    """

    id: str
    content: StaffContent
    reply_to: str | None = None
    category: Category = "utility"


def outbox_id(chat_id: str, words_id: str) -> str:
    """Return the id under which a person's words are sent, however often they are handed in."""
    return f"staff:{chat_id}:{words_id}"


def reply(chat: Conversation, by: Author, customer: Customer, words: Words, now: int) -> Act | Refused:
    """Queue a person's words; only who has the conversation writes in it, and who writes where people have it but nobody in particular has it."""
    refused = _not_his(chat, by) or _not_allowed(chat, customer, words, now) or _unfit(words.content)
    if refused is not None:
        return refused
    item = OutboxItem(
        id=outbox_id(chat.id, words.id),
        kind="staff",
        store_id=chat.store_id,
        customer_id=chat.customer_id,
        conversation_id=chat.id,
        phone_number_id=chat.phone_number_id,
        to=customer.address,
        created_at=now,
        due_at=now,
        content=words.content,
        language=chat.language or customer.language or "en",
        reply_to=words.reply_to,
        by=by,
    )
    text = spoken_text(words.content) or chat.preview
    after = replace(touched(chat, now), waiting_since=None, escalated_at=None, staff_said_at=now, preview=shortened(text))
    if chat.assignee == by.id:
        return Act(after, outbox=(item,))
    after = replace(after, assignee=by.id, taken_at=now)
    return Act(after, outbox=(item,), lines=(marker(after, "taken_over", by, now),))


def attachment(document_id: str, filename: str, mime_type: str, data: bytes, caption: str | None) -> DocumentOut | ImageOut | Refused:
    """Return how a file is sent that is stored under an id: as a picture where WhatsApp shows it as one, else as a document."""
    if not data:
        return Refused("empty")
    try:
        check_upload(filename, mime_type, len(data))
    except OverLimit as error:
        return Refused("wrong_file", detail=str(error))
    if not data.startswith(MARKS.get(mime_type, b"")):
        return Refused("wrong_file", detail=f"{filename} is not what its name says")
    if mime_type in PICTURES:
        return ImageOut(document_id, caption or None)
    if not mime_type.startswith(_APPLICATION):
        return Refused("wrong_file", detail=f"{filename} is neither a document nor a picture")
    return DocumentOut(document_id, filename, caption or None)


def _not_his(chat: Conversation, by: Author) -> Refused | None:
    if (other := others(chat, by)) is not None:
        return other
    return None if chat.owner == "staff" else Refused("not_taken")


def _not_allowed(chat: Conversation, customer: Customer, words: Words, now: int) -> Refused | None:
    if not (customer.address.bsuid or customer.address.wa_id):
        return Refused("no_address")
    if isinstance(words.content, TemplateOut):
        why = no_consent(words.category, chat.consents, ticked=None, declared=True)
        return Refused("no_consent", detail=why) if why else None
    return None if window.is_open(chat.last_inbound_at, now) else Refused("window_closed")


def _unfit(content: StaffContent) -> Refused | None:
    if isinstance(content, TextOut) and not content.body.strip():
        return Refused("empty")
    left = gaps(_free_words(content))
    if left:
        return Refused("gap", detail=", ".join(f"{{{name}}}" for name in left))
    try:
        check(content)
    except OverLimit as error:
        return Refused("too_long", detail=str(error))
    return None


def _free_words(content: StaffContent) -> str:
    """Return what a person may have left a gap in."""
    match content:
        case TextOut(body=body):
            return body
        case TemplateOut(parameters=parameters):
            return " ".join(value for _, value in parameters)
        case _:
            return content.caption or ""
