"""Stripe's minor units, which are not always those of ISO 4217 (https://docs.stripe.com/currencies)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from bot.connectors.amounts import amount, currency_code

if TYPE_CHECKING:
    from bot.domain.money import Money

_WHOLE: Final = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"),
)
# Thousandths, of which Stripe wants the last digit to be 0. The króna and the shilling of Uganda count as hundredths, for old times' sake.
_THOUSANDTHS: Final = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))


def money_of(minor: int | None, currency: str | None) -> Money | None:
    """Return an amount of Stripe's, ``None`` where it names none; raise ``Unreadable`` for a currency that is none."""
    if minor is None or currency is None:
        return None
    code = currency_code(currency)
    decimals = 0 if code in _WHOLE else 3 if code in _THOUSANDTHS else 2
    return amount(Decimal(minor).scaleb(-decimals), code)
