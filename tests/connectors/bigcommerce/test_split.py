from __future__ import annotations

import pytest

from bot.connectors.bigcommerce import CONNECTOR
from bot.domain.clock import parse_instant
from tests.connectors.bigcommerce.shop import HOOKS, body, hook
from tests.connectors.knocking import NOW, knock


@pytest.mark.parametrize("name", HOOKS)
def test_every_event_waits_in_the_lane_of_its_order(name: str) -> None:
    (item,) = CONNECTOR.split(knock(body(name)), "d1").items
    assert (item.id, item.lane, item.body) == ("bigcommerce:noor:d1", "order:noor:250", body(name))


def test_its_time_is_that_of_the_event() -> None:
    assert CONNECTOR.split(knock(body("order_created")), "d1").items[0].at == parse_instant("2026-11-20T07:00:00Z")
    assert CONNECTOR.split(knock(hook("order_created", created_at="soon")), "d1").items[0].at == NOW


@pytest.mark.parametrize(
    ("scope", "data"),
    [
        ("store/channel/1/order/updated", {"order_id": 250}),
        ("store/order/transaction/created", {"type": "order_transaction", "id": 9, "order_id": 250}),
        ("store/order/transaction/updated", {"type": "order", "id": 250}),
        ("store/order/updated", {"id": "250"}),
        ("store/shipment/updated", {"type": "shipment", "id": 12, "orderId": "250"}),
    ],
)
def test_the_order_is_named_in_several_ways(scope: str, data: dict[str, object]) -> None:
    assert CONNECTOR.split(knock(hook("order_created", scope=scope, data=data)), "d1").items[0].lane == "order:noor:250"


@pytest.mark.parametrize(
    ("scope", "data"),
    [
        ("store/product/updated", {"type": "product", "id": 250}),
        ("store/shipment/updated", {"type": "shipment", "id": 250}),
        ("store/order/transaction/created", {"type": "order_transaction", "id": 250}),
        ("store/order/updated", {"type": "order", "id": True}),
        ("store/order/updated", []),
    ],
)
def test_what_names_no_order_has_a_lane_of_its_own(scope: str, data: object) -> None:
    assert CONNECTOR.split(knock(hook("order_created", scope=scope, data=data)), "d1").items[0].lane == "event:bigcommerce:noor:d1"


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b"{}", b'{"scope": " "}'])
def test_what_is_no_event_is_kept_aside(content: bytes) -> None:
    taken = CONNECTOR.split(knock(content), "d1")
    assert not taken.items
    assert taken.parked[0].body == content
