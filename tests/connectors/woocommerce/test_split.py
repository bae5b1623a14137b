from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.connectors.woocommerce import CONNECTOR
from bot.domain.clock import parse_instant
from tests.connectors.knocking import NOW, knock
from tests.connectors.woocommerce.shop import order, signed

BODY = json.dumps(order()).encode()


def test_an_order_goes_into_its_lane_with_topic_and_time() -> None:
    (item,) = CONNECTOR.split(knock(BODY, signed(BODY)), "d1").items
    assert (item.id, item.lane, item.topic) == ("woocommerce:noor:d1", "order:noor:2042", "order.updated")
    assert (item.at, item.body) == (parse_instant("2026-11-21T09:30:00Z"), BODY)


def test_a_deleted_order_shares_the_lane() -> None:
    body = b'{"id":2042}'
    (item,) = CONNECTOR.split(knock(body, signed(body, "order.deleted")), "d1").items
    assert (item.lane, item.at) == ("order:noor:2042", NOW)


@pytest.mark.parametrize("topic", ["product.updated", "action.woocommerce_add_to_cart", ""])
def test_what_is_about_no_order_has_a_lane_of_its_own(topic: str) -> None:
    body = b'{"action": "woocommerce_add_to_cart", "arg": "x"}'
    (item,) = CONNECTOR.split(knock(body, signed(body, topic)), "d1").items
    assert item.lane == "event:woocommerce:noor:d1"


def test_a_request_that_was_kept_aside_keeps_its_topic() -> None:
    (parked,) = CONNECTOR.split(knock(b"{}", signed(b"{}", "order.created")), "d1").parked
    (item,) = CONNECTOR.split(replace(knock(BODY), topic=parked.topic), "d1").items
    assert (item.topic, item.lane) == ("order.created", "order:noor:2042")


def test_a_refusal_in_place_of_an_order_says_what_to_mend() -> None:
    body = b'{"code":"woocommerce_rest_cannot_view","message":"Sorry, you cannot view this resource.","data":{"status":401}}'
    (parked,) = CONNECTOR.split(knock(body, signed(body)), "d1").parked
    assert "woocommerce_rest_cannot_view" in parked.error
    assert "a user who may read orders" in parked.error


@pytest.mark.parametrize(("body", "error"), [(b"", "JSON"), (b"[]", "body"), (b"{}", "id: Field required"), (b'{"id": {}}', "id")])
def test_what_cannot_be_taken_apart_is_kept_aside(body: bytes, error: str) -> None:
    taken = CONNECTOR.split(knock(body, signed(body)), "d1")
    assert not taken.items
    assert error in taken.parked[0].error
