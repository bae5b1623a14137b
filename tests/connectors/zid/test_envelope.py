from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.connectors.zid.envelope import named, order_in, read, ref_of, topic_of
from bot.connectors.zid.payloads import Order, Product, ShippingMethod
from bot.errors import Unreadable
from tests.connectors.knocking import knock
from tests.connectors.zid.bodies import ORDER, body

FOUND = {"id": 7, "order_status": {"code": "new"}}


@pytest.mark.parametrize(("event", "topic"), [("order.create", "order.create"), (" Order.Create ", "order.create"), ("", ""), ("x" * 500, "x" * 100)])
def test_the_topic_stands_in_the_address(event: str, topic: str) -> None:
    assert topic_of(knock(query={"event": event})) == topic


def test_a_topic_that_was_kept_counts_more() -> None:
    assert topic_of(replace(knock(query={"event": "order.create"}), topic="order.listed")) == "order.listed"


@pytest.mark.parametrize(
    ("document", "topic", "name"),
    [
        ({"event": "Order.Create"}, "", "order.create"),
        ({"event": "order.create"}, "product.update", "product.update"),
        ({"event": 7}, "", ""),
        ({}, "", ""),
    ],
)
def test_the_body_names_the_event_where_the_address_does_not(document: dict[str, object], topic: str, name: str) -> None:
    assert named(document, topic) == name


@pytest.mark.parametrize(
    "document", [FOUND, {"order": FOUND}, {"data": FOUND}, {"payload": FOUND}, {"data": {"order": FOUND}}, {"order": "7", "data": FOUND}]
)
def test_the_order_is_found_however_it_is_wrapped(document: dict[str, object]) -> None:
    assert order_in(document) == FOUND


@pytest.mark.parametrize("document", [{}, {"id": 7}, {"order": 7}, {"data": []}, {"data": {"id": 7}}])
def test_what_is_no_order_is_not_taken_for_one(document: dict[str, object]) -> None:
    assert order_in(document) is None


@pytest.mark.parametrize(
    ("order", "ref"), [({"id": 7}, "7"), ({"id": " 7 "}, "7"), ({"id": True}, None), ({"id": "a\tb"}, None), ({}, None), (None, None)]
)
def test_an_id_has_to_be_fit_for_a_lane(order: dict[str, object] | None, ref: str | None) -> None:
    assert ref_of(order) == ref


@pytest.mark.parametrize("content", [b"", b"[]", b"7", b"null"])
def test_what_is_no_object_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content)


def test_a_fixture_is_an_order_as_it_stands() -> None:
    assert ref_of(order_in(read(body("order_create")))) == ORDER


def test_every_part_of_an_order_may_be_absent() -> None:
    parts: dict[str, Any] = {name: [] for name in ("order_status", "customer", "consignee", "shipping", "payment", "products")}
    assert Order.model_validate({"id": 1, **parts}) == Order(id="1") == Order.model_validate(json.loads('{"id": "1"}'))


@pytest.mark.parametrize(
    ("name", "shown"),
    [("lamp", "lamp"), ({"ar": "مصباح", "en": "lamp"}, "مصباح"), ({"en": "lamp"}, "lamp"), ({"fr": "lampe"}, "lampe"), ({}, None), ([], None)],
)
def test_a_name_may_come_in_several_languages(name: object, shown: str | None) -> None:
    assert Product.model_validate({"name": name}).name == shown


@pytest.mark.parametrize(("courier", "shown"), [("SMSA", "SMSA"), ({"id": 1, "name": "SMSA"}, "SMSA"), ({"id": 1}, None), (None, None), ([], None)])
def test_a_courier_is_a_name_or_an_object(courier: object, shown: str | None) -> None:
    assert ShippingMethod.model_validate({"courier": courier}).courier == shown


def test_a_status_may_be_a_word_alone() -> None:
    status = Order.model_validate({"id": 1, "order_status": "new"}).order_status
    assert status is not None
    assert status.code == "new"
