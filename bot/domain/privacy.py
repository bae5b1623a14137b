"""Whose data these are: what leads to a customer in everything that is kept, and what is left of him when he is erased. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

import phonenumbers

from bot.domain.details import INVOICE_DETAILS, invoice_mark, memory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.customer import Customer
    from bot.domain.order import Order

ERASED: Final = "erased:"
# No word of the store's is newer: what was taken out of an order stays out, however often it is told again.
_FOR_EVER: Final = 2**53
_PERSONAL: Final = ("phone", "language", "consent", "payment_url", "status_url")
_SHORTEST_NUMBER: Final = 7
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)[\s().-]{1,3}(?=\d)")


@dataclass(frozen=True, slots=True)
class Trace:
    """What leads to one customer of a store. ``customers`` are his records, joined ones among them, ``heir`` is the one that they became.

    ``identities`` are keys of the ``identities`` collection, ``messages`` ids of transcript lines, ``files`` ids of documents.
    ``pointers`` are the texts by which he is found in what others have written: numbers, names on WhatsApp, e-mail addresses, ids.
    """

    store_id: str
    heir: str
    customers: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    chats: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Erasure:
    """That somebody is erased: ``id`` is what stands in his place. ``removed`` counts by collection, ``by`` is who had it done.

    ``ended_at`` is 0 until everything is removed; what ended half way is taken up again at ``settle_at``. Until that is over the ids of
    his records (his own first) and chats are kept: what a writer may have brought back, who was paused while he was erased, is removed
    as well, and then they are forgotten.
    """

    id: str
    store_id: str
    at: int
    by: str = ""
    removed: Mapping[str, int] = field(default_factory=dict)
    ended_at: int = 0
    settle_at: int = 0
    customers: tuple[str, ...] = ()
    chats: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrivacyRequest:
    """What a store's system asks for a customer: to have his data (``export``) or to erase them, those of a whole store (``erase_all``)."""

    kind: Literal["export", "erase", "erase_all"]
    phone: str | None = None
    email: str | None = None
    orders: tuple[str, ...] = ()


class Finder:
    """Finds pointers in texts: as whole words, numbers whatever stands between their digits."""

    def __init__(self, pointers: Iterable[str]) -> None:
        patterns = [_pattern(one) for one in sorted(set(pointers), key=len, reverse=True)]
        self._wanted = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def points(self, value: object) -> bool:
        """Tell whether a value, or anything within it, holds a pointer."""
        match value:
            case str():
                return self._wanted is not None and (self._wanted.search(value) or self._wanted.search(_BETWEEN_DIGITS.sub("", value))) is not None
            case bytes():
                return self.points(value.decode("utf-8", "replace"))
            case dict():
                return any(self.points(key) or self.points(one) for key, one in value.items())
            case list() | tuple():
                return any(map(self.points, value))
            case int():
                return self.points(str(value))
            case _:
                return False

    def replaced(self, text: str, by: str) -> str:
        """Return a text with something else in the place of each pointer."""
        return text if self._wanted is None else self._wanted.sub(by, text)


def _pattern(pointer: str) -> str:
    word = re.escape(pointer)
    # Who comes back after an erasure has an id that begins like the old one, and ends with when that was.
    return rf"(?<!\d)\+?{word}(?!\d)" if pointer.isdecimal() else rf"(?<!\w){word}(?!\w|:[0-9a-f]{{11}}\b)"


def pointers(records: Iterable[Customer], ids: Iterable[str], identities: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that point to a person; his name is none, for others have the same."""
    found = set(ids)
    numbers = {key.rpartition(":wa:")[2] for key in identities if ":wa:" in key}
    found |= {key.rpartition(":bsuid:")[2] for key in identities if ":bsuid:" in key}
    for one in records:
        found |= {text for text in (one.bsuid, one.email) if text}
        numbers |= {text.removeprefix("+") for text in (one.wa_id, one.e164) if text}
    for digits in numbers:
        if len(digits) >= _SHORTEST_NUMBER:
            found |= {digits, *_national(digits)}
    return tuple(sorted(found))


def _national(digits: str) -> set[str]:
    """Return a number as it is dialled within its country, where that begins with a zero and so is no other number's end."""
    try:
        national = phonenumbers.national_significant_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return set()
    return {f"0{national}"} if len(national) >= _SHORTEST_NUMBER else set()


def is_erased(customer_id: str | None) -> bool:
    """Tell whether what stands in the place of a customer's id says that he was erased."""
    return customer_id is not None and customer_id.startswith(ERASED)


def without_person(order: Order, owner: str) -> Order:
    """Return an order that belongs to nobody any more: its numbers, sums and states stay, what leads to a person goes.

    ``owner`` takes the customer's place. What was taken out does not come back with the next word of the store.
    """
    marks = {**memory(order), **dict.fromkeys(_PERSONAL, _FOR_EVER)}
    documents = [name for name in INVOICE_DETAILS if name in {"pdf_url", "page_url", "document_id"}]
    marks |= {invoice_mark(invoice.number, name): _FOR_EVER for invoice in order.invoices for name in documents}
    return replace(
        order,
        customer_id=owner,
        phone=None,
        language=None,
        consent=None,
        payment_url=None,
        status_url=None,
        invoices=tuple(replace(one, pdf_url=None, page_url=None, document_id=None) for one in order.invoices),
        shipments=tuple(replace(parcel, tracking_url=None, scan_place=None) for parcel in order.shipments),
        marks=tuple(sorted(marks.items())),
    )
