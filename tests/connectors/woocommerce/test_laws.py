"""Whatever comes, it is split without an error, and read, ignored or unreadable."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.base import Ignored
from bot.connectors.woocommerce import CONNECTOR
from bot.connectors.woocommerce.mapping import ORDERS
from bot.errors import Unreadable
from tests.connectors.knocking import delivery, knock
from tests.connectors.woocommerce.shop import order

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
TOPICS = st.sampled_from([*ORDERS, "order.deleted", "product.updated", ""])
WHOLE = order(refunds=[{"id": 1, "total": "-3.00"}])


def holds(document: object, topic: str) -> None:
    body = json.dumps(document).encode()
    taken = CONNECTOR.split(knock(body, {"X-WC-Webhook-Topic": topic}), "d1")
    assert len(taken.items) + len(taken.parked) == 1
    try:
        found = CONNECTOR.parse(delivery(body, topic))
    except Unreadable:
        return
    assert isinstance(found, Ignored) or found


@given(JSON, TOPICS)
def test_any_json_is_borne(document: object, topic: str) -> None:
    holds(document, topic)


@given(st.data())
def test_any_change_of_one_field_is_borne(data: st.DataObject) -> None:
    holds(changed(WHOLE, data), "order.updated")


@given(st.binary(max_size=60), TOPICS)
def test_any_bytes_are_borne(body: bytes, topic: str) -> None:
    taken = CONNECTOR.split(knock(body, {"X-WC-Webhook-Topic": topic}), "d1")
    assert len(taken.items) + len(taken.parked) == 1
    assert CONNECTOR.greet(knock(body), []) is None or body.startswith(b"webhook_id=")


def changed(document: Mapping[str, object], data: st.DataObject) -> dict[str, object]:
    """Return a document with one value somewhere in it replaced by anything."""
    key = data.draw(st.sampled_from(sorted(document)))
    value = document[key]
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        return {**document, key: changed(value, data)}
    if isinstance(value, list) and value and isinstance(value[0], dict) and data.draw(st.booleans()):
        return {**document, key: [changed(value[0], data), *value[1:]]}
    return {**document, key: data.draw(JSON)}
