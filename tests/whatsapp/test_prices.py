from __future__ import annotations

from typing import TYPE_CHECKING

import phonenumbers
import pytest

from bot.errors import DataFileError
from bot.whatsapp.prices import load_prices

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "market,countries,marketing,utility,authentication\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "prices.csv"
    path.write_text(text, "utf-8")
    return path


def test_the_table_that_comes_with_the_program_has_a_price_for_everybody() -> None:
    prices = load_prices()
    assert all(prices.rate(category, country) for category in ("service", "utility", "marketing") for country in phonenumbers.SUPPORTED_REGIONS)
    assert prices.rate("utility", "SA") == 10_700


def test_a_shop_may_bring_its_own(tmp_path: Path) -> None:
    prices = load_prices(written(tmp_path, "# ours\n" + HEAD + "Here,SA AE,0.05,0.01,0.01\n\nOther,*,0.1,0.02,0.02\n"))
    assert (prices.rate("marketing", "AE"), prices.rate("utility", "DE")) == (50_000, 20_000)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("", "the first line must be market,countries"),
        ("country,price\n", "the first line must be market,countries"),
        (HEAD + "Here,SA,1,1\n", "line 2: 4 fields instead of 5"),
        (HEAD + "Here,KSA,1,1,1\n", "line 2: 'KSA' is no country"),
        (HEAD + "Here,SA,1,one,1\n", "line 2: 'one' is no price for utility"),
        (HEAD + "Here,SA,1,-1,1\n", "line 2: '-1' is no price for utility"),
        (HEAD + "Here,SA,1,1,1\nThere,SA,1,1,1\n", "line 3: SA has a price already"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, mend: str) -> None:
    with pytest.raises(DataFileError) as error:
        load_prices(written(tmp_path, text))
    assert mend in str(error.value)


def test_a_table_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"nowhere\.csv: the price table can't be read"):
        load_prices(tmp_path / "nowhere.csv")


def test_a_country_that_is_missing_has_no_price_and_the_others_have_theirs(tmp_path: Path) -> None:
    prices = load_prices(written(tmp_path, HEAD + "Here,SA,0.05,0.01,0.01\n"))
    assert (prices.rate("utility", "SA"), prices.rate("utility", "FR"), prices.rate("utility", None)) == (10_000, None, None)
