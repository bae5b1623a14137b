"""Money as whole minor units, so that nothing is ever rounded by accident."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, Inexact, localcontext

# ISO 4217 exponents that differ from 2; the Gulf's three-decimal dinars and rials matter most here.
_EXPONENTS = {
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "XAF", "XOF"), 0),
}

# What the decimal arithmetic of Python keeps exactly unless it is told otherwise.
_MOST_DIGITS = 28


def exponent(currency: str) -> int:
    """Return how many decimals a currency has (ISO 4217)."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` whole minor units (halalas, cents, fils) of an ISO 4217 ``currency``."""

    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with the currency's own number of decimals."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))


def parse_money(amount: str | float | Decimal, currency: str) -> Money:
    """Read an amount in major units; raise ``ValueError`` when it is no number, has too many decimals, or more digits than are exact."""
    code = currency.strip().upper()
    try:
        with localcontext() as exact:
            exact.traps[Inexact] = True
            minor = Decimal(str(amount).strip()).scaleb(exponent(code))
    except ArithmeticError as error:
        msg = f"{amount!r} is not an amount of money"
        raise ValueError(msg) from error
    if minor.is_finite() and minor.adjusted() >= _MOST_DIGITS:
        msg = f"{amount!r} is not an amount of money: it has more than {_MOST_DIGITS} digits"
        raise ValueError(msg)
    if not minor.is_finite() or minor != minor.to_integral_value():
        msg = f"{amount!r} has more decimals than {code} knows"
        raise ValueError(msg)
    return Money(int(minor), code)
