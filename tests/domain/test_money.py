from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import Money, exponent, parse_money

CURRENCIES = st.sampled_from(["SAR", "AED", "KWD", "BHD", "OMR", "JPY", "USD"])


@pytest.mark.parametrize(("currency", "decimals"), [("SAR", 2), ("KWD", 3), ("JPY", 0), ("XYZ", 2)])
def test_a_currency_has_its_own_number_of_decimals(currency: str, decimals: int) -> None:
    assert exponent(currency) == decimals


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("199.5", "SAR", 19950), ("12.345", "KWD", 12345), (1500, "JPY", 1500), (19.99, "USD", 1999), (Decimal("0.10"), "AED", 10), (" 5 ", "sar", 500)],
)
def test_amounts_are_read_in_major_units(amount: str | float | Decimal, currency: str, minor: int) -> None:
    assert parse_money(amount, currency) == Money(minor, currency.upper())


@pytest.mark.parametrize(("amount", "currency"), [("1.234", "SAR"), ("0.5", "JPY"), ("12.3456", "KWD"), ("NaN", "SAR"), ("Infinity", "SAR")])
def test_amounts_that_the_currency_cannot_hold_are_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match="decimals"):
        parse_money(amount, currency)


def test_words_are_no_amount() -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_money("ten", "SAR")


@given(st.integers(-(10**15), 10**15), CURRENCIES)
def test_money_survives_the_way_to_major_units_and_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert parse_money(money.amount, currency) == money


def test_an_amount_keeps_the_zeros_of_its_currency() -> None:
    assert str(Money(12000, "KWD").amount) == "12.000"
    assert str(Money(1250, "SAR").amount) == "12.50"
