from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import HOUR
from bot.domain.merge import merge, milestones
from bot.domain.money import Money
from bot.domain.order import MOVING, TERMINAL, Order, OrderState, PaymentState, Shipment, ShipmentFlag, ShipmentState
from bot.domain.store_event import OrderEvent, ShipmentEvent, StoreEvent

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
    assert after(reported(5, payment="paid")) == PLACED


@pytest.mark.parametrize("state", sorted(MOVING))
def test_a_parcel_that_is_first_on_its_way_is_shipped(state: ShipmentState) -> None:
    assert milestones(PLACED, after(moved(state))) == (("shipped", "AX1", 1),)


@pytest.mark.parametrize("state", sorted(TERMINAL))
def test_a_parcel_that_is_first_heard_of_at_its_end_was_shipped_silently(state: ShipmentState) -> None:
    assert milestones(PLACED, after(moved(state))) == ()


def test_a_label_is_not_yet_shipped_but_what_follows_is() -> None:
    labelled = after(moved("label_created"))
    assert milestones(PLACED, labelled) == ()
    assert milestones(labelled, merge(labelled, moved("picked_up", 2))) == (("shipped", "AX1", 1),)


def test_a_parcel_is_shipped_once() -> None:
    shipped = after(moved("picked_up"))
    assert milestones(shipped, merge(shipped, moved("out_for_delivery", 2))) == ()


def test_each_parcel_is_shipped_on_its_own() -> None:
    shipped = after(moved("in_transit", 1, "AX1"))
    assert milestones(shipped, merge(shipped, moved("in_transit", 2, "AX2"))) == (("shipped", "AX2", 1),)


def test_a_called_off_parcel_that_moves_after_all_is_not_announced() -> None:
    called_off = after(moved("cancelled"))
    assert milestones(called_off, merge(called_off, moved("in_transit", 2))) == ()


def events_about(*tracking_numbers: str | None) -> st.SearchStrategy[StoreEvent]:
    words = st.none() | st.sampled_from(["one", "two"])
    shipment: st.SearchStrategy[StoreEvent] = st.builds(
        ShipmentEvent,
        store_id=st.just("noor"),
        order_ref=st.just("NH-1042"),
        occurred_at=st.integers(T0, T0 + 12),
        state=st.sampled_from(get_args(ShipmentState)),
        tracking_number=st.sampled_from(tracking_numbers),
        carrier=words,
        tracking_url=words,
        place=words,
        eta=st.none() | st.sampled_from(["2026-11-24", "2026-11-25"]),
        flags=st.lists(st.sampled_from(get_args(ShipmentFlag)), max_size=2, unique=True).map(tuple),
    )
    order: st.SearchStrategy[StoreEvent] = st.builds(
        OrderEvent,
        store_id=st.just("noor"),
        order_ref=st.just("NH-1042"),
        occurred_at=st.integers(T0, T0 + 12),
        state=st.none() | st.sampled_from(get_args(OrderState)),
        payment=st.none() | st.sampled_from(get_args(PaymentState)),
    )
    return shipment | order


def again_and_in_disorder(events: list[StoreEvent], chance: Random) -> list[StoreEvent]:
    disordered = events + chance.choices(events, k=len(events)) if events else []
    chance.shuffle(disordered)
    return disordered


IMPORTED = replace(PLACED, shipments=(Shipment("1", "out_for_delivery", T0 + 6, "two", "AX1", eta="2026-11-24", flags=("delayed",)),))


@given(st.lists(events_about("AX1", "AX-1", "AX2", "AX3"), max_size=8), st.randoms(use_true_random=False))
def test_the_same_events_give_the_same_order_in_any_sequence_and_repetition(events: list[StoreEvent], chance: Random) -> None:
    assert after(*again_and_in_disorder(events, chance)) == after(*events)


@given(st.lists(events_about("AX1", None), max_size=8), st.sampled_from([PLACED, IMPORTED]), st.randoms(use_true_random=False))
def test_that_holds_for_a_parcel_whose_number_only_some_know(events: list[StoreEvent], start: Order, chance: Random) -> None:
    one, other = after(*events, order=start), after(*again_and_in_disorder(events, chance), order=start)
    assert [replace(parcel, id="") for parcel in one.shipments] == [replace(parcel, id="") for parcel in other.shipments]


@given(st.lists(events_about("AX1", None), max_size=6), events_about("AX1", None))
def test_a_repeated_event_changes_nothing(events: list[StoreEvent], event: StoreEvent) -> None:
    once = after(*events, event)
    assert merge(once, event) == once


@given(st.lists(events_about("AX1"), max_size=10))
def test_an_arrival_is_never_taken_back(events: list[StoreEvent]) -> None:
    states = [after(*events[:count]).shipments for count in range(len(events) + 1)]
    arrived = [bool(parcels) and parcels[0].state in {"delivered", "returned"} for parcels in states]
    assert arrived == sorted(arrived)


@given(st.lists(events_about("AX1"), max_size=10))
def test_a_parcel_is_shipped_at_most_once_in_its_life_without_a_failed_end(events: list[StoreEvent]) -> None:
    kept = [event for event in events if not (isinstance(event, ShipmentEvent) and event.state in {"cancelled", "lost"})]
    orders = [after(*kept[:count]) for count in range(len(kept) + 1)]
    shipped = [found for before, later in pairwise(orders) for found in milestones(before, later)]
    assert len(shipped) <= 1
