"""What users tell WhatsApp itself about marketing messages, from the stored item to values.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.domain.message import WireIdentity
from bot.errors import Unreadable
from bot.whatsapp.identity import identity, is_id
from bot.whatsapp.wire import Json, instant, loads_clean

FIELD: Final = "user_preferences"
_GIVEN: Final = {"stop": False, "resume": True, "signup": True}
_MARKETING: Final = "marketing_messages"


@dataclass(frozen=True, slots=True)
class Preference:
    """A user wants marketing messages of a number, or does not; ``wording`` is how WhatsApp describes it."""

    phone_number_id: str
    user: WireIdentity
    given: bool
    at: int
    wording: str


def parse_preferences(body: bytes) -> tuple[Preference, ...]:
    """Return what a stored account item says; raise ``Unreadable`` when it is malformed.

    Categories and values that are newer than this program are left out: they are kept with the item.
    """
    try:
        item = loads_clean(body)
    except ValueError as error:
        raise Unreadable(f"the stored item is not JSON: {error}") from error
    value = _object(_object(item).get("value"))
    told = value.get(FIELD)
    if not isinstance(told, list):
        raise Unreadable(f"the item has no list of {FIELD}")
    number = _object(_object(item).get("metadata")).get("phone_number_id")
    if not isinstance(number, str) or not is_id(number):
        raise Unreadable("metadata.phone_number_id is missing")
    contacts = value.get("contacts")
    contact = _object(contacts[0]) if isinstance(contacts, list) and len(contacts) == 1 and len(told) == 1 else {}
    arrived = _object(item).get("at")
    return tuple(found for one in told if (found := _preference(number, _object(one), contact, arrived if type(arrived) is int else 0)) is not None)


def _preference(number: str, told: Json, contact: Json, arrived: int) -> Preference | None:
    given = _GIVEN.get(str(told.get("value")))
    if given is None or told.get("category") != _MARKETING:
        return None
    named = identity(told.get("wa_id"), told.get("user_id"))
    known = identity(contact.get("wa_id"), contact.get("user_id"))
    # The contact completes what the preference leaves out, where both mean the same user.
    same = named.wa_id in {None, known.wa_id} and named.bsuid in {None, known.bsuid}
    user = WireIdentity(named.bsuid or known.bsuid, named.wa_id or known.wa_id) if same else named
    if not (user.bsuid or user.wa_id):
        raise Unreadable("a preference names neither wa_id nor user_id")
    detail = told.get("detail")
    return Preference(number, user, given, instant(told.get("timestamp")) or arrived, detail if isinstance(detail, str) else str(told["value"]))


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}
