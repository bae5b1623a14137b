"""Who is meant: ids that are fit to be keys, and the contact that belongs to a message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeGuard

from bot.domain.message import WireIdentity
from bot.domain.phone import canonical
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.whatsapp.wire import Json

_LONGEST_ID = 512
_LONGEST_NUMBER = 20
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Only the end of the sentence is WhatsApp's; a profile name, which the user chooses, stands before it.
_CHANGED = re.compile(r" changed from (\S+) to (\S+)\Z")


def is_id(value: object) -> TypeGuard[str]:
    """Tell whether a value can be a key: text of 1 to 512 characters without control characters and lone surrogates."""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_ID:
        return False
    return value.isprintable() if value.isascii() else _UNFIT.search(value) is None


def required_id(value: object, name: str) -> str:
    """Return a valid id or raise ``Unreadable`` naming the field."""
    if not is_id(value):
        raise Unreadable(f"{name} is missing" if value is None else f"{name} is no valid id")
    return value


def optional_id(value: object, name: str) -> str | None:
    """Return a valid id, ``None`` for an absent or empty one; raise ``Unreadable`` for an odd one."""
    return None if value is None or value == "" else required_id(value, name)


def optional_wa_id(value: object, name: str) -> str | None:
    """Return a wa_id as plain digits, ``None`` for an absent or empty one; raise ``Unreadable`` for what is no number.

    A text without digits would give all such senders one and the same key.
    """
    if value is None or value == "":
        return None
    digits = value.removeprefix("+") if isinstance(value, str) else ""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        raise Unreadable(f"{name} is no phone number")
    return digits


def identity(wa_id: object, bsuid: object) -> WireIdentity:
    """Return an identity of whichever of the two are valid; odd ones count as absent."""
    number = wa_id.removeprefix("+") if isinstance(wa_id, str) else ""
    fit = number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER
    return WireIdentity(bsuid=bsuid if is_id(bsuid) else None, wa_id=number if fit else None)


class ContactBook:
    """The ``contacts`` array of one change, searchable by the ids of a message or a status."""

    def __init__(self, contacts: object) -> None:
        listed = contacts if isinstance(contacts, list) else []
        self._contacts: list[Json] = [contact for contact in listed if isinstance(contact, dict)]
        self._index: dict[str, Json] | None = None

    def find(self, who: WireIdentity) -> Json | None:
        """Return the contact with the same BSUID or number.

        A contact that stands alone is taken unless it contradicts, because either id may be left out on either side.
        """
        if len(self._contacts) == 1:
            found: Json | None = self._contacts[0]
        else:
            index = self._indexed()
            found = index.get(f"bsuid:{who.bsuid}") or (index.get(f"wa:{canonical(who.wa_id)}") if who.wa_id else None)
        return found if found is not None and _fits(found, who) else None

    def _indexed(self) -> dict[str, Json]:
        if self._index is None:
            self._index = {}
            for contact in self._contacts:
                known = identity(contact.get("wa_id"), contact.get("user_id"))
                if known.bsuid:
                    self._index.setdefault(f"bsuid:{known.bsuid}", contact)
                if known.wa_id:
                    self._index.setdefault(f"wa:{canonical(known.wa_id)}", contact)
        return self._index


def _fits(contact: Json, who: WireIdentity) -> bool:
    bsuid, wa_id = contact.get("user_id"), contact.get("wa_id")
    if who.bsuid and bsuid:
        return who.bsuid == bsuid
    if who.wa_id and isinstance(wa_id, str):
        return who.wa_id == wa_id or canonical(who.wa_id) == canonical(wa_id)
    return True


def named_sender(message: Json) -> WireIdentity:
    """Return what the message itself says about its sender, which may be nothing; raise ``Unreadable`` for odd ids."""
    bsuid = optional_id(message.get("from_user_id"), "from_user_id")
    return WireIdentity(bsuid=bsuid, wa_id=optional_wa_id(message.get("from"), "from"))


def sender_of(message: Json, named: WireIdentity, contact: Json | None) -> WireIdentity:
    """Complete a message's sender from its contact, and that of a system message from what it reports.

    Raise ``Unreadable`` when nobody is named.
    """
    if contact is not None and not (named.bsuid and named.wa_id):
        known = identity(contact.get("wa_id"), contact.get("user_id"))
        named = WireIdentity(bsuid=named.bsuid or known.bsuid, wa_id=named.wa_id or known.wa_id)
    if named.bsuid or named.wa_id:
        return named
    return _reported(message.get("system"))


def _reported(system: object) -> WireIdentity:
    """Return whom a system message is about: the identity before the change, else the one after it."""
    if isinstance(system, dict):
        before = previous_id(system)
        for known in (identity(before, before if before and "." in before else None), identity(system.get("wa_id"), system.get("user_id"))):
            if known.bsuid or known.wa_id:
                return known
    raise Unreadable("no sender is named")


def previous_id(system: Json) -> str | None:
    """Return the BSUID or number that a system message says was given up, if it says so."""
    given = system.get("previous_user_id")
    if is_id(given):
        return given
    text = system.get("body")
    match = _CHANGED.search(text) if isinstance(text, str) else None
    if match is None or match[2] not in {system.get("user_id"), system.get("wa_id"), system.get("new_wa_id")}:
        return None
    return match[1] if is_id(match[1]) else None
