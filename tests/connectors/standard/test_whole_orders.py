from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.connectors.base import Ignored
from bot.connectors.standard import CONNECTOR
from bot.connectors.standard.envelope import from_headers, read
from bot.connectors.standard.payloads import CustomerData, InvoiceDetails, OrderData, OrderFields, ParcelData
from bot.connectors.standard.strict import order_problems
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import Buyer, InvoiceEvent, OrderEvent, RefundEvent, ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOOR, delivery, event, events, knock

if TYPE_CHECKING:
    from bot.connectors.reading import Payload

WHOLE = (Path(__file__).parent / "fixtures" / "order_whole.json").read_bytes()
AT = parse_instant("2026-11-20T09:30:00Z")
PLACED = {"id": "1", "number": "NH-1", "placed_at": "2026-11-20T09:00:00Z", "total": 10}


def body(event_type: str, **data: object) -> bytes:
    return json.dumps({"type": event_type, "timestamp": "2026-11-20T09:30:00Z", "data": data}).encode()


def order(**data: object) -> OrderEvent:
    found = events(CONNECTOR, body("order.updated", **{**PLACED, **data}))[0]
    assert isinstance(found, OrderEvent)
    return found


def test_everything_that_an_order_says_of_itself_is_read() -> None:
    assert events(CONNECTOR, WHOLE)[0] == OrderEvent(
        "noor",
        "5001",
        AT,
        "received",
        "paid",
        number="NH-1042",
        placed_at=parse_instant("2026-11-20T09:29:00Z"),
        total=Money(19_900, "SAR"),
        lines=(Line("Lamp", 2, Money(8_950, "SAR"), "L-1"), Line("Delivery", 1, Money(2_000, "SAR"))),
        buyer=Buyer("+966501234567", "Sara", "sara@shop.example", "ar", "SA", consent=True, marketing=False),
        cash_on_delivery=False,
        payment_url="https://shop.example/pay/5001",
        status_url="https://shop.example/orders/5001",
        held=False,
    )


def test_its_parcels_invoices_and_refunds_are_events_of_their_own() -> None:
    _, parcel, invoice, refund = events(CONNECTOR, WHOLE)
    lamp = (Line("Lamp", 1, Money(0, "SAR")),)
    assert parcel == ShipmentEvent("noor", "5001", AT - 600_000, "in_transit", "T1", "Aramex", lines=lamp)
    assert invoice == InvoiceEvent("noor", "5001", AT - 1_200_000, "INV-1", total=Money(19_900, "SAR"), pdf_url="https://shop.example/1.pdf")
    assert refund == RefundEvent("noor", "5001", AT, "R-1", Money(2_000, "SAR"))


def test_amounts_are_in_the_orders_currency_with_its_decimals() -> None:
    found = events(CONNECTOR, body("order.updated", **PLACED, currency="kwd", refunds=[{"id": "R", "amount": "1.5"}]))
    assert [getattr(one, "total", None) or getattr(one, "amount", None) for one in found] == [Money(10_000, "KWD"), Money(1_500, "KWD")]


def test_without_a_currency_it_is_the_stores() -> None:
    assert order().total == Money(1_000, NOOR.currency)


@pytest.mark.parametrize(("names", "ref"), [({"id": 7, "order": "A"}, "7"), ({"order": "A", "number": "B"}, "A"), ({"number": "B"}, "B")])
def test_an_order_is_called_by_its_id_where_that_is_given(names: dict[str, object], ref: str) -> None:
    found = event(CONNECTOR, body("order.paid", **names))
    assert found.order_ref == ref


def test_a_detail_alone_is_news_too() -> None:
    assert event(CONNECTOR, body("order.updated", id="1", held=True)) == OrderEvent("noor", "1", AT, held=True)


def test_a_number_alone_is_none() -> None:
    assert isinstance(CONNECTOR.parse(delivery(body("order.updated", id="1", number="NH-1"))), Ignored)


def test_lists_may_be_null_and_no_lines_is_a_word_of_its_own() -> None:
    found = order(shipments=None, invoices=None, refunds=None, lines=[])
    assert found.lines == ()


@pytest.mark.parametrize("model", [CustomerData, ParcelData, InvoiceDetails, OrderFields])
def test_null_is_the_same_as_absent(model: type[Payload]) -> None:
    optional = [name for name, field in model.model_fields.items() if field.default is None or field.default == ()]
    assert optional
    assert model.model_validate(dict.fromkeys(optional)) == model.model_validate({})


def test_a_phone_number_that_can_not_be_read_is_left_out() -> None:
    assert order(customer={"phone": "call me", "name": "Sara"}).buyer == Buyer(None, "Sara")


def test_a_phone_number_in_national_form_is_of_the_customers_country() -> None:
    buyer = order(customer={"phone": "01001234567", "country": "EG"}).buyer
    assert buyer is not None
    assert buyer.phone == "+201001234567"


