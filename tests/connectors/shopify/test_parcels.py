from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.shopify.shop import REF, TRACKING, fulfillment, ignored, order, parsed, recorded, step

if TYPE_CHECKING:
    from bot.domain.order import ShipmentFlag, ShipmentState

CREATED_AT = parse_instant("2026-11-21T09:00:00+03:00")
UPDATED_AT = parse_instant("2026-11-21T09:30:00+03:00")
NO_NUMBER: dict[str, object] = {"tracking_number": None, "tracking_numbers": [], "tracking_url": None, "tracking_urls": []}


def parcels(document: object, topic: str = "fulfillments/update") -> list[ShipmentEvent]:
    return [event for event in parsed(document, topic) if isinstance(event, ShipmentEvent)]


def parcel(document: object, topic: str = "fulfillments/update") -> ShipmentEvent:
    (found,) = parcels(document, topic)
    return found


def test_every_detail_of_a_fulfillment_is_read() -> None:
    assert parcel(fulfillment(), "fulfillments/create") == ShipmentEvent(
        "noor",
        REF,
        CREATED_AT,
        "in_transit",
        tracking_number=TRACKING,
        carrier="Aramex",
        tracking_url="https://www.aramex.com/track/4471009812",
        lines=(Line("كوب قهوة", 2, Money(4_500, "KWD")),),
    )


def test_shopifys_own_examples_are_read() -> None:
    for event in (parcel(recorded("fulfillments_create.json")), parcel(recorded("admin_fulfillment_enveloped.json", "fulfillment"))):
        assert event.state == "in_transit"
        assert event.tracking_number in {"1z827wk74630", "1Z2345"}


def test_a_delivery_of_a_real_shop_is_read() -> None:
    event = parcel({**recorded("real_anonymised_fulfillments_1.json"), "line_items": []})
    assert (event.order_ref, event.tracking_number, event.tracking_url) == ("123", "example string", "https://www.example.com/")


@pytest.mark.parametrize(
    ("status", "state", "flags"),
    [
        ("label_purchased", "label_created", ()),
        ("label_printed", "label_created", ()),
        ("confirmed", "label_created", ()),
        ("carrier_picked_up", "picked_up", ()),
        ("picked_up", "picked_up", ()),
        ("in_transit", "in_transit", ()),
        ("OUT_FOR_DELIVERY", "out_for_delivery", ()),
        ("ready_for_pickup", "available_for_pickup", ()),
        ("delivered", "delivered", ()),
        ("attempted_delivery", "unknown", ("attempt_failed",)),
        ("delayed", "unknown", ("delayed",)),
        ("failure", "unknown", ("exception",)),
        ("returning_to_sender", "unknown", ("returning",)),
    ],
)
def test_the_carriers_word_is_read_in_fulfillments_and_in_events(status: str, state: ShipmentState, flags: tuple[ShipmentFlag, ...]) -> None:
    whole, event = parcel(fulfillment(shipment_status=status)), parcel(step(status), "fulfillment_events/create")
    assert (whole.state, whole.flags, whole.occurred_at) == (state, flags, UPDATED_AT)
    assert (event.state, event.flags) == (state, flags)


@pytest.mark.parametrize(
    ("changes", "state", "flags"),
    [
        ({"status": "pending"}, "in_transit", ()),
        ({"status": "success", **NO_NUMBER}, "in_transit", ()),
        ({"status": "cancelled", "shipment_status": "in_transit"}, "cancelled", ()),
        ({"status": "error"}, "unknown", ("exception",)),
        ({"status": "failure"}, "unknown", ("exception",)),
        ({"shipment_status": "something_new"}, "in_transit", ()),
    ],
)
def test_without_the_carriers_word_shopifys_own_holds(changes: dict[str, object], state: ShipmentState, flags: tuple[ShipmentFlag, ...]) -> None:
    event = parcel(fulfillment(**changes))
    assert (event.state, event.flags) == (state, flags)


def test_a_fulfillment_that_waits_has_not_left() -> None:
    assert "has not left" in ignored(fulfillment(status="open", **NO_NUMBER), "fulfillments/create")


def test_that_it_left_is_as_old_as_the_fulfillment_not_as_its_last_change() -> None:
    assert parcel(fulfillment(shipment_status=None)).occurred_at == CREATED_AT
    assert parcel(fulfillment(shipment_status="in_transit")).occurred_at == UPDATED_AT


def test_each_tracking_number_is_a_parcel_with_a_page_of_its_own() -> None:
    several = fulfillment(tracking_numbers=["A1", "A2"], tracking_number="A1", tracking_urls=["https://a.example/1", "https://a.example/2"])
    assert [(event.tracking_number, event.tracking_url) for event in parcels(several)] == [
        ("A1", "https://a.example/1"),
        ("A2", "https://a.example/2"),
    ]


