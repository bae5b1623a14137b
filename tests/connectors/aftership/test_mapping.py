from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.connectors.aftership import CONNECTOR
from bot.connectors.aftership.mapping import SUBTAGS, TAGS
from bot.connectors.base import Ignored
from bot.domain.clock import parse_instant
from bot.domain.store_event import ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOW, delivery, events, knock

if TYPE_CHECKING:
    from bot.domain.order import ShipmentFlag, ShipmentState

FIXTURES = Path(__file__).parent / "fixtures"
URL = "https://www.smsaexpress.com/trackingdetails?tracknumbers=290123456789"


def constructed(name: str) -> bytes:
    return (FIXTURES / f"constructed_{name}.json").read_bytes()


def webhook(event: str = "tracking_update", /, **tracking: object) -> bytes:
    return json.dumps({"ts": NOW // 1000, "event": event, "event_id": "e1", "msg": {"tracking_number": "1", **tracking}}).encode()


def story(body: bytes) -> list[tuple[ShipmentState, tuple[ShipmentFlag, ...]]]:
    return [(one.state, one.flags) for one in events(CONNECTOR, body) if isinstance(one, ShipmentEvent)]


def recorded(name: str, place: int | None = None) -> dict[str, object]:
    data = json.loads((FIXTURES / f"{name}.json").read_bytes())["data"]
    found: dict[str, object] = data["tracking"] if place is None else data["trackings"][place]
    return found


def last(body: bytes) -> ShipmentEvent:
    found = events(CONNECTOR, body)[-1]
    assert isinstance(found, ShipmentEvent)
    return found


def test_every_checkpoint_becomes_an_event_and_the_details_another() -> None:
    first, *_, out, details = events(CONNECTOR, constructed("tracking_update_out_for_delivery"))
    assert first == ShipmentEvent("noor", "NH-1042", parse_instant("2026-11-15T06:00:00Z"), "label_created", tracking_number="290123456789")
    assert out == ShipmentEvent(
        "noor", "NH-1042", parse_instant("2026-11-17T05:10:00Z"), "out_for_delivery", tracking_number="290123456789", place="Riyadh, Saudi Arabia"
    )
    assert details == ShipmentEvent(
        "noor",
        "NH-1042",
        parse_instant("2026-11-17T05:20:00Z"),
        "unknown",
        tracking_number="290123456789",
        carrier="SMSA Express",
        tracking_url=URL,
        eta="2026-11-18",
    )


def test_a_failed_attempt_is_a_flag_of_its_own_checkpoint() -> None:
    assert story(constructed("tracking_update_attempt_failed"))[-2:] == [("unknown", ("attempt_failed",)), ("unknown", ())]


def test_a_revised_day_counts_from_the_webhook_on_and_is_the_last_of_a_span() -> None:
    details = last(constructed("edd_revise"))
    assert (details.eta, details.occurred_at) == ("2026-11-19", parse_instant("2026-11-17T12:20:00Z"))


def test_an_arrival_without_an_offset_is_in_the_shops_time() -> None:
    (arrival,) = [one for one in events(CONNECTOR, constructed("tracking_update_delivered")) if getattr(one, "state", "") == "delivered"]
    assert arrival.occurred_at == parse_instant("2026-11-18T11:30:00+03:00")


def test_a_return_is_told_and_the_shops_id_stands_in_for_the_number() -> None:
    assert story(constructed("tracking_update_returned"))[-3:] == [("unknown", ("returning",)), ("returned", ()), ("unknown", ())]
    assert events(CONNECTOR, constructed("tracking_update_returned"))[0].order_ref == "5301"


def test_a_pending_time_says_nothing() -> None:
    ignored = CONNECTOR.parse(delivery(constructed("tracking_pending_time")))
    assert isinstance(ignored, Ignored)
    assert "tracking_pending_time" in ignored.reason


def test_a_recorded_parcel_is_read_from_its_label_to_its_door() -> None:
    found = story(webhook(**recorded("tracking_list_result", 0)))
    assert [state for state, _ in found] == [
        *("label_created", "picked_up", "in_transit", "in_transit", "unknown", "in_transit", "in_transit", "in_transit", "in_transit"),
        *("out_for_delivery", "delivered", "unknown"),
    ]
    assert [flags for _, flags in found if flags] == [("exception",)]


@pytest.mark.parametrize("tracking", [recorded("tracking_create_result"), recorded("tracking_list_result", 1), {"tag": "Teleported"}])
def test_a_parcel_of_which_nothing_is_known_says_nothing(tracking: dict[str, object]) -> None:
    assert isinstance(CONNECTOR.parse(delivery(webhook(**tracking))), Ignored)


@pytest.mark.parametrize("tag", ["InfoReceived", "InTransit", "OutForDelivery", "AttemptFail", "AvailableForPickup", "Delivered", "Exception"])
def test_every_tag_is_understood_in_any_case_without_checkpoints(tag: str) -> None:
    assert story(webhook(tag=tag)) == story(webhook(tag=tag.upper())) == [TAGS[tag.lower()]]


@pytest.mark.parametrize(("subtag", "meaning"), [(f"Exception_{code:03}", SUBTAGS.get(f"exception{code:03}")) for code in range(1, 20)])
def test_a_subtag_says_more_than_its_tag_and_an_unknown_one_nothing(subtag: str, meaning: object) -> None:
    assert story(webhook(tag="Exception", subtag=subtag)) == [meaning or ("unknown", ("exception",))]


@pytest.mark.parametrize(("subtag", "state"), [("OutForDelivery_001", "out_for_delivery"), ("OutForDelivery_004", "in_transit")])
def test_a_day_agreed_upon_is_no_courier_on_the_way(subtag: str, state: ShipmentState) -> None:
    assert story(webhook(tag="OutForDelivery", subtag=subtag)) == [(state, ())]


@pytest.mark.parametrize(
    ("estimates", "eta"),
    [
        ({"expected_delivery": "2026-11-20T00:00:00+00:00"}, "2026-11-20"),
        ({"courier_estimated_delivery_date": {"estimated_delivery_date": "2026-11-21"}, "expected_delivery": "2026-11-20"}, "2026-11-21"),
        ({"latest_estimated_delivery": {"datetime": "2026-11-22T18:00:00"}, "expected_delivery": "2026-11-20"}, "2026-11-22"),
        ({"latest_estimated_delivery": [], "expected_delivery": "soon"}, None),
    ],
)
def test_the_newest_estimate_is_told(estimates: dict[str, object], eta: str | None) -> None:
    assert last(webhook(tag="InTransit", **estimates)).eta == eta


def test_an_odd_checkpoint_is_left_out_and_the_others_are_read() -> None:
    good = {"checkpoint_time": "2026-11-17T10:00:00Z", "tag": "InTransit", "location": "x" * 300}
    odd = [{"checkpoint_time": "soon", "tag": "Delivered"}, {"checkpoint_time": "2026-11-17T11:00:00Z", "tag": "Beamed"}, None, 7]
    (found,) = events(CONNECTOR, webhook(checkpoints=[*odd, good]))
    assert isinstance(found, ShipmentEvent)
    assert found.state == "in_transit"


def test_addresses_that_lead_elsewhere_are_left_out() -> None:
    assert last(webhook(tag="InTransit", courier_tracking_link="javascript:alert(1)")).tracking_url is None


@pytest.mark.parametrize("message", [None, [], {}, {"tracking_number": ""}, {"tracking_number": "1", "order_number": "a\nb"}])
def test_a_webhook_without_a_parcel_is_unreadable(message: object) -> None:
    body = json.dumps({"event": "tracking_update", "msg": message}).encode()
    with pytest.raises(Unreadable):
        CONNECTOR.parse(delivery(body))
    assert CONNECTOR.split(knock(body), "e1").parked[0].error


def test_a_webhook_is_one_item_in_the_lane_of_its_order() -> None:
    (item,) = CONNECTOR.split(knock(constructed("edd_revise")), "e1").items
    assert (item.id, item.lane, item.at) == ("aftership:noor:e1", "order:noor:NH-1042", parse_instant("2026-11-17T12:20:00Z"))
