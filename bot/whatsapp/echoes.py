"""What a person writes in the WhatsApp Business app on the number that the bot answers, too: from the stored item to values.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.errors import Unreadable
from bot.whatsapp.contents import content_of
from bot.whatsapp.identity import identity, is_id, required_id
from bot.whatsapp.wire import Json, instant, loads_clean

if TYPE_CHECKING:
    from bot.domain.message import Content, WireIdentity

FIELD: Final = "smb_message_echoes"
_LISTED: Final = "message_echoes"


@dataclass(frozen=True, slots=True)
class Echo:
    """A message from one of our numbers to a user that did not go through us."""

    wamid: str
    phone_number_id: str
    user: WireIdentity
    at: int
    content: Content


def parse_echoes(body: bytes) -> tuple[Echo, ...]:
    """Return what a stored account item says; raise ``Unreadable`` when it is malformed."""
    try:
        item = _object(loads_clean(body))
    except ValueError as error:
        raise Unreadable(f"the stored item is not JSON: {error}") from error
    told = _object(item.get("value")).get(_LISTED)
    if not isinstance(told, list):
        raise Unreadable(f"the item has no list of {_LISTED}")
    metadata = _object(item.get("metadata"))
    number = metadata.get("phone_number_id")
    if not isinstance(number, str) or not is_id(number):
        raise Unreadable("metadata.phone_number_id is missing")
    ours = _digits(metadata.get("display_phone_number"))
    arrived = item.get("at")
    return tuple(_echo(number, ours, _object(one), arrived if type(arrived) is int else 0) for one in told)


def _echo(number: str, ours: str, told: Json, arrived: int) -> Echo:
    # Meta's page has the user under "to"; libraries have recorded edits in which the two are the other way round.
    turned = bool(ours) and _digits(told.get("to")) == ours
    user = identity(told.get("from"), told.get("from_user_id")) if turned else identity(told.get("to"), told.get("to_user_id"))
    if not (user.bsuid or user.wa_id):
        raise Unreadable("an echo names nobody whom it went to")
    return Echo(required_id(told.get("id"), "id"), number, user, instant(told.get("timestamp")) or arrived, content_of(told))


def _digits(value: object) -> str:
    return "".join(char for char in value if char in "0123456789") if isinstance(value, str) else ""


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}
