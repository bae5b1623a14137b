"""From stored items to values of the domain: the other half of ``split``, run by the workers."""

from __future__ import annotations

from bot.domain.message import DeliveryState, IdentityChange, InboundMessage, StatusUpdate, WireIdentity
from bot.errors import Unreadable
from bot.whatsapp.contents import content_of, read
from bot.whatsapp.identity import identity, is_id, named_sender, optional_wa_id, required_id, sender_of
from bot.whatsapp.payloads import ErrorPayload, PricingPayload, StatusPayload, UserIdUpdatePayload
from bot.whatsapp.wire import Json, instant, loads_clean

# A voice message that was played has certainly been read.
_STATES: dict[str, DeliveryState] = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}


def parse_message(body: bytes) -> InboundMessage:
    """Return the customer's message that ``split`` stored; raise ``Unreadable`` when it is malformed."""
    item = _item(body)
    message = _part(item, "message")
    contact = _object(item.get("contact"))
    context = _object(message.get("context"))
    quoted = context.get("id")
    group_id = message.get("group_id")
    return InboundMessage(
        id=required_id(message.get("id"), "id"),
        phone_number_id=required_id(_object(item.get("metadata")).get("phone_number_id"), "metadata.phone_number_id"),
        sender=sender_of(message, named_sender(message), contact),
        sent_at=_at(item, message),
        content=content_of(message),
        profile_name=_profile_name(contact),
        reply_to=quoted if is_id(quoted) else None,
        forwarded=context.get("forwarded") is True or context.get("frequently_forwarded") is True,
        referral=_referral(message.get("referral")),
        group_id=group_id if is_id(group_id) else None,
    )


def parse_status(body: bytes) -> StatusUpdate:
    """Return what became of a message of ours; raise ``Unreadable`` when the item is malformed.

    The recipient is completed from the contact, which is how a number and a BSUID become known as one user.
    """
    item = _item(body)
    part = _part(item, "status")
    status = read(StatusPayload, part, "status")
    error = status.errors[0] if status.errors else None
    ours = status.biz_opaque_callback_data
    return StatusUpdate(
        wamid=status.id,
        state=_STATES.get(status.status),
        at=_at(item, part),
        outbox_id=ours if is_id(ours) else None,
        recipient=_recipient(part, _object(item.get("contact"))),
        error_code=error.code if error else None,
        error_text=_error_text(error),
        pricing=_pricing(status.pricing),
    )


def parse_identity(body: bytes) -> tuple[IdentityChange, ...]:
    """Return the changes of identity that an item reports; raise ``Unreadable`` when it is malformed."""
    part = _part(_item(body), "user_id_update")
    ids = part.get("user_id")
    update = read(UserIdUpdatePayload, {**part, "user_id": {"current": ids}} if isinstance(ids, str) else part, "user_id_update")
    wa_id = optional_wa_id(update.wa_id, "user_id_update.wa_id")
    return (IdentityChange(wa_id=wa_id, bsuid=update.user_id.current, previous_bsuid=update.user_id.previous),)


def _item(body: bytes) -> Json:
    try:
        item = loads_clean(body)
    except ValueError as error:
        raise Unreadable(f"the stored item is not JSON: {error}") from error
    if not isinstance(item, dict):
        raise Unreadable("the stored item is no object")
    return item


def _part(item: Json, name: str) -> Json:
    part = item.get(name)
    if not isinstance(part, dict):
        raise Unreadable(f"the stored item has no {name}")
    return part


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _at(item: Json, part: Json) -> int:
    stored = item.get("at")
    at = stored if type(stored) is int else instant(part.get("timestamp"))
    if at is None:
        raise Unreadable("timestamp is missing or no date")
    return at


def _profile_name(contact: Json) -> str | None:
    name = _object(contact.get("profile")).get("name")
    return name if isinstance(name, str) and name.strip() else None


def _referral(referral: object) -> str | None:
    """Return what identifies the advertisement or post that the customer came from."""
    known = _object(referral)
    found = [known.get(key) for key in ("source_id", "source_url", "ctwa_clid")]
    return next((value for value in found if isinstance(value, str) and value), None)


def _recipient(status: Json, contact: Json) -> WireIdentity:
    in_group = status.get("recipient_type") == "group"
    named = identity(status.get("recipient_participant_id" if in_group else "recipient_id"), status.get("recipient_user_id"))
    known = identity(contact.get("wa_id"), contact.get("user_id"))
    return WireIdentity(bsuid=named.bsuid or known.bsuid, wa_id=named.wa_id or known.wa_id)


def _error_text(error: ErrorPayload | None) -> str | None:
    if error is None:
        return None
    details = error.error_data.details if error.error_data else None
    return details or error.message or error.title


def _pricing(pricing: PricingPayload | None) -> tuple[str, str] | None:
    return (pricing.category, pricing.type or "") if pricing and pricing.category else None
