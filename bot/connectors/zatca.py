"""ZATCA, the Saudi tax authority: which invoices may be sent already, and what the code on them says.

Invoices are passed on as they were issued and never made anew. That of a business (a standard invoice) may reach the buyer only once
ZATCA has cleared it; that of a consumer (a simplified one) goes out at once and is reported within a day. One that was rejected goes
to nobody. (ZATCA, "E-invoicing Detailed Technical Guidelines".)
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.money import exponent

if TYPE_CHECKING:
    from bot.domain.money import Money

Kind = Literal["standard", "simplified"]
Status = Literal["cleared", "reported", "pending", "rejected"]

COUNTRY: Final = "SA"
_CURRENCY: Final = "SAR"
_VAT_NUMBER: Final = re.compile(r"3\d{13}3", re.ASCII)
_SELLER, _VAT, _TIME, _TOTAL, _TAX = 1, 2, 3, 4, 5
# From the second phase on: hash, signature, public key, and the stamp of simplified invoices. They are no texts.
_FIRST_BINARY: Final = 6


def hold_reason(kind: Kind | None, status: Status | None) -> str | None:
    """Return why an invoice may not be sent yet, ``None`` when it may.

    A buyer of whom nothing is known (``kind`` is ``None``) may be a business. Where the system says nothing of ZATCA (``status`` is
    ``None``), there is nothing to wait for.
    """
    if status == "rejected":
        return "ZATCA has rejected it"
    if status in {None, "cleared"} or kind == "simplified" or (kind is None and status == "reported"):
        return None
    return f"ZATCA has not cleared it yet, and the buyer {'is' if kind else 'may be'} a business"


def told_at(second: int, status: Status | None) -> int:
    """Return when a document counts as told by a system that counts whole seconds: a verdict comes after the waiting of its second."""
    return second if status in {None, "pending"} else second + 1


@dataclass(frozen=True, slots=True)
class QrCode:
    """What the code on an invoice says. ``total`` includes ``tax``; both are in SAR. ``time`` is as it was written, ISO 8601."""

    seller: str
    vat_number: str
    time: str
    total: Decimal
    tax: Decimal
    signed: bool = False

    @property
    def vat_number_is_real(self) -> bool:
        """Whether the seller's number has the form of one: 15 digits from 3 to 3. Samples often have others."""
        return _VAT_NUMBER.fullmatch(self.vat_number) is not None


def read_qr(text: str) -> QrCode:
    """Read a code: base64 of tag, length in bytes and value, one after the other. Raise ``ValueError`` for what is none."""
    try:
        values = _values(base64.b64decode(text, validate=True))
        texts = {tag: value.decode() for tag, value in values.items() if tag < _FIRST_BINARY}
        total, tax = Decimal(texts[_TOTAL]), Decimal(texts[_TAX])
        code = QrCode(texts[_SELLER], texts[_VAT], texts[_TIME], total, tax, signed=_FIRST_BINARY in values)
    except (KeyError, ValueError, InvalidOperation) as error:
        raise ValueError(f"{text[:40]!r} is not the code of an invoice") from error
    if not (code.total.is_finite() and code.tax.is_finite()):
        raise ValueError("the code of an invoice names no amount")
    return code


def other_total(text: str | None, total: Money | None) -> str | None:
    """Return why an invoice is held when its code names another total than the system does; a code that is none says nothing.

    Amounts in other currencies are converted in the code, and by a rate that nobody tells.
    """
    if not text or total is None or total.currency != _CURRENCY:
        return None
    try:
        named = read_qr(text).total
    except ValueError:
        return None
    # Credit notes are written with a minus by some, without by others.
    same = abs(named).scaleb(exponent(_CURRENCY)) == abs(total.minor)
    return None if same else f"the code on it says {named} {_CURRENCY}, the system {total.amount} {_CURRENCY}"


def _values(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    place = 0
    while place < len(data):
        if place + 1 >= len(data) or place + 2 + data[place + 1] > len(data):
            raise ValueError("it ends in the middle")
        tag, length = data[place], data[place + 1]
        found[tag] = data[place + 2 : place + 2 + length]
        place += 2 + length
    return found
