from __future__ import annotations

from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from bot.connectors.meanings import ORDER_STATES, Explained, Meaning, own_meanings, status_word
from bot.domain.order import OrderState

EXPLAINED: TypeAdapter[tuple[str, ...]] = TypeAdapter(Explained)


def test_a_shop_says_what_its_statuses_mean() -> None:
    entries = EXPLAINED.validate_python(["Packed Well = preparing", "arrived=delivered"])
    assert own_meanings(entries) == {"packed-well": "preparing", "arrived": "delivered"}


@pytest.mark.parametrize("entry", ["packed", "=preparing", "packed=", "packed=somehow", ""])
def test_an_entry_that_explains_nothing_is_refused(entry: str) -> None:
    with pytest.raises(ValidationError, match="status=meaning"):
        EXPLAINED.validate_python([entry])


def test_two_spellings_of_a_status_meet() -> None:
    assert {status_word(text) for text in ("Out for Delivery", "out_for_delivery", " OUT-FOR-DELIVERY ")} == {"out-for-delivery"}
    assert status_word(None) == ""


def test_every_meaning_but_what_goes_back_is_a_state_of_the_order() -> None:
    assert set(get_args(Meaning)) - set(ORDER_STATES) == {"refunded", "ignored"}
    assert set(ORDER_STATES.values()) == set(get_args(OrderState)) - {"closed"}
