from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.cost import PriceTable, charge, dollars, merged, month_of, total, unexpected
from bot.domain.message import WireIdentity

if TYPE_CHECKING:
    from bot.domain.cost import Charge

NOW = 1_795_000_000_000
PRICES = PriceTable({("SA", "utility"): 10_700, ("SA", "marketing"): 45_500, ("*", "utility"): 7_700})


def charged(category: str = "utility", kind: str = "regular", country: str | None = "SA") -> Charge:
    return charge("o:1:0", "noor", "11", NOW, (category, kind), country, "noor:1", PRICES)


def test_a_message_costs_the_rate_of_the_customers_country() -> None:
    assert charged().micros == 10_700
    assert charged(country="FR").micros == 7_700
    assert charged(country=None).micros == 7_700


def test_a_free_form_message_costs_the_utility_rate() -> None:
    assert charged("service").micros == 10_700


@pytest.mark.parametrize("kind", ["free_customer_service", "free_entry_point", "something_new"])
def test_what_meta_does_not_bill_costs_nothing(kind: str) -> None:
    one = charged(kind=kind)
    assert (one.billable, one.micros) == (False, 0)


@pytest.mark.parametrize(("category", "country"), [("marketing", "FR"), ("general_purpose_ai", "SA")])
def test_a_price_that_nobody_knows_is_said_to_be_unknown(category: str, country: str) -> None:
    assert charged(category, country=country).micros is None


def test_months_are_those_of_utc() -> None:
    assert month_of(1_796_083_199_999) == "2026-11"
    assert month_of(1_796_083_200_000) == "2026-12"


def test_a_bill_adds_up_and_says_what_was_saved() -> None:
    spared = [merged(f"noor:1:{n}:0", "noor", "n1", NOW, WireIdentity(wa_id="966501234567"), "noor:1") for n in range(3)]
    bill = total([charged(), charged("service", "free_customer_service"), charged("marketing", country="FR"), *spared], PRICES)
    assert (bill.messages, bill.billable, bill.micros, bill.unpriced, bill.merged) == (3, 2, 10_700, 1, 3)
    assert (bill.saved_free, bill.saved_merged, bill.saved) == (10_700, 3 * 10_700, 4 * 10_700)
    assert bill.by_category == {"utility": 10_700, "service": 0, "marketing": 0}


@pytest.mark.parametrize(("micros", "shown"), [(0, "0.0000"), (49, "0.0000"), (10_700, "0.0107"), (12_403_300, "12.4033")])
def test_an_amount_is_shown_to_the_hundredth_of_a_cent(micros: int, shown: str) -> None:
    assert dollars(micros) == shown


@pytest.mark.parametrize(
    ("expected", "told", "dearer"),
    [
        ("utility", "marketing", True),
        ("utility", "marketing_lite", True),
        ("service", "utility", True),
        ("utility", "utility", False),
        ("utility", "service", False),
        ("utility", "something_new", False),
    ],
)
def test_a_dearer_category_than_expected_is_noticed(expected: str, told: str, *, dearer: bool) -> None:
    assert unexpected(expected, told) is dearer
