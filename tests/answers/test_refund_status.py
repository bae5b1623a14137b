"""Where the money is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import refund_status
from bot.domain.clock import DAY
from bot.domain.money import Money
from bot.domain.order import Refund
from bot.domain.request import Request
from tests.answers.conftest import CUSTOMER, DELIVERED, NOW, ORDER, facts

if TYPE_CHECKING:
    from bot.domain.order import Order
    from tests.answers.conftest import Words

SOME = Money(5_000, "SAR")
PAID_BACK = replace(DELIVERED, refunds=(Refund("r1", NOW - DAY, SOME),))


def test_a_refund_is_told_with_its_amount_and_day(words: Words) -> None:
    said = words(refund_status.answer(facts(ORDER, PAID_BACK)))
    assert "50" in said
    assert "#0900 was refunded yesterday" in said


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (replace(ORDER, payment="refunded"), "259"),
        (replace(ORDER, refunded=SOME), "50"),
        (replace(ORDER, payment="partially_refunded"), "A part of"),
    ],
)
def test_without_details_what_is_known_is_told(words: Words, order: Order, told: str) -> None:
    assert told in words(refund_status.answer(facts(order)))


def test_what_was_asked_for_is_being_looked_at(words: Words) -> None:
    asked = Request("r1", "noura", "c", CUSTOMER.id, "refund", NOW, order_id=ORDER.id)
    assert "looking at your request" in words(refund_status.answer(replace(facts(ORDER), requests=(asked,))))


def test_without_a_refund_one_can_be_asked_for() -> None:
    said = refund_status.answer(facts(ORDER))
    assert said.options[0].id == "order:noura:1|refund_request"
    assert said.flag is None


def test_without_orders_there_is_nothing_to_say(words: Words) -> None:
    assert "can't find any orders" in words(refund_status.answer(facts()))
