from __future__ import annotations

import json

import pytest

from bot.connectors.shopify import CONNECTOR
from bot.domain.clock import parse_instant
from tests.connectors.knocking import NOW, knock
from tests.connectors.shopify.shop import FIXTURES, REF, fulfillment, order, refund, signed, step

EXAMPLE = "820982911946154500"


def lane(document: object, topic: str) -> str:
    body = json.dumps(document).encode()
    (item,) = CONNECTOR.split(knock(body, signed(body, topic)), "w1").items
    return item.lane


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("orders_create.json", "orders/create"),
        ("orders_edited.json", "orders/edited"),
        ("fulfillments_create.json", "fulfillments/create"),
        ("fulfillment_events_create.json", "fulfillment_events/create"),
    ],
)
def test_what_is_about_an_order_goes_into_its_lane(name: str, topic: str) -> None:
    assert lane(json.loads((FIXTURES / name).read_bytes()), topic) == f"order:noor:{EXAMPLE}"


def test_every_topic_of_one_order_shares_its_lane() -> None:
    lanes = {
        lane(order(), "orders/updated"),
        lane(fulfillment(), "fulfillments/update"),
        lane(refund(), "refunds/create"),
        lane(step("delivered"), "fulfillment_events/create"),
    }
    assert lanes == {f"order:noor:{REF}"}


def test_an_item_remembers_topic_id_and_the_time_of_the_event() -> None:
    body = json.dumps(order()).encode()
    (item,) = CONNECTOR.split(knock(body, signed(body, "Orders/Create")), "w1").items
    assert (item.id, item.topic, item.at, item.body) == ("shopify:noor:w1", "orders/create", parse_instant("2026-11-20T07:00:06.123+00:00"), body)


def test_without_a_time_that_of_arrival_holds() -> None:
    (item,) = CONNECTOR.split(knock(json.dumps(order()).encode(), {"X-Shopify-Topic": "orders/create"}), "w1").items
    assert item.at == NOW


@pytest.mark.parametrize("topic", ["customers/redact", "fulfillment_orders/placed_on_hold", "app/uninstalled", "orders/risk_assessment_changed", ""])
def test_what_names_no_order_has_a_lane_of_its_own(topic: str) -> None:
    assert lane({"shop_id": 954889, "id": 1}, topic) == "event:shopify:noor:w1"


def test_a_request_that_was_kept_aside_keeps_its_topic() -> None:
    first = CONNECTOR.split(knock(b'{"id": []}', {"X-Shopify-Topic": "orders/paid"}), "w1").parked[0]
    again = knock(json.dumps(order()).encode())
    (item,) = CONNECTOR.split(type(again)(again.method, {}, {}, again.body, again.store, NOW, topic=first.topic), "w1").items
    assert (item.topic, item.lane) == ("orders/paid", f"order:noor:{REF}")


@pytest.mark.parametrize(
    ("body", "topic", "error"),
    [
        (b"", "orders/create", "JSON"),
        (b"[]", "orders/create", "body"),
        (b"{}", "orders/create", "id: Field required"),
        (b"{}", "refunds/create", "order_id: Field required"),
        (b"{}", "orders/edited", "order_edit: Field required"),
        (b"7", "shop/redact", "body"),
    ],
)
def test_what_cannot_be_taken_apart_is_kept_aside(body: bytes, topic: str, error: str) -> None:
    taken = CONNECTOR.split(knock(body, signed(body, topic)), "w1")
    assert not taken.items
    assert error in taken.parked[0].error
