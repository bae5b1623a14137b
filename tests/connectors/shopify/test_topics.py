from __future__ import annotations

import pytest

from bot.connectors.base import Ignored
from bot.connectors.shopify import CONNECTOR
from bot.connectors.shopify.mapping import REASONS
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.store_event import OrderEvent, RefundEvent, ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOW, delivery
from tests.connectors.shopify.shop import REF, ignored, parsed, recorded, refund

MOVED = {"kind": "refund", "status": "success", "amount": "4.500", "currency": "KWD"}


def test_money_that_went_back_is_a_refund() -> None:
    assert parsed(refund(), "refunds/create") == (
        RefundEvent("noor", REF, parse_instant("2026-11-25T12:00:02+03:00"), "909000111", Money(4_500, "KWD")),
    )


def test_a_recorded_refund_is_read() -> None:
    (event,) = parsed(recorded("admin_refund_enveloped.json", "refund"), "refunds/create")
    assert event == RefundEvent("noor", "450789469", parse_instant("2016-06-20T13:35:06-04:00"), "509562969", Money(20_900, "USD"))


def test_several_movements_of_one_refund_are_added_up() -> None:
    (event,) = parsed(refund(transactions=[MOVED, {**MOVED, "amount": "1.250"}]), "refunds/create")
    assert isinstance(event, RefundEvent)
    assert event.amount == Money(5_750, "KWD")


def test_two_currencies_make_no_sum() -> None:
    (event,) = parsed(refund(transactions=[MOVED, {**MOVED, "currency": "SAR"}]), "refunds/create")
    assert isinstance(event, RefundEvent)
    assert event.amount is None


@pytest.mark.parametrize("change", [{"status": "pending"}, {"status": "failure"}, {"status": "error"}, {"kind": "void"}, {"test": True}])
def test_money_that_has_not_moved_is_not_promised(change: dict[str, object]) -> None:
    assert "no money of this refund has moved" in ignored(refund(transactions=[{**MOVED, **change}]), "refunds/create")


def test_goods_that_came_back_are_no_refund() -> None:
    assert "no money of this refund has moved" in ignored(refund(transactions=[]), "refunds/create")


def test_a_refund_without_an_order_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="order_id"):
        parsed(refund(order_id=None), "refunds/create")


def test_what_is_ready_to_be_collected_is_told_when_its_order_is_known() -> None:
    topic, body = "fulfillment_orders/line_items_prepared_for_pickup", recorded("fulfillment_orders_line_items_prepared_for_pickup.json")
    assert "which order" in ignored(body, topic)
    assert parsed({**body, "order_id": int(REF)}, topic) == (ShipmentEvent("noor", REF, NOW, "available_for_pickup"),)


@pytest.mark.parametrize(("topic", "held"), [("fulfillment_orders/placed_on_hold", True), ("fulfillment_orders/hold_released", False)])
def test_a_hold_is_told_when_its_order_is_known(topic: str, held: bool) -> None:  # noqa: FBT001
    body = recorded("fulfillment_orders_placed_on_hold.json")
    assert "which order" in ignored(body, topic)
    assert parsed({**body, "order_id": REF}, topic) == (OrderEvent("noor", REF, NOW, held=held),)


@pytest.mark.parametrize("name", ["orders_edited.json", "real_anonymised_order_edit.json"])
def test_an_edit_alone_says_too_little(name: str) -> None:
    assert "orders/updated" in ignored(recorded(name), "orders/edited")


@pytest.mark.parametrize(
    ("topic", "word", "alert"),
    [
        ("customers/data_request", "privacy request", "privacy"),
        ("customers/redact", "erased within 30 days", "privacy"),
        ("shop/redact", "privacy request", "privacy"),
        ("app/uninstalled", "no more events", "connector"),
        ("orders/delete", "deleted", None),
    ],
)
def test_what_is_for_people_says_what_is_asked(topic: str, word: str, alert: str | None) -> None:
    found = CONNECTOR.parse(delivery(b'{"shop_domain": "noor.myshopify.com"}', topic))
    assert isinstance(found, Ignored)
    assert found.alert == alert
    assert word in found.reason
    assert topic in REASONS


@pytest.mark.parametrize("topic", ["", "products/update", "draft_orders/create", "fulfillment_events/delete", "returns/approve"])
def test_other_topics_are_ignored_by_name(topic: str) -> None:
    assert ignored({}, topic) == f"the topic {topic!r} is none of ours"
