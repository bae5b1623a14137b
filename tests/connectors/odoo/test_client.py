from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from bot.connectors.base import Call, Ignored
from bot.connectors.odoo import CONNECTOR
from bot.connectors.odoo.options import OdooOptions
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import InvoiceEvent, OrderEvent
from bot.errors import FetchFailed, Unreadable
from tests.connectors.answering import Far, answer
from tests.connectors.knocking import NOOR, NOW, delivery
from tests.connectors.odoo.records import ACCESS, Odoo, body, changed, completed

PARTNERS = {
    9: {"name": "سارة العتيبي", "phone": "0501234567", "email": False, "lang": "ar_001", "country_code": "SA", "is_company": False},
    8: {"name": "Dar", "phone": False, "email": False, "lang": "en_US", "country_code": "SA", "is_company": True},
}
ORDER = {
    "name": "S00042",
    "state": "sale",
    "date_order": "2026-11-20 08:00:00",
    "amount_total": 184.0,
    "currency_id": [152, "SAR"],
    "partner_id": [9, "سارة العتيبي"],
    "partner_shipping_id": [9, "سارة العتيبي"],
    "order_line": [1],
    "write_date": "2026-11-20 08:00:05",
    "amount_undiscounted": 200.0,
}
LINES = {1: {"name": "Lamp", "product_id": [5, "Lamp"], "product_uom_qty": 2.0, "price_unit": 92.0, "display_type": False}}
INVOICE = {**json.loads(body("invoice_posted")), "partner_id": [9, "Sara"], "commercial_partner_id": [8, "Dar"], "l10n_sa_edi_state": "to_send"}


def odoo() -> Odoo:
    return Odoo({"sale.order": {42: ORDER}, "sale.order.line": LINES, "res.partner": PARTNERS, "account.move": {318: INVOICE}})


@pytest.mark.parametrize("api", ["jsonrpc", "json2"])
async def test_an_order_is_told_with_its_buyer_and_its_lines(api: str) -> None:
    found = CONNECTOR.parse(await completed(odoo(), body("sales_order_confirmed"), api=api))
    assert isinstance(found, tuple)
    event = found[0]
    assert isinstance(event, OrderEvent)
    assert (event.total, event.lines) == (Money(18_400, "SAR"), (Line("Lamp", 2, Money(9_200, "SAR")),))
    assert event.buyer is not None
    assert (event.buyer.phone, event.buyer.language) == ("+966501234567", "ar")


async def test_the_company_behind_the_buyer_is_read_with_an_invoice() -> None:
    found = CONNECTOR.parse(await completed(odoo(), body("invoice_waiting")))
    assert isinstance(found, tuple)
    assert isinstance(found[0], InvoiceEvent)
    assert found[0].held == "ZATCA has not cleared it yet, and the buyer is a business"


async def test_a_verdict_of_zatca_leads_to_its_invoice() -> None:
    verdict = {"_model": "l10n_sa_edi.document", "_id": 5, "res_model": "account.move", "res_id": 318, "state": "accepted"}
    found = CONNECTOR.parse(await completed(odoo(), json.dumps(verdict).encode()))
    assert isinstance(found, tuple)
    assert (found[0].order_ref, getattr(found[0], "number", None)) == ("S00042", "INV/2026/00042")


@pytest.mark.parametrize("fields", [{"res_model": "pos.order", "res_id": 318}, {"res_model": "account.move", "res_id": False}])
async def test_a_verdict_on_something_else_is_ignored(fields: dict[str, object]) -> None:
    there, content = odoo(), json.dumps({"_model": "l10n_sa_edi.document", "_id": 5, **fields}).encode()
    assert isinstance(CONNECTOR.parse(await completed(there, content)), Ignored)
    assert there.asked == []


async def test_json_rpc_logs_in_once_and_names_database_user_and_key() -> None:
    there = odoo()
    await completed(there, body("sales_order_confirmed"))
    assert {url for url, _, _ in there.asked} == {"https://noor.odoo.com/jsonrpc"}
    services = [question["params"]["service"] for _, question, _ in there.asked if isinstance(question, dict)]
    assert services == ["common", *["object"] * 6]
    first = there.asked[0][1]
    assert isinstance(first, dict)
    assert first["params"]["args"] == ["noor", "wasla@noor.example", "k3y"]


