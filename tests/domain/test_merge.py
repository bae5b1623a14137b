from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import HOUR
from bot.domain.details import blank_order
from bot.domain.merge import merge
from bot.domain.milestones import news
from bot.domain.money import Money
from bot.domain.order import Invoice, Order, OrderState, PaymentState, Shipment, ShipmentState
from bot.domain.store_event import OrderEvent, ShipmentEvent, StoreEvent
from tests.domain.telling import after as told
from tests.domain.telling import money, orders, shipments, shuffled

if TYPE_CHECKING:
    from random import Random

T0 = 1_795_000_000_000
PLACED = Order("noor:1042", "noor", "NH-1042", T0, "confirmed", "paid", Money(10000, "SAR"), state_at=T0)


def moved(state: ShipmentState, hours: int = 1, tracking_number: str | None = "AX1") -> ShipmentEvent:
    return ShipmentEvent("noor", "NH-1042", T0 + hours * HOUR, state, tracking_number=tracking_number)


def reported(hours: int = 1, *, state: OrderState | None = None, payment: PaymentState | None = None) -> OrderEvent:
    return OrderEvent("noor", "NH-1042", T0 + hours * HOUR, state, payment)


def after(*events: StoreEvent, order: Order = PLACED) -> Order:
    for event in events:
        order = merge(order, event)
    return order


def test_the_first_sign_of_a_parcel_makes_it() -> None:
    (parcel,) = after(moved("label_created")).shipments
    assert (parcel.id, parcel.tracking_number, parcel.state) == ("AX1", "AX1", "label_created")


def test_spellings_of_a_tracking_number_are_one_parcel() -> None:
    assert len(after(moved("in_transit", 1, "ax-1"), moved("delivered", 2, "AX 1")).shipments) == 1


def test_another_tracking_number_is_another_parcel() -> None:
    order = after(moved("in_transit", 1, "AX2"), moved("delivered", 2, "AX1"))
    assert [(parcel.id, parcel.state) for parcel in order.shipments] == [("AX1", "delivered"), ("AX2", "in_transit")]


@pytest.mark.parametrize("first", [None, "AX1"])
def test_the_shop_that_knows_no_number_and_the_carrier_that_does_mean_the_same_parcel(first: str | None) -> None:
    second = "AX1" if first is None else None
    (parcel,) = after(moved("in_transit", 1, first), moved("out_for_delivery", 2, second)).shipments
    assert (parcel.state, parcel.tracking_number) == ("out_for_delivery", "AX1")


def test_a_parcel_keeps_its_id_when_its_number_becomes_known() -> None:
    assert after(moved("in_transit", 1, None), moved("out_for_delivery", 2)).shipments[0].id == "1"


def test_without_a_number_nothing_is_said_about_one_of_several_parcels() -> None:
    two = after(moved("in_transit", 1, "AX1"), moved("in_transit", 1, "AX2"))
    assert merge(two, moved("delivered", 3, None)) == two


def test_parcels_say_nothing_about_the_order_or_its_payment() -> None:
    order = after(moved("delivered"))
    assert (order.state, order.payment, order.version) == ("confirmed", "paid", PLACED.version)


def test_an_order_goes_forward_and_remembers_when() -> None:
    order = after(reported(3, state="ready"))
    assert (order.state, order.state_at) == ("ready", T0 + 3 * HOUR)


def test_an_order_does_not_go_back_even_with_a_newer_report() -> None:
    assert after(reported(1, state="ready"), reported(2, state="preparing")).state == "ready"


def test_a_cancelled_order_stays_cancelled() -> None:
    assert after(reported(1, state="cancelled"), reported(2, state="fulfilled")).state == "cancelled"


def test_a_payment_may_fail_first_and_succeed_then() -> None:
    unpaid = replace(PLACED, payment="pending")
    assert after(reported(1, payment="failed"), reported(2, payment="paid"), order=unpaid).payment == "paid"


def test_money_may_come_back_after_a_cancellation() -> None:
    order = after(reported(1, state="cancelled"), reported(2, payment="refunded"))
    assert (order.state, order.payment) == ("cancelled", "refunded")


def test_what_an_event_does_not_speak_of_stays() -> None:
    assert replace(after(reported(5, payment="paid")), marks=()) == PLACED


IMPORTED = replace(
    PLACED,
    phone="+966501111111",
    refunded=Money(1_000, "SAR"),
    invoices=(Invoice("INV-1", T0 + 6, None, pdf_url="https://z.example/1.pdf"),),
    shipments=(Shipment("1", "out_for_delivery", T0 + 6, "two", "AX1", eta="2026-11-24", flags=("delayed",)),),
)
ANY = st.lists(shipments("AX1", "AX-1", "AX2", "AX3") | orders() | money(), max_size=10)
ONE_PARCEL = st.lists(shipments("AX1", None) | orders() | money(), max_size=8)
CHANCE = st.randoms(use_true_random=False)
STARTS = st.sampled_from([blank_order("noor:1042", "noor"), PLACED])


@given(ANY, STARTS, CHANCE)
def test_the_same_events_give_the_same_order_in_any_sequence_and_repetition(events: list[StoreEvent], start: Order, chance: Random) -> None:
    assert told(start, shuffled(events, chance)) == told(start, events)


@given(ANY, STARTS, CHANCE)
def test_who_agrees_on_the_order_agrees_on_what_is_news(events: list[StoreEvent], start: Order, chance: Random) -> None:
    assert news(told(start, shuffled(events, chance))) == news(told(start, events))


@given(ONE_PARCEL, st.sampled_from([PLACED, IMPORTED]), CHANCE)
def test_that_holds_for_a_parcel_whose_number_only_some_know(events: list[StoreEvent], start: Order, chance: Random) -> None:
    one, other = told(start, events), told(start, shuffled(events, chance))
    assert [replace(parcel, id="") for parcel in one.shipments] == [replace(parcel, id="") for parcel in other.shipments]
    assert replace(one, shipments=()) == replace(other, shipments=())


@given(ONE_PARCEL, orders() | money() | shipments("AX1", None))
def test_a_repeated_event_changes_nothing(events: list[StoreEvent], event: StoreEvent) -> None:
    once = told(PLACED, [*events, event])
    assert merge(once, event) == once


@given(st.lists(shipments("AX1"), max_size=10))
def test_an_arrival_is_never_taken_back(events: list[StoreEvent]) -> None:
    states = [told(PLACED, events[:count]).shipments for count in range(len(events) + 1)]
    arrived = [bool(parcels) and parcels[0].state in {"delivered", "returned"} for parcels in states]
    assert arrived == sorted(arrived)
