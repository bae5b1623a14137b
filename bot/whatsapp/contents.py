"""The content of a message: one small reader per type of Meta's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from pydantic import ValidationError

from bot.domain.message import (
    CatalogueOrder,
    Contacts,
    Content,
    Edit,
    FlowReply,
    IdentityChange,
    Location,
    Media,
    Reaction,
    Revoke,
    SharedContact,
    Tapped,
    Text,
    Unsupported,
    Welcome,
)
from bot.errors import Unreadable
from bot.whatsapp import payloads
from bot.whatsapp.codes import UNSUPPORTED_TYPE
from bot.whatsapp.identity import identity, named_sender, previous_id
from bot.whatsapp.wire import Json, dumps

if TYPE_CHECKING:
    from collections.abc import Callable

_Payload = TypeVar("_Payload", bound=payloads.Payload)
_MediaKind = Literal["image", "video", "document", "audio", "sticker"]
_MEDIA: dict[str, _MediaKind] = {
    "image": "image",
    "video": "video",
    "document": "document",
    "audio": "audio",
    "sticker": "sticker",
    "voice": "audio",
}
_NEW_IDENTITY = frozenset({"user_changed_number", "user_changed_user_id", "customer_changed_number"})


def content_of(message: Json) -> Content:
    """Return what a message says. A type newer than this program is ``Unsupported``; a broken known one raises ``Unreadable``."""
    kind = _kind(message)
    code = error_code(message)
    reader = _READERS.get(kind)
    if code == UNSUPPORTED_TYPE or reader is None or (code is not None and message.get(kind) is None):
        return Unsupported(what=_what(message, kind), code=code)
    return reader(message, kind)


def read(model: type[_Payload], value: object, name: str) -> _Payload:
    """Validate one object of the wire; raise ``Unreadable`` naming the field and what is wrong with it."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join([name, *map(str, first["loc"])])
        raise Unreadable(f"{where}: {first['msg']}") from error


def error_code(message: Json) -> int | None:
    """Return the code of the first of a message's ``errors``, if there is one."""
    errors = message.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    code = first.get("code") if isinstance(first, dict) else None
    return code if type(code) is int else None


def _kind(message: Json) -> str:
    kind = message.get("type")
    if kind is None:
        return next((key for key in message if key in _READERS), "unknown")
    if not isinstance(kind, str):
        raise Unreadable("type is no text")
    return kind


def _what(message: Json, kind: str) -> str:
    detail = message.get("unsupported")
    named = detail.get("type") if isinstance(detail, dict) else None
    return named if isinstance(named, str) and named else kind


def _text(message: Json, _kind: str) -> Content:
    return Text(read(payloads.TextPayload, message.get("text"), "text").body)


def _media(message: Json, kind: str) -> Content:
    media = read(payloads.MediaPayload, message.get(kind), kind)
    return Media(
        media=_MEDIA[kind],
        media_id=media.id,
        mime_type=media.mime_type,
        caption=media.caption,
        filename=media.filename,
        sha256=media.sha256,
        voice=bool(media.voice) or kind == "voice",
    )


def _location(message: Json, _kind: str) -> Content:
    place = read(payloads.LocationPayload, message.get("location"), "location")
    return Location(place.latitude, place.longitude, place.name, place.address)


def _contacts(message: Json, _kind: str) -> Content:
    cards = message.get("contacts")
    if not isinstance(cards, list):
        raise Unreadable("contacts is no list")
    parsed = [read(payloads.CardPayload, card, "contacts") for card in cards]
    requested = bool(parsed) and all(card.origin == "contact_request" for card in parsed)
    return Contacts(tuple(map(_shared, parsed)), requested=requested)


def _shared(card: payloads.CardPayload) -> SharedContact:
    phones = card.phones or []
    numbers = [identity(phone.wa_id, None).wa_id for phone in phones]
    return SharedContact(
        name=card.name.formatted_name if card.name else None,
        phones=tuple(phone.phone for phone in phones if phone.phone),
        wa_ids=tuple(number for number in numbers if number),
    )


def _reaction(message: Json, _kind: str) -> Content:
    reaction = read(payloads.ReactionPayload, message.get("reaction"), "reaction")
    return Reaction(reaction.message_id, reaction.emoji or None)


def _order(message: Json, _kind: str) -> Content:
    order = read(payloads.OrderPayload, message.get("order"), "order")
    lines = tuple((line.product_retailer_id, line.quantity) for line in order.product_items)
    return CatalogueOrder(order.catalog_id, lines, order.text)


def _button(message: Json, _kind: str) -> Content:
    button = read(payloads.ButtonPayload, message.get("button"), "button")
    return Tapped(payload=button.payload or button.text, title=button.text)


def _interactive(message: Json, kind: str) -> Content:
    # WhatsApp has been seen to leave the object out and to report the loss beside the message instead.
    reply = read(payloads.InteractivePayload, message.get("interactive") or {}, kind)
    tapped = reply.button_reply or reply.list_reply
    if tapped is not None:
        return Tapped(payload=tapped.id, title=tapped.title)
    if reply.nfm_reply is not None:
        response = reply.nfm_reply.response_json
        return FlowReply(reply.nfm_reply.name, response if isinstance(response, str) else dumps(response).decode())
    return Unsupported(what=f"{kind}.{reply.type}" if reply.type else kind)


def _system(message: Json, kind: str) -> Content:
    part = message.get("system")
    system = read(payloads.SystemPayload, part, kind)
    if system.type not in _NEW_IDENTITY:
        return Unsupported(what=f"{kind}.{system.type}" if system.type else kind)
    new = identity(system.wa_id or system.new_wa_id, system.user_id)
    before = (identity(None, previous_id(part)).bsuid if isinstance(part, dict) else None) or named_sender(message).bsuid
    changed = new.bsuid is not None and before is not None and "." in before and before != new.bsuid
    return IdentityChange(wa_id=new.wa_id, bsuid=new.bsuid, previous_bsuid=before if changed else None)


def _edit(message: Json, _kind: str) -> Content:
    edit = read(payloads.EditPayload, message.get("edit"), "edit")
    new = edit.message or payloads.EditedPayload()
    captioned = new.image or new.video or new.document
    body = new.text.body if new.text else captioned.caption if captioned else None
    return Edit(original_id=edit.original_message_id, body=body)


def _revoke(message: Json, _kind: str) -> Content:
    return Revoke(read(payloads.RevokePayload, message.get("revoke"), "revoke").original_message_id)


def _welcome(_message: Json, _kind: str) -> Content:
    return Welcome()


_READERS: dict[str, Callable[[Json, str], Content]] = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "order": _order,
    "button": _button,
    "interactive": _interactive,
    "system": _system,
    "edit": _edit,
    "revoke": _revoke,
    "request_welcome": _welcome,
    **dict.fromkeys(_MEDIA, _media),
}
