from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.amounts import amount
from bot.domain.money import Money
from bot.errors import Unreadable

MOST = 2**53


@pytest.mark.parametrize(
    ("value", "currency", "minor"),
    [("1,234.50", "SAR", 123_450), ("12.3455", "KWD", 12_346), (0.1, "ر.س", 10), (-57.5, "SAR", -5_750), ("5", "JPY", 5), ("0.005", "SAR", 1)],
)
def test_an_amount_is_rounded_to_its_currencys_own_decimals(value: str | float, currency: str, minor: int) -> None:
    assert amount(value, currency).minor == minor


def test_the_largest_amount_is_one_that_json_carries() -> None:
    assert amount(MOST, "JPY") == Money(MOST, "JPY")
    assert amount(-MOST, "JPY") == Money(-MOST, "JPY")


@pytest.mark.parametrize("value", [MOST + 1, -MOST - 1, str(10**40), 1e308])
def test_more_than_that_is_no_amount(value: str | float) -> None:
    with pytest.raises(Unreadable, match="money"):
        amount(value, "JPY")


@pytest.mark.parametrize("value", ["", "much", "NaN", "Infinity", "1e999999", "5 SAR"])
def test_what_is_no_number_is_no_amount(value: str) -> None:
    with pytest.raises(Unreadable):
        amount(value, "SAR")


@given(st.integers(-MOST, MOST), st.sampled_from(["SAR", "KWD", "JPY"]))
def test_an_amount_written_out_is_read_back(minor: int, currency: str) -> None:
    assert amount(str(Money(minor, currency).amount), currency) == Money(minor, currency)
