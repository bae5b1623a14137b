"""The bodies of what we send: from finished content to Meta's JSON.

https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.domain.content import (
    Button,
    ButtonsOut,
    ContactRequestOut,
    DocumentOut,
    ImageOut,
    LinkOut,
    ListOut,
    OutContent,
    ReactionOut,
    Row,
    Section,
    TemplateOut,
    TextOut,
)
from bot.whatsapp.limits import check

if TYPE_CHECKING:
    from bot.domain.message import WireIdentity
    from bot.whatsapp.wire import Json


def message_body(
    content: OutContent,
    to: WireIdentity,
    *,
    outbox_id: str,
    reply_to: str | None = None,
    media_id: str | None = None,
) -> dict[str, object]:
    """Return the body of ``POST /<phone number id>/messages``.

    ``outbox_id`` comes back in every status, ``reply_to`` is the wamid to quote, ``media_id`` that of a document's upload.
    Raise ``OverLimit`` when WhatsApp would refuse the content, ``ValueError`` when the recipient or a media id is missing.
    """
    check(content)
    kind, part = _part(content, media_id)
    body: dict[str, object] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(to),
        "type": kind,
        kind: part,
        "biz_opaque_callback_data": outbox_id,
    }
    # A reaction names its message itself and may not quote one.
    if reply_to and kind != "reaction":
        body["context"] = {"message_id": reply_to}
    return body


def receipt_body(wamid: str, *, typing: bool) -> dict[str, object]:
    """Return the body that marks a message and all before it as read, and shows that we are typing (25 s at most)."""
    body: dict[str, object] = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    if typing:
        body["typing_indicator"] = {"type": "text"}
    return body


def _recipient(to: WireIdentity) -> Json:
    # Without the plus Meta puts the business's own country code in front, and a stranger gets the message.
    if to.wa_id:
        return {"to": "+" + to.wa_id.removeprefix("+")}
    if to.bsuid:
        return {"recipient": to.bsuid}
    raise ValueError("a message needs a wa_id or a BSUID to go to")


def _part(content: OutContent, media_id: str | None) -> tuple[str, Json]:
    match content:
        case TextOut():
            return "text", _text(content)
        case ButtonsOut() | ListOut() | LinkOut():
            return "interactive", _interactive(content)
        case ContactRequestOut():
            return "interactive", _contact_request(content)
        case DocumentOut():
            return "document", _document(content, media_id)
        case ImageOut():
            return "image", _image(content, media_id)
        case TemplateOut():
            return "template", _template(content, media_id)
        case ReactionOut():
            return "reaction", {"message_id": content.message_id, "emoji": content.emoji}
        case _:
            assert_never(content)


def _text(content: TextOut) -> Json:
    return {"body": content.body, "preview_url": True} if content.preview_url else {"body": content.body}


def _interactive(content: ButtonsOut | ListOut | LinkOut) -> Json:
    part: Json = {"type": "cta_url" if content.kind == "link" else "button" if content.kind == "buttons" else "list"}
    if content.header:
        part["header"] = {"type": "text", "text": content.header}
    part["body"] = {"text": content.body}
    if content.footer:
        part["footer"] = {"text": content.footer}
    part["action"] = _action(content)
    return part


def _contact_request(content: ContactRequestOut) -> Json:
    # Meta's page of May 2026 calls the type ``contact_request``; what is known to work in production sends this name in both places.
    return {"type": "request_contact_info", "body": {"text": content.body}, "action": {"name": "request_contact_info"}}


def _action(content: ButtonsOut | ListOut | LinkOut) -> Json:
    match content:
        case ButtonsOut():
            return {"buttons": [_button(button) for button in content.buttons]}
        case ListOut():
            return {"button": content.button, "sections": [_section(section) for section in content.sections]}
        case LinkOut():
            return {"name": "cta_url", "parameters": {"display_text": content.label, "url": content.url}}


def _button(button: Button) -> Json:
    return {"type": "reply", "reply": {"id": button.id, "title": button.title}}


def _section(section: Section) -> Json:
    rows = [_row(row) for row in section.rows]
    return {"title": section.title, "rows": rows} if section.title else {"rows": rows}


def _row(row: Row) -> Json:
    part: Json = {"id": row.id, "title": row.title}
    return {**part, "description": row.description} if row.description else part


def _document(content: DocumentOut, media_id: str | None) -> Json:
    if not media_id:
        raise ValueError("a document is sent by the media id of its upload")
    part: Json = {"id": media_id, "filename": content.filename}
    return {**part, "caption": content.caption} if content.caption else part


def _image(content: ImageOut, media_id: str | None) -> Json:
    if not media_id:
        raise ValueError("a picture is sent by the media id of its upload")
    return {"id": media_id, "caption": content.caption} if content.caption else {"id": media_id}


def _template(content: TemplateOut, media_id: str | None) -> Json:
    components: list[Json] = []
    if content.document:
        header = _document(DocumentOut(*content.document), media_id)
        components.append({"type": "header", "parameters": [{"type": "document", "document": header}]})
    if content.parameters:
        components.append({"type": "body", "parameters": [_parameter(name, value) for name, value in content.parameters]})
    if content.button_suffix:
        suffix = [{"type": "text", "text": content.button_suffix}]
        components.append({"type": "button", "sub_type": "url", "index": "0", "parameters": suffix})
    for index, payload in enumerate(content.payloads or filter(None, [content.button_payload])):
        tapped = [{"type": "payload", "payload": payload}]
        components.append({"type": "button", "sub_type": "quick_reply", "index": str(index), "parameters": tapped})
    part: Json = {"name": content.name, "language": {"code": content.language}}
    return {**part, "components": components} if components else part


def _parameter(name: str, value: str) -> Json:
    # Meta refuses line breaks, tabs and long runs of spaces in a template's parameters.
    told: Json = {"type": "text", "text": " ".join(value.split())}
    # A template whose variables are numbers takes its values by their order, and refuses names.
    return told if name.isdecimal() else {**told, "parameter_name": name}