def test_what_one_of_several_numbers_met_is_believed_of_none() -> None:
    several = fulfillment(tracking_numbers=["A1", "A2"], shipment_status="delivered")
    assert {event.state for event in parcels(several)} == {"in_transit"}
    assert {event.lines for event in parcels(several)} == {()}


def test_an_address_that_is_none_is_left_out() -> None:
    assert parcel(fulfillment(tracking_urls=[], tracking_url="javascript:alert(1)")).tracking_url is None


def test_parcels_of_one_order_are_told_apart_by_their_numbers() -> None:
    second = fulfillment(id=2, name="#NH1042.2", tracking_number="B2", tracking_numbers=["B2"], shipment_status="delivered")
    found = parcels(order(fulfillments=[fulfillment(), second]), "orders/updated")
    assert {event.tracking_number: event.state for event in found} == {TRACKING: "in_transit", "B2": "delivered"}


def test_the_only_fulfillment_of_an_order_needs_no_number() -> None:
    (event,) = parcels(order(fulfillments=[fulfillment(**NO_NUMBER)]), "orders/updated")
    assert (event.tracking_number, event.state) == (None, "in_transit")


def test_one_that_was_made_anew_counts_as_the_only_one() -> None:
    gone = fulfillment(id=1, status="cancelled", **NO_NUMBER)
    anew = fulfillment(id=2, name="#NH1042.2", **NO_NUMBER)
    assert [event.state for event in parcels(order(fulfillments=[gone, anew]), "orders/updated")] == ["in_transit"]


def test_two_fulfillments_without_numbers_cannot_be_told_apart_so_neither_is_told() -> None:
    both = [fulfillment(id=1, **NO_NUMBER), fulfillment(id=2, name="#NH1042.2", shipment_status="delivered", **NO_NUMBER)]
    assert parcels(order(fulfillments=both), "orders/updated") == []


def test_a_second_fulfillment_without_a_number_is_left_to_the_order() -> None:
    assert "not the only one" in ignored(fulfillment(name="#NH1042.2", **NO_NUMBER), "fulfillments/create")
    assert parcel(fulfillment(name="#NH1042.1", **NO_NUMBER)).tracking_number is None


def test_every_detail_of_a_step_is_read() -> None:
    event = parcel(step("out_for_delivery", city="Riyadh", estimated_delivery_at="2026-11-23T18:00:00+03:00"), "fulfillment_events/create")
    assert event == ShipmentEvent("noor", REF, parse_instant("2021-12-31T19:00:00-05:00"), "out_for_delivery", place="Riyadh", eta="2026-11-23")


def test_a_recorded_step_is_read() -> None:
    event = parcel(recorded("admin_fulfillment_event_enveloped.json", "fulfillment_event"), "fulfillment_events/create")
    assert (event.order_ref, event.state, event.tracking_number) == ("2776493818019", "label_created", None)


def test_a_step_whose_status_is_not_known_is_ignored() -> None:
    reason = ignored(recorded("real_anonymised_fulfillment_events_1.json"), "fulfillment_events/create")
    assert reason == "the status 'example string' of a fulfillment is not known"


def test_a_step_is_taken_to_the_number_of_its_fulfillment() -> None:
    event = parcel(step("in_transit", fulfillment=fulfillment()), "fulfillment_events/create")
    assert (event.tracking_number, event.carrier, event.tracking_url) == (TRACKING, "Aramex", "https://www.aramex.com/track/4471009812")


def test_a_step_of_several_numbers_says_of_none_that_it_made_it() -> None:
    several = fulfillment(tracking_numbers=["A1", "A2", TRACKING])
    assert "3 tracking numbers" in ignored(step("delivered", fulfillment=several), "fulfillment_events/create")


def test_a_step_of_a_second_fulfillment_without_a_number_is_ignored() -> None:
    second = fulfillment(name="#NH1042.2", **NO_NUMBER)
    assert "not the only one" in ignored(step("delivered", fulfillment=second), "fulfillment_events/create")


def test_what_was_picked_up_without_a_carrier_was_collected_by_the_customer() -> None:
    assert parcel(fulfillment(shipment_status="picked_up", **NO_NUMBER)).state == "delivered"
    assert parcel(step("picked_up", fulfillment=fulfillment(**NO_NUMBER)), "fulfillment_events/create").state == "delivered"


def test_what_a_carrier_picked_up_has_only_left() -> None:
    assert parcel(step("picked_up", fulfillment=fulfillment()), "fulfillment_events/create").state == "picked_up"


def test_a_fulfillment_without_an_order_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="order_id"):
        parsed(fulfillment(order_id=None), "fulfillments/create")
