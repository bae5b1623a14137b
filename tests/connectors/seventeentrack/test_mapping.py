from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.connectors.base import Ignored
from bot.connectors.seventeentrack import CONNECTOR
from bot.connectors.seventeentrack.mapping import STATUSES, SUBSTATUSES
from bot.domain.clock import parse_instant
from bot.domain.order import ShipmentFlag, ShipmentState
from bot.domain.store_event import ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOW, delivery, events, knock

FIXTURES = Path(__file__).parent / "fixtures"
OUT = "constructed_tracking_updated_out_for_delivery"
Told = tuple[ShipmentState, tuple[ShipmentFlag, ...]]


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def webhook(status: str | None = None, sub_status: str | None = None, **data: object) -> bytes:
    info = {"latest_status": {"status": status, "sub_status": sub_status}}
    return json.dumps({"event": "TRACKING_UPDATED", "data": {"number": "1", "track_info": info, **data}}).encode()


def with_scan(**scan: object) -> bytes:
    return webhook(track_info={"tracking": {"providers": [{"events": [scan]}]}})


def story(body: bytes) -> list[Told]:
    return [(one.state, one.flags) for one in events(CONNECTOR, body) if isinstance(one, ShipmentEvent)]


def last(body: bytes) -> ShipmentEvent:
    found = events(CONNECTOR, body)[-1]
    assert isinstance(found, ShipmentEvent)
    return found


def test_the_scans_of_all_carriers_are_told_in_order_and_the_details_after_them() -> None:
    *scans, out, details = events(CONNECTOR, fixture(OUT))
    assert [one.state for one in scans if isinstance(one, ShipmentEvent)] == ["picked_up", "in_transit", "in_transit"]
    assert out == ShipmentEvent(
        "noor", "NH-1042", parse_instant("2026-11-17T05:30:00Z"), "out_for_delivery", tracking_number="LP00123456789CN", place="Riyadh"
    )
    assert details == ShipmentEvent(
        "noor",
        "NH-1042",
        parse_instant("2026-11-17T05:40:00Z"),
        "unknown",
        tracking_number="LP00123456789CN",
        carrier="SMSA Express",
        eta="2026-11-18",
    )


def test_the_latest_event_stands_in_where_no_carrier_lists_its_own() -> None:
    failed, details = events(CONNECTOR, fixture("constructed_tracking_updated_delivery_failure"))
    assert failed == ShipmentEvent(
        "noor",
        None,
        parse_instant("2026-11-17T10:00:00Z"),
        "unknown",
        tracking_number="LP00123456789CN",
        place="Riyadh",
        flags=("attempt_failed",),
    )
    assert isinstance(details, ShipmentEvent)
    assert details.occurred_at == NOW


def test_the_end_of_tracking_says_nothing() -> None:
    ignored = CONNECTOR.parse(delivery(fixture("constructed_tracking_stopped")))
    assert isinstance(ignored, Ignored)
    assert "TRACKING_STOPPED" in ignored.reason


@pytest.mark.parametrize("status", ["InfoReceived", "InTransit", "OutForDelivery", "AvailableForPickup", "Delivered", "DeliveryFailure", "Exception"])
def test_every_status_is_understood_by_itself_and_with_any_other_substatus(status: str) -> None:
    expected = [STATUSES[status.lower()]]
    assert story(webhook(status)) == story(webhook(status, f"{status}_Other")) == story(webhook(status.upper())) == expected


@pytest.mark.parametrize("status", ["NotFound", "Expired", "Beamed", "", None])
def test_a_status_that_says_nothing_is_ignored(status: str | None) -> None:
    assert isinstance(CONNECTOR.parse(delivery(webhook(status, f"{status}_Other"))), Ignored)


@pytest.mark.parametrize(
    "sub_status",
    [
        *("InTransit_PickedUp", "InTransit_CustomsRequiringInformation", "DeliveryFailure_Rejected", "DeliveryFailure_Security"),
        *("Exception_Returning", "Exception_Returned", "Exception_Lost", "Exception_Delayed", "Exception_Cancel"),
    ],
)
def test_a_substatus_says_more_than_its_status(sub_status: str) -> None:
    assert story(webhook(sub_status.partition("_")[0], sub_status)) == [SUBSTATUSES[sub_status.replace("_", "").lower()]]


