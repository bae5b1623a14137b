"""Whole lives of parcels, as shops and carriers tell them: out of order, twice, and not always the truth."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import HOUR
from bot.domain.merge import merge, milestones
from bot.domain.money import Money
from bot.domain.order import Order, Shipment, ShipmentFlag, ShipmentState
from bot.domain.store_event import OrderEvent, ShipmentEvent, StoreEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

T0 = 1_795_000_000_000
PLACED = Order("dar:DD-1", "dar", "DD-1", T0, "received", "pending", Money(10000, "AED"))


def carrier(state: ShipmentState, hours: int, *flags: ShipmentFlag, place: str | None = None) -> ShipmentEvent:
    return ShipmentEvent("dar", "DD-1", T0 + hours * HOUR, state, "DHL1", "DHL", "https://dhl.example/DHL1", place, flags=flags)


def shop(state: ShipmentState, hours: int) -> ShipmentEvent:
    return ShipmentEvent("dar", "DD-1", T0 + hours * HOUR, state)


def states(events: Sequence[StoreEvent], start: Order = PLACED) -> list[Order]:
    orders = [start]
    for event in events:
        orders.append(merge(orders[-1], event))
    return orders


def told(events: Sequence[StoreEvent], start: Order = PLACED) -> list[str]:
    """Return what customers hear if each event is told of at once: the ledger lets nothing pass a second time."""
    reached = [one for before, after in pairwise(states(events, start)) for one in milestones(before, after)]
    return [f"{milestone} {subject}".strip() for milestone, subject, _ in dict.fromkeys(reached)]


USUAL: list[StoreEvent] = [
    OrderEvent("dar", "DD-1", T0 + HOUR, "confirmed", "paid"),
    carrier("label_created", 20, place="Dubai"),
    carrier("picked_up", 24, place="Dubai"),
    carrier("in_transit", 40, place="Leipzig"),
    carrier("out_for_delivery", 60, place="London"),
    carrier("delivered", 66, place="London"),
]


def test_the_usual_journey_ends_at_the_door() -> None:
    order = states(USUAL)[-1]
    (parcel,) = order.shipments
    assert (order.state, order.payment, parcel.state, parcel.scan_place) == ("confirmed", "paid", "delivered", "London")
    assert not order.open


def test_each_step_is_told_once_whatever_is_repeated() -> None:
    steps = ["payment_received", "prepared", "shipped DHL1", "out_for_delivery DHL1", "delivered DHL1"]
    assert told(USUAL) == steps
    assert told([*USUAL, *USUAL]) == steps


def test_every_order_of_arrival_ends_in_the_same_place() -> None:
    ends = {states(events)[-1] for events in permutations(USUAL)}
    assert len(ends) == 1


@pytest.mark.parametrize("first", [event for event in USUAL if isinstance(event, ShipmentEvent)], ids=lambda event: event.state)
def test_however_they_come_no_step_is_told_twice_or_after_a_later_one(first: StoreEvent) -> None:
    steps = [step for step in told(USUAL) if step != "payment_received"]
    others = [event for event in USUAL if event is not first]
    for events in ([first, *others], [first, *reversed(others)]):
        heard = [step for step in told(events) if step != "payment_received"]
        assert heard == sorted(set(heard), key=steps.index)


def test_a_parcel_that_arrives_before_it_is_heard_of_was_shipped_silently() -> None:
    assert told([USUAL[-1], *USUAL]) == ["delivered DHL1", "payment_received"]


def test_shop_and_carrier_announce_one_parcel_once() -> None:
    moving = [event for event in USUAL if isinstance(event, ShipmentEvent) and event.state in {"picked_up", "in_transit"}]
    assert told([shop("in_transit", 23), *moving, shop("in_transit", 25)]) == ["shipped 1"]
    assert told([carrier("picked_up", 24), shop("in_transit", 23)]) == ["shipped DHL1"]


def test_a_failed_attempt_leads_through_the_depot_to_the_door() -> None:
    events = [
        carrier("out_for_delivery", 60),
        carrier("unknown", 66, "attempt_failed"),
        carrier("in_transit", 70),
        carrier("out_for_delivery", 84),
        carrier("delivered", 90),
    ]
    seen = [order.shipments[0] for order in states(events)[1:]]
    assert [parcel.state for parcel in seen] == ["out_for_delivery", "out_for_delivery", "in_transit", "out_for_delivery", "delivered"]
    assert [parcel.flags for parcel in seen] == [(), ("attempt_failed",), (), (), ()]


def test_its_end_is_the_same_when_the_failure_is_heard_of_last() -> None:
    out, failed, depot = carrier("out_for_delivery", 60), carrier("unknown", 66, "attempt_failed"), carrier("in_transit", 70)
    ends = {states(events)[-1].shipments[0].state for events in permutations([out, failed, depot])}
    assert ends == {"in_transit"}


def test_a_parcel_held_by_customs_goes_on_when_it_is_released() -> None:
    held = states([carrier("in_transit", 30), carrier("in_transit", 40, "on_hold", place="London Heathrow")])[-1]
    assert held.shipments[0].flags == ("on_hold",)
    released = merge(held, carrier("in_transit", 55))
    assert (released.shipments[0].state, released.shipments[0].flags) == ("in_transit", ())


def test_a_refused_parcel_goes_back_to_the_shop() -> None:
    events = [carrier("out_for_delivery", 60), carrier("unknown", 62, "returning"), carrier("in_transit", 90), carrier("returned", 120)]
    seen = [order.shipments[0] for order in states(events)[1:]]
    assert seen[2].flags == ("returning",)
    assert (seen[3].state, seen[3].flags) == ("returned", ())


def test_a_parcel_waits_at_the_pick_up_point_and_is_fetched() -> None:
    events = [carrier("out_for_delivery", 60), carrier("available_for_pickup", 66), carrier("delivered", 80)]
    assert [order.shipments[0].state for order in states(events)[1:]] == ["out_for_delivery", "available_for_pickup", "delivered"]


def test_a_shop_that_calls_the_label_off_does_not_stop_the_parcel() -> None:
    order = states([carrier("in_transit", 30), carrier("cancelled", 35), carrier("in_transit", 50), carrier("delivered", 60)])
    assert [one.shipments[0].state for one in order[1:]] == ["in_transit", "cancelled", "in_transit", "delivered"]
    assert told([carrier("in_transit", 30), carrier("cancelled", 35), carrier("in_transit", 50)]) == ["shipped DHL1"]


def test_a_parcel_that_was_lost_and_found_goes_on() -> None:
    found = states([carrier("in_transit", 30), carrier("lost", 300), carrier("in_transit", 340, place="Hamburg")])[-1]
    assert (found.shipments[0].state, found.shipments[0].scan_place) == ("in_transit", "Hamburg")


def test_a_cancelled_order_is_refunded_and_stays_cancelled() -> None:
    events = [
        OrderEvent("dar", "DD-1", T0, payment="paid"),
        OrderEvent("dar", "DD-1", T0 + HOUR, "cancelled"),
        OrderEvent("dar", "DD-1", T0 + 2 * HOUR, payment="refunded"),
    ]
    order = states([*events, OrderEvent("dar", "DD-1", T0 + 9 * HOUR, "preparing", "paid")])[-1]
    assert (order.state, order.payment, order.state_at) == ("cancelled", "refunded", T0 + HOUR)


def test_money_that_came_back_in_part_may_come_back_in_whole() -> None:
    paid = replace(PLACED, payment="paid")
    events = [OrderEvent("dar", "DD-1", T0, payment="partially_refunded"), OrderEvent("dar", "DD-1", T0 + 1, payment="refunded")]
    assert [order.payment for order in states(events, paid)] == ["paid", "partially_refunded", "refunded"]


def test_the_order_that_an_import_brought_goes_on_from_where_it_stood() -> None:
    imported = replace(PLACED, shipments=(Shipment("7", "in_transit", T0 + 30 * HOUR, "DHL", "dhl-1", scan_at=T0 + 35 * HOUR),))
    late, newer = carrier("picked_up", 24), carrier("out_for_delivery", 60)
    assert merge(imported, late).shipments[0].scan_at == T0 + 35 * HOUR
    assert merge(imported, newer).shipments[0].state == "out_for_delivery"
    assert told([late, newer], imported) == ["out_for_delivery 7"]


def test_what_the_carrier_says_of_itself_is_kept() -> None:
    parcel = states(USUAL)[-1].shipments[0]
    assert (parcel.carrier, parcel.tracking_number, parcel.tracking_url) == ("DHL", "DHL1", "https://dhl.example/DHL1")
