from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from bot.connectors.base import Ignored
from bot.connectors.standard import CONNECTOR
from bot.domain.clock import parse_instant
from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState
from bot.domain.store_event import OrderEvent, ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import delivery
from tests.connectors.knocking import event as read

FIXTURES = Path(__file__).parent / "fixtures"
SENT_AT = "2026-11-20T09:30:00Z"
DELIVERED = ShipmentEvent("noor", "NH-1042", parse_instant(SENT_AT), "delivered")


def body(event_type: str = "shipment.updated", **data: object) -> bytes:
    return json.dumps({"type": event_type, "timestamp": SENT_AT, "data": {"order": "NH-1042", **data}}).encode()


def shipment(**data: object) -> ShipmentEvent:
    event = read(CONNECTOR, body("shipment.updated", **data))
    assert isinstance(event, ShipmentEvent)
    return event


def order(event_type: str = "order.updated", **data: object) -> OrderEvent:
    event = read(CONNECTOR, body(event_type, **data))
    assert isinstance(event, OrderEvent)
    return event


def test_every_field_of_a_shipment_is_read() -> None:
    assert read(CONNECTOR, (FIXTURES / "shipment_in_transit.json").read_bytes()) == ShipmentEvent(
        "noor",
        "NH-1042",
        parse_instant("2026-11-20T09:10:00Z"),
        "in_transit",
        tracking_number="AX 4471 0098 12",
        carrier="Aramex",
        tracking_url="https://www.aramex.com/track/results?ShipmentNumber=4471009812",
        place="Riyadh Hub",
        eta="2026-11-22",
    )


def test_what_is_wrong_may_be_given_as_a_status() -> None:
    event = read(CONNECTOR, (FIXTURES / "shipment_delayed.json").read_bytes())
    assert isinstance(event, ShipmentEvent)
    assert (event.state, event.flags, event.eta) == ("unknown", ("delayed",), "2026-11-24")


def test_an_order_and_its_payment_are_read() -> None:
    event = read(CONNECTOR, (FIXTURES / "order_cancelled.json").read_bytes())
    assert event == OrderEvent("noor", "NH-1042", parse_instant("2026-11-21T09:30:00Z"), "cancelled", "refunded")


def test_the_subject_of_a_cloud_event_is_the_order() -> None:
    event = read(CONNECTOR, (FIXTURES / "cloudevent_shipment.json").read_bytes())
    assert event == ShipmentEvent(
        "noor", "NH-1042", parse_instant("2026-11-22T05:45:00Z"), "out_for_delivery", tracking_number="AX4471009812", place="Riyadh"
    )


@pytest.mark.parametrize("state", get_args(ShipmentState))
def test_every_shipment_state_is_understood_as_status_and_as_type(state: ShipmentState) -> None:
    assert shipment(status=state).state == state
    assert read(CONNECTOR, body(f"shipment.{state}")) == replace(DELIVERED, state=state)


@pytest.mark.parametrize("flag", get_args(ShipmentFlag))
def test_every_flag_is_understood_beside_a_status(flag: ShipmentFlag) -> None:
    event = shipment(status="in_transit", flags=[flag.upper(), "from_the_future"])
    assert (event.state, event.flags) == ("in_transit", (flag,))


@pytest.mark.parametrize("status", ["out_for_delivery", "OUT_FOR_DELIVERY", "Out for delivery", "OutForDelivery", " out-for-delivery "])
def test_case_and_separators_make_no_difference(status: str) -> None:
    assert shipment(status=status).state == "out_for_delivery"


@pytest.mark.parametrize(
    ("status", "state", "flags"),
    [
        ("shipped", "in_transit", ()),
        ("info_received", "label_created", ()),
        ("ready_for_pickup", "available_for_pickup", ()),
        ("canceled", "cancelled", ()),
        ("attempted_delivery", "unknown", ("attempt_failed",)),
        ("return_to_sender", "unknown", ("returning",)),
        ("failure", "unknown", ("exception",)),
    ],
)
def test_common_words_of_carriers_are_understood(status: str, state: ShipmentState, flags: tuple[ShipmentFlag, ...]) -> None:
    event = shipment(status=status)
    assert (event.state, event.flags) == (state, flags)


