"""Whatever comes, it is split without an error, and read, ignored or unreadable."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.base import Ignored
from bot.connectors.shopify import CONNECTOR
from bot.connectors.shopify.mapping import ORDERS, REASONS
from bot.errors import Unreadable
from tests.connectors.knocking import delivery, knock
from tests.connectors.shopify.shop import fulfillment, order, refund, step

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
PARTS = ("fulfillments/create", "fulfillment_events/create", "refunds/create", "fulfillment_orders/placed_on_hold", "orders/edited", "")
TOPICS = st.sampled_from([*ORDERS, *REASONS, *PARTS])
WHOLE = {
    "orders/updated": order(fulfillments=[fulfillment()], refunds=[refund()]),
    "fulfillments/update": fulfillment(),
    "fulfillment_events/create": step("in_transit", fulfillment=fulfillment()),
    "refunds/create": refund(),
}


def holds(document: object, topic: str) -> None:
    body = json.dumps(document).encode()
    taken = CONNECTOR.split(knock(body, {"X-Shopify-Topic": topic}), "w1")
    assert len(taken.items) + len(taken.parked) == 1
    try:
        found = CONNECTOR.parse(delivery(body, topic))
    except Unreadable:
        return
    assert isinstance(found, Ignored) or found


@given(JSON, TOPICS)
def test_any_json_is_borne(document: object, topic: str) -> None:
    holds(document, topic)


@pytest.mark.parametrize("topic", sorted(WHOLE))
@given(data=st.data())
def test_any_change_of_one_field_is_borne(topic: str, data: st.DataObject) -> None:
    holds(changed(WHOLE[topic], data), topic)


@given(st.binary(max_size=60), TOPICS)
def test_any_bytes_are_borne(body: bytes, topic: str) -> None:
    taken = CONNECTOR.split(knock(body, {"X-Shopify-Topic": topic}), "w1")
    assert len(taken.items) + len(taken.parked) == 1


def changed(document: Mapping[str, object], data: st.DataObject) -> dict[str, object]:
    """Return a document with one value somewhere in it replaced by anything."""
    key = data.draw(st.sampled_from(sorted(document)))
    value = document[key]
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        return {**document, key: changed(value, data)}
    if isinstance(value, list) and value and isinstance(value[0], dict) and data.draw(st.booleans()):
        return {**document, key: [changed(value[0], data), *value[1:]]}
    return {**document, key: data.draw(JSON)}
