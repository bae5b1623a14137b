from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.connectors.base import Ignored
from bot.connectors.easypost import CONNECTOR
from bot.connectors.easypost.mapping import DETAILS, STATUSES
from bot.domain.clock import parse_instant
from bot.domain.store_event import ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import delivery, events, knock

if TYPE_CHECKING:
    from bot.domain.order import ShipmentFlag, ShipmentState

FIXTURES = Path(__file__).parent / "fixtures"


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def event(description: str = "tracker.updated", mode: str = "production", /, **tracker: object) -> bytes:
    result = {"tracking_code": "1", "updated_at": "2026-11-17T06:00:00Z", **tracker}
    return json.dumps({"id": "evt_1", "description": description, "mode": mode, "result": result}).encode()


def story(body: bytes) -> list[tuple[ShipmentState, tuple[ShipmentFlag, ...]]]:
    return [(one.state, one.flags) for one in events(CONNECTOR, body) if isinstance(one, ShipmentEvent)]


def test_a_recorded_event_brings_every_scan_and_the_details() -> None:
    found = events(CONNECTOR, fixture("tracker_updated_in_transit"))
    assert [one.state for one in found if isinstance(one, ShipmentEvent)] == ["label_created", *["in_transit"] * 6, "unknown"]
    assert found[1] == ShipmentEvent("noor", None, parse_instant("2024-07-31T19:27:00Z"), "in_transit", tracking_number="1", place="ORLANDO, FL")
    assert found[-1] == ShipmentEvent(
        "noor",
        None,
        parse_instant("2024-08-02T19:26:51Z"),
        "unknown",
        tracking_number="1",
        carrier="FedEx",
        tracking_url="https://track.easypost.com/1",
        eta="2024-08-05",
    )


def test_a_recorded_tracker_is_read() -> None:
    tracker = json.loads(fixture("tracker_object_pre_transit"))
    assert story(event(**tracker)) == [("label_created", ()), ("label_created", ()), ("unknown", ())]


def test_a_new_tracker_without_scans_is_as_old_as_its_last_change() -> None:
    first = events(CONNECTOR, fixture("constructed_tracker_created"))[0]
    assert isinstance(first, ShipmentEvent)
    assert (first.state, first.occurred_at) == ("label_created", parse_instant("2026-11-15T06:00:00Z"))


def test_a_delivery_is_told_at_its_own_time() -> None:
    arrival = events(CONNECTOR, fixture("constructed_tracker_updated_delivered"))[-2]
    assert arrival == ShipmentEvent(
        "noor", None, parse_instant("2026-11-17T05:58:00Z"), "delivered", tracking_number="AX 4471 0098 12", place="RIYADH, SA"
    )


def test_a_return_that_no_scan_tells_is_as_old_as_the_last_scan() -> None:
    found = events(CONNECTOR, fixture("constructed_tracker_updated_return_to_sender"))[-2]
    assert isinstance(found, ShipmentEvent)
    assert (found.flags, found.occurred_at) == (("returning",), parse_instant("2026-11-16T15:00:00Z"))


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("batch_created", "batch.created"),
        ("scan_form_event", "scan_form.created"),
        ("event_retrieve_no_result", "test mode"),
        ("constructed_tracker_updated_test_mode", "test mode"),
        ("constructed_tracker_updated_return_label", "back to the shop"),
    ],
)
def test_what_is_not_for_customers_is_ignored_and_says_why(name: str, word: str) -> None:
    ignored = CONNECTOR.parse(delivery(fixture(name)))
    assert isinstance(ignored, Ignored)
    assert word in ignored.reason
    assert CONNECTOR.split(knock(fixture(name)), "d1").items


def test_an_event_without_its_tracker_is_ignored() -> None:
    body = fixture("event_retrieve_no_result").replace(b'"test"', b'"production"')
    assert isinstance(CONNECTOR.parse(delivery(body)), Ignored)


@pytest.mark.parametrize(
    "status", ["pre_transit", "in_transit", "out_for_delivery", "available_for_pickup", "delivered", "return_to_sender", "cancelled"]
)
def test_every_status_is_understood_in_any_case(status: str) -> None:
    assert story(event(status=status)) == story(event(status=status.upper())) == [STATUSES[status.replace("_", "")]]


@pytest.mark.parametrize("status", ["unknown", "error", "beamed", None])
def test_a_status_that_says_nothing_is_ignored(status: str | None) -> None:
    assert isinstance(CONNECTOR.parse(delivery(event(status=status))), Ignored)


@pytest.mark.parametrize("detail", ["delayed", "weather_delay", "held", "delivery_exception", "refused", "return"])
def test_a_detail_adds_a_flag_to_a_parcel_under_way_and_explains_a_failure(detail: str) -> None:
    flag = DETAILS[detail.replace("_", "")]
    assert story(event(status="in_transit", status_detail=detail)) == [("in_transit", (flag,))]
    assert story(event(status="failure", status_detail=detail)) == [("unknown", (flag,))]


@pytest.mark.parametrize(
    ("status", "detail", "expected"),
    [
        ("delivered", "delayed", ("delivered", ())),
        ("failure", "lost", ("lost", ())),
        ("failure", "expired", ("unknown", ("exception",))),
        ("return_to_sender", "delayed", ("unknown", ("returning",))),
        ("in_transit", "arrived_at_facility", ("in_transit", ())),
    ],
)
def test_other_details_change_nothing(status: str, detail: str, expected: tuple[ShipmentState, tuple[ShipmentFlag, ...]]) -> None:
    assert story(event(status=status, status_detail=detail)) == [expected]


def test_the_carriers_own_day_goes_before_the_time_of_arrival() -> None:
    body = event(status="in_transit", est_delivery_date="2026-11-19T00:00:00Z", carrier_detail={"est_delivery_date_local": "2026-11-18"})
    found = events(CONNECTOR, body)[-1]
    assert isinstance(found, ShipmentEvent)
    assert found.eta == "2026-11-18"


@pytest.mark.parametrize(("more", "lane"), [({}, "parcel:noor:1"), ({"reference": "NH-1042"}, "order:noor:NH-1042")])
def test_a_reference_names_the_order_where_there_is_one(more: dict[str, object], lane: str) -> None:
    (item,) = CONNECTOR.split(knock(event(status="delivered", **more)), "evt_1").items
    assert (item.lane, item.at) == (lane, parse_instant("2026-11-17T06:00:00Z"))


@pytest.mark.parametrize("tracker", [{"tracking_code": None}, {"tracking_code": " "}, {"reference": "a\x00b"}])
def test_a_tracker_without_a_number_is_unreadable(tracker: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        CONNECTOR.parse(delivery(event(**tracker)))
