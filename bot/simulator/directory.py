"""Who is meant: from a number, a ``to`` or a ``recipient`` to a user."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import phonenumbers

from bot.domain.phone import canonical
from bot.simulator.faults import Fault
from bot.simulator.people import Person, SimNumber, User

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEPARATORS = re.compile(r"[\s().-]")
_NUMBER = re.compile(r"\+?[0-9]{5,20}")
# "CC." and up to 128 letters and digits; a portfolio's parent id has "ENT." in between.
_BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}")


class Directory:
    """The numbers and people of a world, found by everything that the wire may call them."""

    def __init__(self, numbers: Iterable[SimNumber], people: Iterable[Person]) -> None:
        self.numbers = {number.phone_number_id: number for number in numbers}
        self.people = {person.id: person for person in people}
        self._by_wa_id = {canonical(person.wa_id): user_of(person) for person in self.people.values() if person.wa_id}
        self._by_bsuid = {person.bsuid: user_of(person) for person in self.people.values() if person.bsuid}
        self._calling_codes = {number.phone_number_id: _calling_code(number) for number in self.numbers.values()}
        self._own_digits = {number.phone_number_id: number.digits for number in self.numbers.values()}

    def user(self, number: SimNumber, to: object, recipient: object) -> User:
        """Return the recipient of a send; ``to`` wins over ``recipient``. Raises ``Fault`` where Graph would."""
        if to is not None:
            return self._by_phone(number, to)
        if recipient is None:
            raise Fault(131008, "The parameter to is required.")
        if not isinstance(recipient, str) or not _BSUID.fullmatch(recipient):
            raise Fault(131009, "recipient is not a business-scoped user id.")
        return self._by_bsuid.get(recipient) or User(key=f"bsuid:{recipient}", wa_id=None, bsuid=recipient)

    def business(self, waba_id: str) -> list[SimNumber]:
        """Return the numbers of a WhatsApp Business Account."""
        return [number for number in self.numbers.values() if number.waba_id == waba_id]

    def _by_phone(self, number: SimNumber, to: object) -> User:
        text = _SEPARATORS.sub("", to) if isinstance(to, str) else ""
        if not _NUMBER.fullmatch(text):
            raise Fault(131009, "to is not a phone number.")
        # Without a plus Graph takes the digits for a national number of the business' own country: a message can go astray.
        # https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages ("Phone number formats")
        digits = text[1:] if text.startswith("+") else self._calling_codes.get(number.phone_number_id, "") + text
        if digits == self._own_digits[number.phone_number_id]:
            raise Fault(131021, "The sender and the recipient are the same number.")
        key = canonical(digits)
        return self._by_wa_id.get(key) or User(key=f"wa:{key}", wa_id=digits, bsuid=None)


def user_of(person: Person) -> User:
    """Return a customer as a recipient."""
    return User(key=person.id, wa_id=person.wa_id, bsuid=person.bsuid, person=person)


def _calling_code(number: SimNumber) -> str:
    try:
        return str(phonenumbers.parse("+" + number.digits, None).country_code or "")
    except phonenumbers.NumberParseException:
        return ""
