from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.standard import CONNECTOR
from bot.domain.clock import parse_instant
from bot.errors import Unreadable
from tests.connectors.knocking import NOOR, delivery, knock

if TYPE_CHECKING:
    from bot.connectors.base import Ignored, Split
    from bot.domain.store_event import StoreEvent

FIXTURES = Path(__file__).parent / "fixtures"
EVENT = (FIXTURES / "shipment_in_transit.json").read_bytes()
CLOUD_EVENT = (FIXTURES / "cloudevent_shipment.json").read_bytes()
NOW = 1_795_000_000_000


def split(headers: dict[str, str], body: bytes, store_id: str, at: int, delivery_id: str) -> Split:
    return CONNECTOR.split(knock(body, headers, store=replace(NOOR, id=store_id), at=at), delivery_id)


def parse(body: bytes) -> tuple[StoreEvent, ...] | Ignored:
    return CONNECTOR.parse(delivery(body))


def with_order(order: object) -> bytes:
    return json.dumps({"type": "shipment.updated", "timestamp": "2026-11-20T09:30:00Z", "data": {"order": order}}).encode()


def test_a_request_is_one_item_in_the_lane_of_its_order() -> None:
    (item,) = split({}, EVENT, "noor", NOW, "msg_1").items
    assert (item.id, item.lane, item.source) == ("standard:noor:msg_1", "order:noor:NH-1042", "standard/noor")
    assert (item.kind, item.body, item.received_at) == ("event", EVENT, NOW)


def test_its_time_is_the_senders() -> None:
    assert split({}, EVENT, "noor", NOW, "msg_1").items[0].at == parse_instant("2026-11-20T09:30:00Z")


def test_a_repeated_delivery_has_the_same_id() -> None:
    again = split({}, EVENT, "noor", NOW + 9, "msg_1").items[0]
    assert again.id == split({}, EVENT, "noor", NOW, "msg_1").items[0].id


def test_the_same_delivery_to_another_store_is_another_item() -> None:
    assert split({}, EVENT, "dar", NOW, "msg_1").items[0].id == "standard:dar:msg_1"


def test_a_cloud_event_is_known_by_source_and_id_however_it_is_delivered() -> None:
    first, second = (split({}, CLOUD_EVENT, "noor", NOW, webhook_id).items[0] for webhook_id in ("msg_1", "msg_2"))
    assert first.id == second.id == "standard:noor:https://carrier.example/events|9d2f-17"
    assert first.lane == "order:noor:NH-1042"


def test_a_batch_of_cloud_events_is_taken_apart() -> None:
    batch = b"[" + CLOUD_EVENT + b"," + CLOUD_EVENT.replace(b"9d2f-17", b"9d2f-18") + b"]"
    items = split({}, batch, "noor", NOW, "msg_1").items
    assert [item.id[-2:] for item in items] == ["17", "18"]
    assert [parse(item.body) for item in items] == [parse(CLOUD_EVENT)] * 2


def test_one_unreadable_event_of_a_batch_is_parked_alone() -> None:
    batch = b'[{"specversion": "0.3"}, ' + CLOUD_EVENT + b', {"type": "\\ud800"}]'
    taken = split({}, batch, "noor", NOW, "msg_1")
    assert len(taken.items) == 1
    assert [parked.id for parked in taken.parked] == ["standard:noor:msg_1:0", "standard:noor:msg_1:2"]
    assert json.loads(taken.parked[1].body) == {"type": "\ud800"}


def test_an_empty_batch_holds_nothing() -> None:
    taken = split({}, (FIXTURES / "cloudevents_json_format_8.json").read_bytes(), "noor", NOW, "msg_1")
    assert not taken.items
    assert not taken.parked


def test_the_header_gives_the_time_that_a_cloud_event_leaves_out() -> None:
    timeless = CLOUD_EVENT.replace(b'"time": "2026-11-22T05:45:00Z",', b"")
    assert split({"Webhook-Timestamp": "1795000000.5"}, timeless, "noor", NOW + 7, "msg_1").items[0].at == 1_795_000_000_500
    assert split({"webhook-timestamp": "odd"}, timeless, "noor", NOW + 7, "msg_1").items[0].at == NOW + 7


@pytest.mark.parametrize("body", [b"", b"hello", b"{", b"\xff", b"1", b'"text"', b"{}", b'{"type": "x"}', b"null", b"[" * 100_000])
def test_what_is_no_event_is_parked_with_the_reason(body: bytes) -> None:
    (parked,) = split({}, body, "noor", NOW, "msg_1").parked
    assert (parked.id, parked.body, parked.parked_at, parked.source) == ("standard:noor:msg_1", body, NOW, "standard/noor")
    assert parked.error


def test_a_reason_names_the_field_but_not_its_value() -> None:
    (parked,) = split({}, b'{"type": "order.paid", "timestamp": "secret"}', "noor", NOW, "msg_1").parked
    assert "timestamp" in parked.error
    assert "secret" not in parked.error


@pytest.mark.parametrize(("order", "lane"), [(1042, "order:noor:1042"), ("  NH-1042 ", "order:noor:NH-1042")])
def test_the_order_may_be_a_number(order: object, lane: str) -> None:
    assert split({}, with_order(order), "noor", NOW, "msg_1").items[0].lane == lane


@pytest.mark.parametrize("order", [None, "", "a\x00b", "x" * 201, ["NH-1042"]])
def test_an_event_that_names_no_order_fit_for_an_id_has_a_lane_of_its_own(order: object) -> None:
    assert split({}, with_order(order), "noor", NOW, "msg_1").items[0].lane == "event:standard:noor:msg_1"


def test_a_long_id_is_kept_as_its_digest() -> None:
    long = CLOUD_EVENT.replace(b"9d2f-17", b"9" * 190)
    item = split({}, long, "noor", NOW, "msg_1").items[0]
    assert len(item.id) == len("standard:noor:") + 64


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_nothing_is_ever_lost(body: bytes) -> None:
    taken = split({}, body, "noor", NOW, "msg_1")
    assert len(taken.items) + len(taken.parked) == 1 or body.strip().startswith(b"[")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_any_json_in_an_event_is_taken_or_parked_and_then_read_or_refused(value: object) -> None:
    body = json.dumps({"type": "shipment.delivered", "timestamp": "2026-11-20T09:30:00Z", "data": value}).encode()
    for item in split({}, body, "noor", NOW, "msg_1").items:
        with pytest.raises(Unreadable):
            parse(item.body)