def test_an_invoice_is_read() -> None:
    found = event(CONNECTOR, body("invoice.issued", order="1", number="CN-1", kind="credit_note", total=5, currency="KWD", held="not cleared yet"))
    assert found == InvoiceEvent("noor", "1", AT, "CN-1", "credit_note", Money(5_000, "KWD"), held="not cleared yet")


def test_only_our_own_api_can_say_which_file_an_invoice_is() -> None:
    said = body("invoice.issued", order="1", number="INV-1", document_id="invoice:other:1")
    assert event(CONNECTOR, said) == InvoiceEvent("noor", "1", AT, "INV-1")
    assert event(CONNECTOR, said, "file:invoice:noor:1") == InvoiceEvent("noor", "1", AT, "INV-1", document_id="invoice:noor:1")


def test_a_refund_is_read() -> None:
    assert event(CONNECTOR, body("refund.created", order="1", id="R-1", amount="49.00")) == RefundEvent("noor", "1", AT, "R-1", Money(4_900, "SAR"))


def test_a_parcel_may_be_known_by_its_tracking_number_alone() -> None:
    said = body("shipment.in_transit", tracking_number="t 1")
    assert event(CONNECTOR, said) == ShipmentEvent("noor", None, AT, "in_transit", "t 1")


@pytest.mark.parametrize(
    ("event_type", "data", "field"),
    [
        ("order.updated", {**PLACED, "total": "a lot"}, "total"),
        ("order.updated", {**PLACED, "total": -1}, "total"),
        ("order.updated", {**PLACED, "total": 10**19}, "total"),
        ("order.updated", {**PLACED, "currency": "riyals"}, "currency"),
        ("order.updated", {**PLACED, "placed_at": "12"}, "placed_at"),
        ("order.updated", {**PLACED, "placed_at": "0001-01-01T00:00:00+14:00"}, "placed_at"),
        ("order.updated", {**PLACED, "lines": [{"title": "x", "quantity": -1}]}, "lines.0.quantity"),
        ("order.updated", {**PLACED, "customer": {"country": "Saudi"}}, "customer.country"),
        ("order.updated", {**PLACED, "customer": {"language": "!"}}, "customer.language"),
        ("order.updated", {**PLACED, "shipments": [{"eta": "soon"}]}, "shipments.0.eta"),
        ("order.updated", {"total": 1}, "order"),
        ("shipment.updated", {"status": "delivered"}, "order or tracking_number"),
        ("invoice.issued", {"order": "1"}, "number"),
        ("invoice.issued", {"order": "1", "number": "I", "pdf_url": "http://shop.example/1.pdf"}, "pdf_url"),
        ("invoice.issued", {"order": "1", "number": "I", "kind": "receipt"}, "kind"),
        ("refund.created", {"order": "1"}, "id"),
    ],
)
def test_a_wrong_field_is_named(event_type: str, data: dict[str, object], field: str) -> None:
    with pytest.raises(Unreadable, match=field):
        CONNECTOR.parse(delivery(body(event_type, **data)))


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({}, []),
        ({"status": "Processing", "payment": "unpaid", "shipments": [{"status": "shipped", "flags": ["customs"]}]}, []),
        ({"status": "teleported", "payment": "perhaps"}, ["status", "payment"]),
        ({"customer": {"phone": "12"}}, ["customer.phone"]),
        ({"shipments": [{}, {"status": "x", "flags": ["y"]}]}, ["shipments.1.status", "shipments.1.flags"]),
    ],
)
def test_a_door_that_answers_says_what_a_webhook_passes_over(data: dict[str, object], fields: list[str]) -> None:
    assert [field for field, _ in order_problems(OrderData.model_validate({**PLACED, **data}), NOOR)] == fields


def test_a_parcel_without_an_order_waits_in_the_lane_of_its_number() -> None:
    said = body("shipment.in_transit", tracking_number="t-1")
    assert CONNECTOR.split(knock(said), "1").items[0].lane == "parcel:noor:T1"


def test_a_whole_orders_lane_is_its_id() -> None:
    assert CONNECTOR.split(knock(WHOLE), "1").items[0].lane == "order:noor:5001"


def test_a_cloud_event_in_binary_mode_is_put_together_again() -> None:
    headers = {"Ce-SpecVersion": "1.0", "ce-id": "9", "ce-source": "/shop%20one", "ce-type": "com.x.order.paid", "ce-time": "2026-11-20T09:30:00Z"}
    document = from_headers(headers, {"order": "NH-1"})
    assert read(document).identity == "/shop one|9"
    assert event(CONNECTOR, json.dumps(document).encode()) == OrderEvent("noor", "NH-1", AT, payment="paid")


def test_other_headers_are_no_event() -> None:
    assert from_headers({"content-type": "application/json", "ce-id": "9"}, {}) is None
