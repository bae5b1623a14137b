from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers.order_eta import answer
from tests.answers.conftest import DELIVERED, LATE_PARCEL, ORDER, PARCEL, PREPARING, facts

if TYPE_CHECKING:
    from bot.domain.order import OrderState, ShipmentState
    from tests.answers.conftest import Words

ARRIVED: list[tuple[ShipmentState, str]] = [
    ("delivered", "was delivered yesterday"),
    ("returned", "was sent back to us yesterday"),
    ("cancelled", "was cancelled"),
    ("lost", "is lost"),
]
UNSHIPPED: list[tuple[OrderState, str]] = [
    ("received", "Received"),
    ("confirmed", "Confirmed"),
    ("preparing", "Being prepared"),
    ("ready", "Ready to ship"),
]


def test_the_expected_day_comes_first(words: Words) -> None:
    said = answer(facts(ORDER))
    text = words(said)
    assert text.index("Thursday 26 November") < text.index("Last scan")
    assert said.link is not None


def test_a_late_parcel_is_admitted(words: Words) -> None:
    text = words(answer(facts(replace(ORDER, shipments=(LATE_PARCEL,)))))
    assert "should have reached you on Friday 20 November, so it's late" in text


def test_an_unknown_day_is_said_to_be_unknown(words: Words) -> None:
    text = words(answer(facts(replace(ORDER, shipments=(replace(PARCEL, eta=None, tracking_url=None),)))))
    assert "hasn't given a delivery day" in text
    assert "Tracking number" in text


@pytest.mark.parametrize(("state", "named"), UNSHIPPED)
def test_what_has_not_shipped_has_no_day(words: Words, state: OrderState, named: str) -> None:
    text = words(answer(facts(replace(PREPARING, state=state))))
    assert f"hasn't left us yet ({named})" in text
    assert "I'll write to you here" in text


@pytest.mark.parametrize("state", ["fulfilled", "closed"])
def test_without_tracking_no_day_is_invented(words: Words, state: OrderState) -> None:
    order = replace(PREPARING, state=state)
    assert "no tracking details" in words(answer(facts(order, chosen=order)))


def test_a_cancelled_order_does_not_arrive(words: Words) -> None:
    order = replace(ORDER, state="cancelled")
    assert "was cancelled" in words(answer(facts(order, chosen=order)))


@pytest.mark.parametrize(("state", "text"), ARRIVED)
def test_what_has_ended_is_told_as_past(words: Words, state: ShipmentState, text: str) -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, state=state),))
    assert text in words(answer(facts(order)))


def test_a_parcel_at_the_counter_can_be_collected(words: Words) -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, state="available_for_pickup"),))
    assert "ready for you to collect from Aramex" in words(answer(facts(order)))


def test_a_parcel_that_waits_for_the_carrier_has_no_day_yet(words: Words) -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, state="label_created", eta=None),))
    assert "waiting to be collected by the carrier" in words(answer(facts(order)))


def test_only_parcels_that_are_still_coming_are_told(words: Words) -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, state="delivered"), LATE_PARCEL))
    text = words(answer(facts(order)))
    assert "Parcel 2 of your order #1001" in text
    assert "Parcel 1" not in text


def test_among_several_open_orders_the_customer_chooses(words: Words) -> None:
    said = answer(facts(PREPARING, ORDER))
    assert said.asks == "order_eta"
    assert said.options[0].id == "order:noura:2|order_eta"
    assert "موعد أيهما تريد" in words(said, "ar")


def test_without_orders_help_is_offered(words: Words) -> None:
    assert "can't find any orders" in words(answer(facts()))


def test_a_delivered_order_is_the_newest_there_is() -> None:
    assert answer(facts(DELIVERED)).order_id == DELIVERED.id