async def test_json_2_carries_the_key_in_a_header() -> None:
    there = odoo()
    await completed(there, body("sales_order_confirmed"), api="json2", user=None)
    url, question, headers = there.asked[1]
    assert (url, headers["Authorization"], headers["X-Odoo-Database"]) == ("https://noor.odoo.com/json/2/sale.order/read", "bearer k3y", "noor")
    assert isinstance(question, dict)
    assert question["ids"] == [42]


async def test_only_fields_that_this_odoo_knows_are_asked_for() -> None:
    there = odoo()
    await completed(there, body("sales_order_confirmed"), api="json2")
    asked = [question["fields"] for _, question, _ in there.asked if isinstance(question, dict) and "fields" in question]
    assert all("mobile" not in fields for fields in asked)
    assert "amount_undiscounted" not in asked[0]


async def test_without_a_key_nothing_is_asked() -> None:
    there = odoo()
    found = await completed(there, body("sales_order_confirmed"), key=None)
    assert (found.body, there.asked) == (body("sales_order_confirmed"), [])


@pytest.mark.parametrize("content", [changed("sales_order_confirmed", _model="res.partner"), changed("sales_order_confirmed", _id="x", id="x")])
async def test_what_can_not_be_read_again_is_left_as_it_is(content: bytes) -> None:
    there = odoo()
    assert ((await completed(there, content)).body, there.asked) == (content, [])


async def test_a_record_that_is_gone_is_left_as_it_was_told() -> None:
    content = changed("sales_order_confirmed", _id=43)
    assert (await completed(odoo(), content)).body == content


async def test_a_transfer_needs_nobody_beside_it() -> None:
    there = Odoo({"stock.picking": {77: {"state": "done", "origin": "S00099", "carrier_tracking_ref": "1"}}})
    found = CONNECTOR.parse(await completed(there, body("transfer_done")))
    assert isinstance(found, tuple)
    assert found[0].order_ref == "S00099"


@pytest.mark.parametrize("user_id", [False, None, True, "7"])
async def test_a_login_that_fails_says_where_to_look(user_id: object) -> None:
    there = odoo()
    there.user_id = user_id
    with pytest.raises(FetchFailed, match="db, user and key") as error:
        await completed(there, body("sales_order_confirmed"))
    assert not error.value.again


async def test_odoos_own_refusal_is_told() -> None:
    there = odoo()
    there.error = {"code": 200, "message": "Odoo Server Error", "data": {"name": "odoo.exceptions.AccessError", "message": "You may not read it"}}
    with pytest.raises(FetchFailed, match="You may not read it"):
        await completed(there, body("sales_order_confirmed"))


async def test_an_answer_without_records_is_a_failure() -> None:
    far = Far((answer({"name": {}}), answer({"records": []})))
    assert CONNECTOR.complete is not None
    call = Call(far, NOOR, OdooOptions.model_validate({**ACCESS, "api": "json2"}), (), NOW)
    with pytest.raises(FetchFailed, match=r"sale\.order without a list"):
        await CONNECTOR.complete(call, delivery(body("sales_order_confirmed")))


@pytest.mark.parametrize("document", [[], "no", {"error": {}}, {"error": "busy"}])
async def test_an_answer_that_is_no_json_rpc_is_a_failure(document: object) -> None:
    assert CONNECTOR.complete is not None
    call = Call(Far((answer(document),)), NOOR, OdooOptions.model_validate(ACCESS), (), NOW)
    with pytest.raises(FetchFailed, match="refused"):
        await CONNECTOR.complete(call, delivery(body("sales_order_confirmed")))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"_model": "sale.order"}'])
async def test_what_is_no_record_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        await completed(odoo(), content)


@pytest.mark.parametrize("missing", ["url", "db", "user"])
def test_a_key_needs_all_that_goes_with_it(missing: str) -> None:
    with pytest.raises(ValidationError, match="key together with url, db"):
        OdooOptions.model_validate({name: value for name, value in ACCESS.items() if name != missing})


@pytest.mark.parametrize("url", ["noor.odoo.com", "https://", "https://a b", "ftp://noor.odoo.com", "https://noor.odoo.com/?db=a"])
def test_an_address_is_a_whole_one(url: str) -> None:
    with pytest.raises(ValidationError):
        OdooOptions.model_validate({"url": url})


def test_the_address_alone_is_enough_for_links() -> None:
    assert OdooOptions.model_validate({"url": "https://noor.odoo.com/"}).site == "https://noor.odoo.com"
