from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.connectors.base import Ignored
from bot.connectors.shippo import CONNECTOR
from bot.connectors.shippo.mapping import SUBSTATUSES
from bot.connectors.shippo.options import ShippoOptions
from bot.domain.clock import parse_instant
from bot.domain.order import ShipmentFlag, ShipmentState
from bot.domain.store_event import ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import delivery, events, knock

if TYPE_CHECKING:
    from typing import Literal

FIXTURES = Path(__file__).parent / "fixtures"
Told = tuple[ShipmentState, tuple[ShipmentFlag, ...]]


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def webhook(status: str | None = None, code: str | None = None, *, urgent: bool = False, **track: object) -> bytes:
    substatus = {"code": code, "action_required": urgent} if code else None
    current = {"status": status, "substatus": substatus, "status_date": "2026-11-17T05:00:00Z", "object_id": "s1"}
    return json.dumps({"event": "track_updated", "test": False, "data": {"tracking_number": "1", "tracking_status": current, **track}}).encode()


def story(body: bytes) -> list[Told]:
    return [(one.state, one.flags) for one in events(CONNECTOR, body) if isinstance(one, ShipmentEvent)]


def test_every_scan_becomes_an_event_and_the_details_another() -> None:
    *scans, out, details = events(CONNECTOR, fixture("constructed_track_updated_out_for_delivery"))
    assert [one.state for one in scans if isinstance(one, ShipmentEvent)] == ["label_created", "picked_up"]
    assert out == ShipmentEvent(
        "noor", "NH-1042", parse_instant("2026-11-17T05:15:00Z"), "out_for_delivery", tracking_number="4471009812", place="Riyadh, SA"
    )
    assert details == ShipmentEvent(
        "noor", "NH-1042", parse_instant("2026-11-17T05:20:00Z"), "unknown", tracking_number="4471009812", carrier="DHL Express", eta="2026-11-17"
    )


def test_a_failed_attempt_is_a_flag() -> None:
    assert story(fixture("constructed_track_updated_attempt_failed"))[-1] == ("unknown", ("attempt_failed",))


def test_shippos_own_example_is_read() -> None:
    arrival, details = events(CONNECTOR, fixture("track_updated_sdk_example"))
    assert arrival == ShipmentEvent(
        "noor", "000123", parse_instant("2016-07-23T00:00:00Z"), "delivered", tracking_number="9205590164917312751089", place="Las Vegas, NV"
    )
    assert isinstance(details, ShipmentEvent)
    assert (details.carrier, details.eta) == ("USPS", "2021-07-23")


def test_so_is_the_parcel_alone() -> None:
    track = json.loads(fixture("track_object_sdk_example"))
    assert story(json.dumps({"event": "track_updated", "data": track}).encode())[0] == ("delivered", ())


@pytest.mark.parametrize(("name", "word"), [("track_updated_test", "tests"), ("transaction_created", "transaction_created")])
def test_tests_and_other_events_are_ignored_and_say_why(name: str, word: str) -> None:
    ignored = CONNECTOR.parse(delivery(fixture(f"constructed_{name}")))
    assert isinstance(ignored, Ignored)
    assert word in ignored.reason
    assert CONNECTOR.split(knock(fixture(f"constructed_{name}")), "d1").items


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("PRE_TRANSIT", ("label_created", ())),
        ("transit", ("in_transit", ())),
        ("DELIVERED", ("delivered", ())),
        ("RETURNED", ("returned", ())),
        ("FAILURE", ("unknown", ("exception",))),
    ],
)
def test_every_status_is_understood(status: str, expected: Told) -> None:
    assert story(webhook(status)) == story(webhook(status, "from_the_future")) == [expected]


@pytest.mark.parametrize("status", ["UNKNOWN", "BEAMED", None])
def test_a_status_that_says_nothing_is_ignored(status: str | None) -> None:
    assert isinstance(CONNECTOR.parse(delivery(webhook(status))), Ignored)


@pytest.mark.parametrize(
    "code", ["package_accepted", "out_for_delivery", "pickup_available", "delivery_attempted", "delayed", "package_held", "package_lost"]
)
@pytest.mark.parametrize("status", ["TRANSIT", "UNKNOWN", "FAILURE"])
def test_a_substatus_goes_before_the_status(status: str, code: str) -> None:
    assert story(webhook(status, code)) == [SUBSTATUSES[code.replace("_", "")]]


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        ("DELIVERED", "information_received", ("delivered", ())),
        ("RETURNED", "package_unclaimed", ("returned", ())),
        ("RETURNED", "return_to_sender", ("unknown", ("returning",))),
        ("TRANSIT", "package_departed", ("in_transit", ("exception",))),
        ("TRANSIT", "delayed", ("in_transit", ("delayed",))),
        ("TRANSIT", "package_lost", ("lost", ())),
    ],
)
def test_what_calls_for_action_is_an_exception_unless_the_parcel_is_where_it_ends(status: str, code: str, expected: Told) -> None:
    assert story(webhook(status, code, urgent=True)) == [expected]


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("Order 000123", "000123"),
        ("order no. NH-1042", "NH-1042"),
        ("Order: #1042", "#1042"),
        ("ORDER number 7/1", "7/1"),
        ("طلب رقم 1042", "1042"),
        ("Order for Sara", None),
        ("Reorder 12", None),
        ("12", None),
        ("", None),
    ],
)
def test_metadata_names_the_order_after_the_word(text: str, ref: str | None) -> None:
    assert events(CONNECTOR, webhook("TRANSIT", metadata=text))[0].order_ref == ref


@pytest.mark.parametrize(("meant", "ref"), [("order", "12"), ("whole", "Order 12"), ("none", None)])
def test_a_shop_says_how_its_metadata_is_meant(meant: Literal["order", "whole", "none"], ref: str | None) -> None:
    item = replace(delivery(webhook("TRANSIT", metadata="Order 12")), options=ShippoOptions(metadata=meant))
    found = CONNECTOR.parse(item)
    assert not isinstance(found, Ignored)
    assert found[0].order_ref == ref


@pytest.mark.parametrize(("metadata", "lane"), [("Order 12", "order:noor:12"), ("a gift", "parcel:noor:1")])
def test_the_lane_is_the_order_or_the_parcel(metadata: str, lane: str) -> None:
    (item,) = CONNECTOR.split(knock(webhook("TRANSIT", metadata=metadata)), "d1").items
    assert (item.id, item.lane) == ("shippo:noor:d1", lane)


@pytest.mark.parametrize("data", [None, [], {}, {"tracking_number": "\n"}])
def test_a_webhook_without_a_parcel_is_unreadable(data: object) -> None:
    with pytest.raises(Unreadable):
        CONNECTOR.parse(delivery(json.dumps({"event": "track_updated", "data": data}).encode()))
