"""Whatever a system sends: it is taken apart without an error, and what is read of it is fit for the database and for customers."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.connectors.base import Ignored
from bot.connectors.registry import CONNECTORS
from bot.db.codec import Codec
from bot.domain.details import blank_order
from bot.domain.inbox import InboxItem, Parked
from bot.domain.merge import merge
from bot.domain.milestones import news
from bot.domain.names import called
from bot.domain.order import Order
from bot.errors import Unreadable
from tests.connectors.knocking import delivery, knock
from tests.connectors.mutations import VALUES, mutated

if TYPE_CHECKING:
    from bot.connectors.base import Connector, Split
    from bot.domain.store_event import StoreEvent

HERE = Path(__file__).parent
NAMES = sorted(CONNECTORS)
FIXTURES = {name: sorted((HERE / name / "fixtures").glob("*.json")) for name in NAMES}
# An empty list has no value that could be another.
CHANGEABLE = {name: [path for path in paths if json.loads(path.read_bytes())] for name, paths in FIXTURES.items()}
# What says what a body is about, where the body itself does not.
TOPICS = {
    "shopify": ("orders/create", "orders/updated", "orders/paid", "fulfillments/update", "fulfillment_events/create", "refunds/create"),
    "woocommerce": ("order.created", "order.updated", "order.deleted"),
    "zid": ("order.create", "order.status.update", "order.payment_status.update"),
    "odoo": ("sale.order", "account.move", "stock.picking"),
}
BORNE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def taken(name: str, body: bytes, topic: str) -> Split:
    headers = {"X-Shopify-Topic": topic, "X-WC-Webhook-Topic": topic}
    return CONNECTORS[name].split(knock(body, headers, query={"event": topic, "model": topic}), "d1")


def topics(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*TOPICS.get(name, ()), ""])


def read(connector: Connector[Any], item: InboxItem) -> tuple[StoreEvent, ...]:
    try:
        found = connector.parse(delivery(item.body, item.topic, at=item.at))
    except Unreadable:
        return ()
    return () if isinstance(found, Ignored) else found


def holds(name: str, body: bytes, topic: str) -> None:
    parts = taken(name, body, topic)
    stored: list[InboxItem | Parked] = [*parts.items, *parts.parked]
    keys = [one.id for one in stored]
    assert len(set(keys)) == len(keys)
    assert all(key.startswith(f"{name}:noor:") and len(key) < 300 for key in keys)
    assert bson.encode({"parts": [{field.name: getattr(one, field.name) for field in fields(one)} for one in stored]})
    for item in parts.items:
        keepable(read(CONNECTORS[name], item))


def keepable(events: tuple[StoreEvent, ...]) -> None:
    """Check that what is told makes an order that the database holds."""
    order = replace(blank_order("noor:1", "noor"), customer_id="cu:1")
    for event in events:
        assert event.store_id == "noor"
        assert all(name.isprintable() for name in called(event))
        order = merge(order, event)
    assert bson.encode(Codec(Order).to_doc(order))
    assert all(subject.isprintable() for _, subject, _ in news(order))


@pytest.mark.parametrize("name", NAMES)
@BORNE
@given(st.data())
def test_one_wrong_value_anywhere_costs_nothing_but_its_event(name: str, data: st.DataObject) -> None:
    holds(name, data.draw(mutated(CHANGEABLE[name])), data.draw(topics(name)))


@pytest.mark.parametrize("name", NAMES)
@BORNE
@given(st.data())
def test_any_bytes_are_taken_apart_or_parked(name: str, data: st.DataObject) -> None:
    body = data.draw(st.binary(max_size=80) | st.text(alphabet='{}[]":,1aé\\ud', max_size=40).map(lambda text: text.encode()))
    holds(name, body, data.draw(topics(name)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("depth", [50, 5_000, 200_000])
def test_no_depth_of_nesting_is_too_much(name: str, depth: int) -> None:
    for opening, closing in (("[", "]"), ('{"data":', "}"), ('{"a":[', "]}")):
        holds(name, f"{opening * depth}1{closing * depth}".encode(), "")


@pytest.mark.parametrize("name", NAMES)
def test_every_fixture_is_read_the_same_way_each_time(name: str) -> None:
    for path in FIXTURES[name]:
        for topic in (*TOPICS.get(name, ()), ""):
            once, again = (taken(name, path.read_bytes(), topic) for _ in range(2))
            assert once == again
            assert [read(CONNECTORS[name], item) for item in once.items] == [read(CONNECTORS[name], item) for item in again.items]


@pytest.mark.parametrize("name", NAMES)
@BORNE
@given(document=VALUES)
def test_what_is_no_object_says_nothing_to_a_customer(name: str, document: object) -> None:
    connector = CONNECTORS[name]
    item = InboxItem("i", "event", "l", 0, 0, f"{name}/noor", str(document).encode("utf-8", "replace"))
    assert read(connector, item) == ()
