"""Nothing is ever rounded by accident, and nothing but ``ValueError`` comes out of what is no amount."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.amounts import amount, currency_code
from bot.domain.money import Money, exponent, parse_money
from bot.errors import Unreadable

CODES = st.sampled_from(["SAR", "KWD", "JPY", "EGP"])
WORDS = st.text() | st.from_regex(r"[-+]?[0-9]{1,40}([.,][0-9]{0,40})?([eE][-+]?[0-9]{1,9})?", fullmatch=True)


@pytest.mark.parametrize("text", ["1e999997", "1e999999", "1e1000000", "-1e999999999", "123456789012345678901234567890.12", "9" * 40 + ".5"])
def test_what_can_not_be_held_exactly_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_money(text, "SAR")


@given(WORDS, CODES)
def test_whatever_is_read_means_exactly_what_was_written(text: str, currency: str) -> None:
    with suppress(ValueError):
        assert parse_money(text, currency).amount == Decimal(text.strip())


@given(WORDS | st.floats() | st.integers(), CODES)
def test_shops_amounts_are_read_or_refused_and_never_off_by_more_than_half_a_unit(text: str | float, currency: str) -> None:
    with suppress(Unreadable):
        read = amount(text, currency)
        assert abs(read.minor) <= 2**53
        assert abs(read.amount - Decimal(str(text).strip().replace(",", ""))) * 10 ** exponent(currency) <= Decimal("0.5")


@given(st.integers(-(2**53), 2**53), CODES)
def test_what_the_core_writes_a_connector_reads(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert amount(str(money.amount), currency) == money


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("ر.س.", "SAR"),
        ("\u200fر.س\u200f", "SAR"),
        (" sar ", "SAR"),
        ("﷼", "SAR"),
        ("د.ك", "KWD"),
        ("ج.م.", "EGP"),
        ("€", "EUR"),
        ("$", "USD"),
        ("sr", "SAR"),
    ],
)
def test_currencies_are_known_by_their_signs(written: str, code: str) -> None:
    assert currency_code(written) == code


@pytest.mark.parametrize("written", ["", "Riyal!", "S1R", "ريالات", "SARS", "\N{FULLWIDTH LATIN CAPITAL LETTER S}AR"])
def test_what_is_no_currency_is_refused_by_name(written: str) -> None:
    with pytest.raises(Unreadable, match="no currency"):
        currency_code(written)


@pytest.mark.parametrize("value", ["", "free", "NaN", "-Infinity", "1e999999", float("inf"), "1 000"])
def test_what_is_no_number_is_no_amount(value: str | float) -> None:
    with pytest.raises(Unreadable, match="not an amount"):
        amount(value, "SAR")


def test_more_than_any_order_costs_is_a_mistake() -> None:
    assert amount(str(Decimal(2**53).scaleb(-2)), "SAR").minor == 2**53
    with pytest.raises(Unreadable, match="more money than any order costs"):
        amount(str(Decimal(2**53 + 1).scaleb(-2)), "SAR")