@pytest.mark.parametrize(
    ("scan", "expected"),
    [
        ({"stage": "PickedUp"}, ("picked_up", ())),
        ({"stage": "Returned", "sub_status": "Beamed"}, ("returned", ())),
        ({"stage": "Arrival", "sub_status": "InTransit_CustomsProcessing"}, ("in_transit", ())),
    ],
)
def test_a_stage_stands_in_for_a_substatus_that_is_not_known(scan: dict[str, object], expected: Told) -> None:
    assert story(with_scan(time_iso="2026-11-17T08:30:00+03:00", **scan)) == [expected]


@pytest.mark.parametrize(
    "times",
    [
        {"time_utc": "2026-11-17T05:30:00Z", "time_iso": "2026-11-17T05:30:00-04:00"},
        {"time_utc": None, "time_iso": "2026-11-17T08:30:00+03:00"},
        {"time_iso": "2026-11-17T08:30:00"},
    ],
)
def test_universal_time_goes_before_local_time_and_that_is_the_shops_without_an_offset(times: dict[str, object]) -> None:
    assert last(with_scan(sub_status="Delivered_Other", **times)).occurred_at == parse_instant("2026-11-17T05:30:00Z")


@pytest.mark.parametrize("scan", [{"sub_status": "Delivered_Other"}, {"time_utc": "2026-11-17T05:30:00Z"}, {}])
def test_a_scan_without_a_time_or_a_meaning_is_left_out(scan: dict[str, object]) -> None:
    assert isinstance(CONNECTOR.parse(delivery(with_scan(**scan))), Ignored)


@pytest.mark.parametrize(
    ("number", "providers", "name"),
    [
        (100006, [], "Aramex"),
        ("100006", [{"provider": {"key": 100006, "name": "ARAMEX"}}], "Aramex"),
        (7, [{"provider": {"key": 7, "name": "Seven Post"}}, {"provider": {"key": 8, "name": "Eight"}}], "Seven Post"),
        (None, [{"provider": {"key": 7, "name": "Seven Post"}}, {"provider": {"key": 8, "name": "Eight"}}], "Eight"),
        (7, [], None),
        (0, [{"provider": []}], None),
    ],
)
def test_a_carrier_is_named_by_its_number_or_as_the_webhook_names_it(number: object, providers: object, name: str | None) -> None:
    info = {"latest_status": {"status": "Delivered"}, "tracking": {"providers": providers}}
    assert last(webhook(carrier=number, track_info=info)).carrier == name


@pytest.mark.parametrize(("span", "eta"), [({"from": "2026-11-17T00:00:00Z", "to": None}, "2026-11-17"), ({}, None), ([], None)])
def test_a_day_of_arrival_may_be_half_a_span_or_none(span: object, eta: str | None) -> None:
    info = {"latest_status": {"status": "InTransit"}, "time_metrics": {"estimated_delivery_date": span}}
    assert last(webhook(track_info=info)).eta == eta


@pytest.mark.parametrize(("tag", "lane"), [("NH-1042", "order:noor:NH-1042"), (" ", "parcel:noor:1"), (None, "parcel:noor:1")])
def test_the_tag_is_the_order(tag: str | None, lane: str) -> None:
    (item,) = CONNECTOR.split(knock(webhook("Delivered", tag=tag)), "d1").items
    assert (item.id, item.lane, item.at) == ("seventeentrack:noor:d1", lane, NOW)


@pytest.mark.parametrize("data", [None, [], {}, {"number": ""}])
def test_a_webhook_without_a_parcel_is_unreadable(data: object) -> None:
    with pytest.raises(Unreadable):
        CONNECTOR.parse(delivery(json.dumps({"event": "TRACKING_UPDATED", "data": data}).encode()))
