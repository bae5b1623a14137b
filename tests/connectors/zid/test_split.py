from __future__ import annotations

import contextlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.zid import CONNECTOR
from bot.domain.clock import parse_instant
from bot.errors import Unreadable
from tests.connectors.knocking import NOW, delivery, knock
from tests.connectors.mutations import VALUES, mutated
from tests.connectors.zid.bodies import FIXTURES, ORDER, body, changed

TOPICS = st.sampled_from(["", "order.create", "order.status.update", "order.listed", "product.update"])


def test_an_event_waits_in_the_lane_of_its_order_with_its_topic() -> None:
    (item,) = CONNECTOR.split(knock(body("order_create"), query={"event": "Order.Create"}), "d1").items
    assert (item.id, item.lane, item.topic) == ("zid:noor:d1", f"order:noor:{ORDER}", "order.create")


def test_an_event_that_was_kept_aside_keeps_its_topic() -> None:
    again = replace(knock(body("order_create")), topic="order.create")
    assert CONNECTOR.split(again, "d1").items[0].topic == "order.create"


def test_its_time_is_that_of_the_change() -> None:
    item = CONNECTOR.split(knock(body("order_create")), "d1").items[0]
    assert (item.at, item.received_at) == (parse_instant("2026-11-20T09:21:48Z"), NOW)


@pytest.mark.parametrize("content", [b'{"id": 7, "name": "lamp"}', changed("order_create", id=True)])
def test_what_is_no_order_has_a_lane_of_its_own(content: bytes) -> None:
    assert CONNECTOR.split(knock(content), "d1").items[0].lane == "event:zid:noor:d1"


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{"])
def test_what_is_no_event_is_kept_aside_with_its_topic(content: bytes) -> None:
    (parked,) = CONNECTOR.split(knock(content, query={"event": "order.create"}), "d1").parked
    assert (parked.topic, parked.body) == ("order.create", content)


@given(mutated(list(FIXTURES.glob("*.json"))), TOPICS)
def test_one_value_gone_wrong_is_unreadable_at_worst(content: bytes, topic: str) -> None:
    assert len(CONNECTOR.split(knock(content, query={"event": topic}), "d1").items) == 1
    with contextlib.suppress(Unreadable):
        CONNECTOR.parse(delivery(content, topic))


@given(VALUES, TOPICS)
def test_any_json_is_unreadable_at_worst(value: object, topic: str) -> None:
    for content in (json.dumps(value).encode(), json.dumps({"order_status": value, "order": value, "id": 1}).encode()):
        CONNECTOR.split(knock(content, query={"event": topic}), "d1")
        with contextlib.suppress(Unreadable):
            CONNECTOR.parse(delivery(content, topic))
