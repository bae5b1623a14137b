from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given

from bot.connectors import odoo
from bot.connectors.odoo import CONNECTOR
from bot.domain.clock import parse_instant
from bot.errors import Unreadable
from tests.connectors.knocking import NOW, delivery, knock
from tests.connectors.mutations import VALUES, mutated
from tests.connectors.odoo.records import RECORDS, SECRET, body, changed
from tests.connectors.telling import begins, through_the_door, told

README = (Path(odoo.__file__).parent / "README.md").read_text(encoding="utf-8")
MODELS = ("account.move", "stock.picking", "sale.order")


def verify(content: bytes) -> str:
    return CONNECTOR.verify(knock(content, token=SECRET), [SECRET])


@pytest.mark.parametrize("name", ["invoice_posted", "credit_note_paid", "transfer_done", "sales_order_confirmed"])
def test_every_record_waits_in_the_lane_of_its_order(name: str) -> None:
    (item,) = CONNECTOR.split(knock(body(name)), "d1").items
    assert (item.id, item.lane, item.source) == ("odoo:noor:d1", "order:noor:S00042", "odoo/noor")


def test_its_time_is_that_of_the_last_change_in_utc() -> None:
    assert CONNECTOR.split(knock(body("invoice_posted")), "d1").items[0].at == parse_instant("2026-11-20T09:21:48Z")
    assert CONNECTOR.split(knock(changed("invoice_posted", write_date=False)), "d1").items[0].at == NOW


def test_a_record_of_no_order_has_a_lane_of_its_own() -> None:
    assert CONNECTOR.split(knock(changed("invoice_posted", _model="res.partner")), "d1").items[0].lane == "event:odoo:noor:d1"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"_model": "account.move"}', b'{"_model": 1, "_id": 1}', b'{"_id": 1}'])
def test_what_is_no_record_is_kept_aside(content: bytes) -> None:
    assert len(CONNECTOR.split(knock(content), "d1").parked) == 1
    assert len(verify(content)) == 64


def test_a_delivery_is_known_by_its_record_and_its_content() -> None:
    assert verify(body("invoice_posted")).startswith("account.move:318:")
    assert verify(body("invoice_posted")) == verify(body("invoice_posted"))


def test_two_changes_within_one_second_are_two_deliveries() -> None:
    assert verify(body("invoice_posted")) != verify(changed("invoice_posted", payment_state="paid"))


def test_the_customer_hears_of_each_step_once() -> None:
    life = [
        body(name) for name in ("sales_order_confirmed", "invoice_waiting", "invoice_posted", "invoice_paid", "transfer_done", "credit_note_paid")
    ]
    found = told(CONNECTOR, [(content, "") for content in (*life, *life)])
    assert found.heard == ("confirmed", "invoice", "payment_received", "shipped", "credit_note", "refunded")
    assert [invoice.held for invoice in found.order.invoices] == [None, None]


def test_an_invoice_that_waits_says_nothing_until_it_is_cleared() -> None:
    assert told(CONNECTOR, [(body("invoice_waiting"), "")]).heard == ()
    assert told(CONNECTOR, [(body("invoice_waiting"), ""), (body("invoice_posted"), "")]).heard == ("invoice",)


def test_an_order_begins_with_its_number_its_day_and_its_total() -> None:
    assert begins(CONNECTOR, changed("sales_order_confirmed", currency_id=[152, "SAR"]))
    assert not begins(CONNECTOR, body("sales_order_confirmed"))


def test_what_comes_through_the_door_is_what_was_sent() -> None:
    item, events = through_the_door(CONNECTOR, body("transfer_done"), [SECRET], {}, token=SECRET)
    assert (item.startswith("odoo:noor:stock.picking:77:"), events[0].order_ref) == (True, "S00042")


@given(mutated(RECORDS))
def test_one_value_gone_wrong_is_unreadable_at_worst(content: bytes) -> None:
    taken = CONNECTOR.split(knock(content), "d1")
    assert len(taken.items) + len(taken.parked) == 1
    with contextlib.suppress(Unreadable):
        CONNECTOR.parse(delivery(content))


@given(VALUES)
def test_any_value_is_unreadable_at_worst(value: object) -> None:
    sales = json.dumps({**json.loads(body("sales_order_confirmed")), "_partners": value, "_lines": value}).encode()
    lines = json.dumps({**json.loads(body("sales_order_confirmed")), "currency_id": [1, "SAR"], "_partners": [value], "_lines": [value]}).encode()
    for content in (json.dumps(value).encode(), *(json.dumps({"_model": model, "_id": 1, "name": value}).encode() for model in MODELS), sales, lines):
        CONNECTOR.split(knock(content), "d1")
        with contextlib.suppress(Unreadable):
            CONNECTOR.parse(delivery(content))


@pytest.mark.parametrize("option", CONNECTOR.options.model_fields)
def test_the_manual_names_every_option(option: str) -> None:
    assert f"`{option}`" in README


@pytest.mark.parametrize("model", MODELS)
def test_the_manual_names_every_model(model: str) -> None:
    assert f"(`{model}`)" in README
