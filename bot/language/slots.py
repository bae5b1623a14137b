"""Values inside sentences: numbers of orders and parcels, addresses and numbers to reach people by, days, yes and no."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.language.contacts import emails, links, phones
from bot.language.dates import find_dates
from bot.language.normalise import western_digits
from bot.language.numbers import Number, order_numbers, tracking_numbers
from bot.language.replies import YesNo, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bot.language.contacts import Contact

_TELLING = re.compile(r"[\d@]|www\.|://")
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MAX_NUMBERS = 5


@dataclass(frozen=True, slots=True)
class Slots:
    """What a text holds beside its words.

    ``order_numbers`` and ``tracking_numbers`` are in the form of ``order_key``, the surest first, five at most. ``phones`` hold
    digits, with a plus where one was typed; ``dates`` are ISO days. ``answer`` is what the text says to a question. ``language``
    is the tag of a language that the customer asks to be answered in.
    """

    order_numbers: tuple[str, ...] = ()
    tracking_numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    answer: YesNo | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The slots of a text, and the text without its numbers and addresses."""

    slots: Slots
    remaining: str


def order_key(number: str) -> str:
    """Return the form in which two spellings of one order number meet: Latin digits, capitals, letters and digits only.

    >>> order_key("#nh-١٠٤٢")
    'NH1042'
    """
    return "".join(char for char in western_digits(number).upper() if char.isalnum())


def same_order(number: str, typed: str) -> bool:
    """Tell whether what a customer typed (in the form of ``order_key``) may mean the order with this number.

    A prefix may be left out: both ``NH1042`` and ``1042`` mean ``NH-1042``.
    """
    key = order_key(number)
    return key == typed or (typed.isdigit() and key.lstrip(_CAPITALS) == typed)


def find_slots(text: str, today: date | None = None) -> Found:
    """Find the values in a text; ``today`` is the day where the store is, without it no days are found.

    Of order numbers those that are named as such ("order 7", "#7") come first, then bare ones of four digits or more.
    """
    answer = yes_or_no(text)
    dates = () if today is None else find_dates(text, today)
    if _TELLING.search(text) is None:
        return Found(Slots(dates=dates, answer=answer), text)
    plain = western_digits(text)
    mails = list(emails(plain))
    plain = _without(plain, [*mails, *links(plain)])
    parcels = list(tracking_numbers(plain))
    plain = _without(plain, parcels)
    called = list(phones(plain))
    plain = _without(plain, called)
    orders = sorted(order_numbers(plain), key=_surest)
    return Found(
        Slots(_keys(orders), _keys(parcels), _texts(mails), _texts(called), dates, answer),
        _without(plain, orders),
    )


def _surest(number: Number) -> int:
    return -number.surety


def _keys(numbers: Iterable[Number]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(order_key(number.text) for number in numbers))[:MAX_NUMBERS]


def _texts(contacts: Iterable[Contact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(contact.text for contact in contacts))[:MAX_NUMBERS]


def _without(text: str, taken: Iterable[Number | Contact]) -> str:
    """Return a text with what was found replaced by spaces."""
    kept, end = [], 0
    for one in sorted(taken, key=lambda found: found.start):
        if one.start >= end:
            kept.append(text[end : one.start])
            end = one.end
    return " ".join([*kept, text[end:]])