def test_an_update_without_status_brings_details() -> None:
    event = shipment(tracking_number=4471009812, eta="2026-11-22T18:00:00+03:00")
    assert (event.state, event.tracking_number, event.eta) == ("unknown", "4471009812", "2026-11-22")


@pytest.mark.parametrize("status", ["teleported", "تم التوصيل", "???"])
def test_an_unknown_status_is_ignored_and_says_so(status: str) -> None:
    ignored = CONNECTOR.parse(delivery(body(status=status)))
    assert isinstance(ignored, Ignored)
    assert status in ignored.reason


@pytest.mark.parametrize("event_type", ["contact.created", "invoice.paid", "shipment", "hello", "..", "order.note_added"])
def test_types_that_are_none_of_ours_are_ignored(event_type: str) -> None:
    assert isinstance(CONNECTOR.parse(delivery(body(event_type))), Ignored)


@pytest.mark.parametrize("name", ["standardwebhooks_example_1", "standardwebhooks_example_2", "cloudevents_json_format_1", "cloudevents_spec_1"])
def test_the_examples_of_the_specifications_are_read_and_ignored(name: str) -> None:
    assert isinstance(CONNECTOR.parse(delivery((FIXTURES / f"{name}.json").read_bytes())), Ignored)


@pytest.mark.parametrize("name", ["cloudevents_json_format_3", "cloudevents_json_format_4", "cloudevents_json_format_6"])
def test_so_are_events_without_an_object_as_data(name: str) -> None:
    assert isinstance(CONNECTOR.parse(delivery((FIXTURES / f"{name}.json").read_bytes())), Ignored)


def test_an_event_without_a_type_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="type"):
        CONNECTOR.parse(delivery(b'{"specversion": "1.0", "id": "1", "source": "/shop"}'))


@pytest.mark.parametrize("state", get_args(OrderState))
def test_every_order_state_is_understood(state: OrderState) -> None:
    assert order(status=state.title()).state == state


@pytest.mark.parametrize("payment", get_args(PaymentState))
def test_every_payment_state_is_understood(payment: PaymentState) -> None:
    assert order(payment=payment).payment == payment
    assert order(f"order.{payment}").payment == payment


def test_the_type_alone_may_say_what_happened_to_an_order() -> None:
    event = order("order.cancelled")
    assert (event.state, event.payment) == ("cancelled", None)


def test_a_payment_that_is_given_as_status_is_a_payment() -> None:
    event = order(status="refunded")
    assert (event.state, event.payment) == (None, "refunded")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"order": None}, "order"),
        ({"order": "  "}, "order"),
        ({"order": True}, "order"),
        ({"order": "a\nb"}, "order"),
        ({"order": "x" * 201}, "order"),
        ({"occurred_at": "2026-11-20T12:00:00"}, "occurred_at"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"eta": "tomorrow"}, "eta"),
        ({"eta": "2026-02-30"}, "eta"),
        ({"tracking_url": "javascript:alert(1)"}, "tracking_url"),
        ({"flags": "delayed"}, "flags"),
        ({"carrier": {"name": "DHL"}}, "carrier"),
    ],
)
def test_a_wrong_field_is_named(data: dict[str, object], field: str) -> None:
    with pytest.raises(Unreadable, match=field):
        CONNECTOR.parse(delivery(body("shipment.updated", **{"status": "delivered", **data})))


@pytest.mark.parametrize("field", ["tracking_number", "carrier", "tracking_url", "occurred_at", "place", "eta"])
def test_a_blank_field_counts_as_absent(field: str) -> None:
    assert shipment(status="delivered", **{field: " "}) == DELIVERED
    assert shipment(status="delivered", **{field: None}) == DELIVERED


def test_fields_of_the_future_are_passed_over() -> None:
    assert shipment(status="delivered", weight_g=1200) == DELIVERED


@pytest.mark.parametrize("event_type", ["shipment.delivered", "order.paid"])
def test_an_event_must_say_when_it_happened(event_type: str) -> None:
    timeless = {"specversion": "1.0", "id": "1", "source": "/shop", "type": event_type, "subject": "NH-1042"}
    with pytest.raises(Unreadable, match="time"):
        CONNECTOR.parse(delivery(json.dumps(timeless).encode()))


def test_a_body_that_is_not_json_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="JSON"):
        CONNECTOR.parse(delivery(b"{"))
