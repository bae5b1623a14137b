"""Amounts as systems write them: texts with too many decimals, symbols instead of codes, minor units."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bot.domain.money import Money, exponent
from bot.errors import Unreadable

# As shops of the region write them; the codes are ISO 4217.
_SYMBOLS: Final[dict[str, str]] = {
    "ر.س": "SAR",
    "ريال": "SAR",
    "﷼": "SAR",
    "SR": "SAR",
    "د.إ": "AED",
    "DH": "AED",
    "د.ك": "KWD",
    "د.ب": "BHD",
    "ر.ع": "OMR",
    "ر.ق": "QAR",
    "د.أ": "JOD",
    "ج.م": "EGP",
    "£E": "EGP",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
}
_CODE_LENGTH = 3
# Up to here every whole number survives JSON and JavaScript; no order costs that much.
_MOST_MINOR: Final = 2**53


def currency_code(text: str) -> str:
    """Return the ISO 4217 code of a code or symbol in any spelling; raise ``Unreadable`` for what is neither."""
    word = text.strip().strip("\u200f\u200e\u061c\u00a0").rstrip(".").strip()
    code = _SYMBOLS.get(word) or _SYMBOLS.get(word.upper()) or word.upper()
    if len(code) == _CODE_LENGTH and code.isascii() and code.isalpha():
        return code
    raise Unreadable(f"{text!r} is no currency: an ISO 4217 code such as SAR is expected")


def amount(value: str | float | Decimal, currency: str) -> Money:
    """Read an amount in major units, rounded to the currency's own decimals, half up.

    Raise ``Unreadable`` for what is no number, and for more than 2^53 minor units either way.
    """
    code = currency_code(currency)
    try:
        number = Decimal(str(value).strip().replace(",", ""))
        # Infinity and NaN can't be quantised either, nor what is too large for a number.
        minor = int(number.scaleb(exponent(code)).quantize(Decimal(1), ROUND_HALF_UP))
    except (ArithmeticError, ValueError) as error:
        raise Unreadable(f"{value!r} is not an amount of money") from error
    if abs(minor) > _MOST_MINOR:
        raise Unreadable(f"{value!r} is more money than any order costs")
    return Money(minor, code)
