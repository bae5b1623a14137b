from __future__ import annotations

import json
from typing import Any

import pytest

from bot.connectors.salla.envelope import Event, read
from bot.connectors.salla.payloads import Envelope, Invoice, Item, Order, Parcel
from bot.errors import Unreadable
from tests.connectors.salla.bodies import body


def event(name: str, **data: object) -> Event:
    return read(json.dumps({"event": name, "merchant": 42, "data": data}).encode())


def test_an_envelope_is_read() -> None:
    found = read(body("order_created"))
    assert (found.name, found.merchant, found.created_at) == ("order.created", "1305146709", "Fri Nov 20 2026 12:21:48 GMT+0300")


def test_the_order_of_a_status_update_stands_inside() -> None:
    found = read(body("order_status_updated"))
    assert found.inner["reference_id"] == 204817365
    assert (found.data["id"], found.order) == (1298199463, "1877654321")


@pytest.mark.parametrize(
    ("name", "data", "order"),
    [
        ("order.created", {"id": 7}, "7"),
        ("order.created", {"id": " 7 "}, "7"),
        ("order.shipment.created", {"id": 1, "order_id": 7}, "7"),
        ("order.status.updated", {"id": 1, "order": {"id": 7}}, "7"),
        ("shipment.updated", {"id": 1, "order_id": 7}, "7"),
        ("invoice.created", {"id": 1, "order_id": "7"}, "7"),
        ("product.updated", {"id": 7}, None),
        ("order.created", {"id": ""}, None),
        ("order.created", {"id": "a\nb"}, None),
        ("order.created", {"id": "x" * 201}, None),
        ("order.created", {"id": {}}, None),
        ("order.created", {}, None),
    ],
)
def test_the_order_is_found_where_each_event_keeps_it(name: str, data: dict[str, object], order: str | None) -> None:
    assert event(name, **data).order == order


@pytest.mark.parametrize("content", [b"", b"7", b"{}", b'{"event": null}', b'{"event": {}}'])
def test_what_names_no_event_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content)


@pytest.mark.parametrize("data", ["null", "[]", '"text"', "7"])
def test_data_that_is_no_object_is_none(data: str) -> None:
    assert read(f'{{"event": "order.created", "data": {data}}}'.encode()).data == {}


def test_every_part_of_an_order_may_be_absent() -> None:
    assert Order.model_validate({"id": 1}) == Order(id="1")
    parts: dict[str, Any] = {name: [] for name in ("status", "customer", "shipping", "amounts", "urls", "payment_actions", "receiver", "total")}
    assert Order.model_validate({"id": 1, "items": {}, "shipments": None, **parts}) == Order(id="1")


@pytest.mark.parametrize("total", [None, "", [], {}, {"amount": ""}, {"amount": None}, {"amount": True}, {"amount": [1]}, True])
def test_a_sum_without_an_amount_is_none(total: object) -> None:
    assert Order.model_validate({"id": 1, "total": total}).total is None


@pytest.mark.parametrize("quantity", [0, "0", "many", None, -3])
def test_a_quantity_may_be_odd(quantity: object) -> None:
    item = Item.model_validate({"name": "lamp", "quantity": quantity})
    assert item.quantity is None or item.quantity <= 0


@pytest.mark.parametrize(
    ("numbers", "number"),
    [
        ({"tracking_number": "T", "shipping_number": "S"}, "T"),
        ({"tracking_number": "0", "shipping_number": 29001}, "29001"),
        ({"tracking_number": "", "shipping_number": None}, None),
        ({}, None),
    ],
)
def test_a_parcel_is_tracked_by_what_is_there(numbers: dict[str, object], number: str | None) -> None:
    assert Parcel.model_validate(numbers).number == number


def test_ids_are_never_computed_with() -> None:
    long = 2**63 + 1
    assert Invoice.model_validate({"id": long, "order_id": str(long)}).id == str(long)
    assert Envelope.model_validate({"event": "a", "merchant": long}).merchant == str(long)
