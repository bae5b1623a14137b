"""What is answered to the buttons under notices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import ANSWERS
from bot.language.notices import WORDINGS
from tests.answers.conftest import ORDER, facts

if TYPE_CHECKING:
    from bot.domain.answer import Answer
    from bot.domain.order import Order

OPEN = replace(ORDER, state="received", payment="pending", shipments=(), payment_url="https://shop.example/pay/1")
COD = replace(OPEN, cash_on_delivery=True)


def tapped(intent: str, order: Order = OPEN) -> Answer:
    known = facts(order)
    return ANSWERS[intent](replace(known, order=order))


def messages(answer: Answer) -> list[str]:
    return [line.message for line in answer.lines]


def test_every_button_has_its_answer() -> None:
    intents = {act.intent for wording in WORDINGS.values() for act in wording.acts}
    assert intents <= ANSWERS.keys()


def test_paying_leads_to_the_payment_page() -> None:
    answer = tapped("pay_order")
    assert answer.link is not None
    assert answer.link[0] == "https://shop.example/pay/1"


def test_what_is_paid_needs_no_page_and_a_page_that_is_missing_a_person() -> None:
    assert messages(tapped("pay_order", replace(OPEN, payment="paid"))) == ["pay_order.paid"]
    assert tapped("pay_order", replace(OPEN, payment_url=None)).flag == "request"


def test_a_confirmation_is_passed_on_once_it_is_still_open() -> None:
    assert (messages(tapped("confirm_order", COD)), tapped("confirm_order", COD).flag) == (["confirm_order.thanks"], "request")
    done = replace(COD, state="confirmed")
    assert (messages(tapped("confirm_order", done)), tapped("confirm_order", done).flag) == (["confirm_order.over"], None)


@pytest.mark.parametrize("intent", ["pay_order", "confirm_order"])
def test_without_an_order_it_is_said_that_there_is_none(intent: str) -> None:
    assert messages(ANSWERS[intent](facts()))[0] == "orders.none"


@pytest.mark.parametrize(("intent", "flag"), [("review_good", None), ("review_fine", None), ("review_bad", "complaint")])
def test_who_is_not_happy_is_heard_by_a_person(intent: str, flag: str | None) -> None:
    assert tapped(intent).flag == flag


@pytest.mark.parametrize("intent", ["delivery_time", "pickup_point"])
def test_a_wish_for_the_delivery_goes_to_a_person(intent: str) -> None:
    answer = tapped(intent)
    assert answer.flag == "asked_for_person"
    assert str(answer.lines[0].values["matter"]).find(f"matter.{intent}") > 0
