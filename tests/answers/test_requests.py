"""What only the shop's people can do: truth first, then one more question, then a request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import ANSWERS
from bot.answers.payloads import confirm
from bot.answers.requests import SORTS
from bot.domain.request import Draft, Request
from tests.answers.conftest import CUSTOMER, DELIVERED, NOW, ORDER, PREPARING, facts

if TYPE_CHECKING:
    from bot.domain.answer import Answer, Facts
    from bot.domain.order import Order
    from tests.answers.conftest import Words

CANCELLED = replace(PREPARING, state="cancelled")
UNDO = ["cancel_order", "change_order", "change_address"]
AFTERWARDS = ["return_request", "exchange", "damaged_or_wrong_item", "missing_item"]
NEVER_SAID = ("has been cancelled", "I've cancelled", "I've changed", "has been refunded", "I've refunded", "تم الإلغاء", "تم التعديل")


def ask(intent: str, *orders: Order, **more: object) -> Answer:
    return ANSWERS[intent](replace(facts(*orders), **more))  # type: ignore[arg-type]


def ready(intent: str) -> Facts:
    """Return the facts with which a request is opened."""
    order = PREPARING if intent in UNDO else DELIVERED
    return replace(facts(order), details="the blue one", agreed=True)


def test_cancelling_asks_for_a_yes_first(words: Words) -> None:
    said = ask("cancel_order", PREPARING)
    assert said.request is None
    assert [option.id for option in said.options] == [confirm("noura:2", "cancel_order", agreed=agreed) for agreed in (True, False)]
    assert "cancelling your order (order #1002)?" in words(said)


def test_a_yes_opens_the_request() -> None:
    said = ask("cancel_order", PREPARING, agreed=True, text="cancel it")
    assert said.request == Draft("cancel", "noura:2", "cancel it")
    assert said.flag == "request"


def test_a_no_opens_nothing(words: Words) -> None:
    said = ask("cancel_order", PREPARING, agreed=False)
    assert (said.request, said.flag) == (None, None)
    assert "left everything as it is" in words(said)


@pytest.mark.parametrize("intent", UNDO)
def test_what_has_left_can_be_returned_instead(words: Words, intent: str) -> None:
    said = ask(intent, ORDER, order=ORDER)
    assert said.request is None
    assert "already left us" in words(said)
    assert said.options[0].id == "order:noura:1|return_request"


@pytest.mark.parametrize("intent", UNDO)
def test_what_was_delivered_is_said_to_be(words: Words, intent: str) -> None:
    assert "already been delivered" in words(ask(intent, DELIVERED, order=DELIVERED, agreed=True))


@pytest.mark.parametrize("intent", [*UNDO, *AFTERWARDS])
def test_a_cancelled_order_needs_nothing_more(words: Words, intent: str) -> None:
    said = ask(intent, CANCELLED, order=CANCELLED, agreed=True, details="x")
    assert said.request is None
    assert "was cancelled" in words(said)


@pytest.mark.parametrize("intent", AFTERWARDS)
def test_what_has_not_left_can_be_cancelled_instead(intent: str) -> None:
    said = ask(intent, PREPARING, order=PREPARING)
    assert said.request is None
    assert said.options[0].id == "order:noura:2|cancel_order"


@pytest.mark.parametrize("intent", ["return_request", "exchange"])
def test_what_is_on_its_way_is_returned_later(words: Words, intent: str) -> None:
    assert "hasn't arrived yet" in words(ask(intent, ORDER, order=ORDER))


def test_a_missing_item_may_be_missed_before_the_carrier_says_delivered() -> None:
    said = ask("missing_item", ORDER, order=ORDER)
    assert said.ask is not None
    assert said.ask.kind == "details"


@pytest.mark.parametrize(("intent", "kind"), [("change_address", "details"), ("return_request", "details"), ("damaged_or_wrong_item", "photo")])
def test_what_is_needed_is_asked_for(intent: str, kind: str) -> None:
    said = ask(intent, PREPARING if intent in UNDO else DELIVERED)
    assert said.ask is not None
    assert (said.ask.kind, said.ask.intent, said.request) == (kind, intent, None)


def test_what_was_written_is_shown_before_the_yes(words: Words) -> None:
    said = ask("change_address", PREPARING, details="King Fahd Road 12")
    assert "King Fahd Road 12" in words(said)
    assert said.ask is not None
    assert (said.ask.kind, said.ask.text) == ("confirm", "King Fahd Road 12")


def test_a_picture_is_yes_enough() -> None:
    said = ask("damaged_or_wrong_item", DELIVERED, media=("in:wamid.1",), text="it is broken")
    assert said.request == Draft("damaged", "noura:3", "it is broken", ("in:wamid.1",))
    assert said.flag == "damaged_item"


def test_among_several_orders_the_customer_chooses() -> None:
    other = replace(PREPARING, id="noura:9", number="#1009")
    said = ask("cancel_order", PREPARING, other)
    assert said.asks == "cancel_order"
    assert len(said.options) == 2


def test_only_orders_that_can_be_cancelled_are_meant() -> None:
    said = ask("cancel_order", ORDER, PREPARING, DELIVERED)
    assert said.order_id == PREPARING.id


def test_without_orders_there_is_nothing_to_cancel(words: Words) -> None:
    assert "can't find any orders" in words(ask("cancel_order"))


def test_trouble_with_paying_needs_no_order() -> None:
    said = ask("payment_issue", agreed=True, text="my card was charged twice")
    assert said.request == Draft("payment", None, "my card was charged twice")


def test_a_refund_that_was_made_is_said_to_be(words: Words) -> None:
    refunded = replace(DELIVERED, payment="refunded")
    assert "refunded already" in words(ask("refund_request", refunded))


def test_what_was_passed_on_is_not_passed_on_again(words: Words) -> None:
    known = Request("r1", "noura", "c", CUSTOMER.id, "cancel", NOW, order_id=PREPARING.id)
    said = ask("cancel_order", PREPARING, requests=(known,), agreed=True)
    assert said.request is None
    assert "already has that" in words(said)
    assert ask("cancel_order", PREPARING, requests=(replace(known, state="refused"),), agreed=True).request is not None


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("intent", SORTS)
def test_a_request_is_never_claimed_to_be_done(words: Words, intent: str, language: str) -> None:
    said = ANSWERS[intent](ready(intent))
    assert said.request is not None
    assert said.request.kind == SORTS[intent].kind
    assert not any(claim in words(said, language) for claim in NEVER_SAID)
