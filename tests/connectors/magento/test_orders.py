from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.connectors.magento import CONNECTOR
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import Buyer, InvoiceEvent, OrderEvent, RefundEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOW, delivery
from tests.connectors.magento.shop import FIXTURES, SAVED, ignored, parsed, saved, whole

if TYPE_CHECKING:
    from bot.domain.order import OrderState, PaymentState

CHANGED = parse_instant("2026-11-20T07:00:03Z")
PLACED = parse_instant("2026-11-20T07:00:00Z")
BACK = parse_instant("2026-11-25T08:30:00Z")
UNPAID: dict[str, Any] = {"total_paid": None, "total_due": 172.5}
MEMO = {"entity_id": 3, "state": 2, "grand_total": 57.5, "order_currency_code": "SAR", "created_at": "2026-11-25 08:30:00"}


def told(content: bytes, **options: object) -> OrderEvent:
    event = parsed(content, **options)[0]
    assert isinstance(event, OrderEvent)
    return event


def buyer(**changes: Any) -> Buyer:
    found = told(whole(**changes)).buyer
    assert found is not None
    return found


def test_every_detail_of_an_order_is_read() -> None:
    assert told(whole(), store_views=["2=en", "1=ar_SA"]) == OrderEvent(
        "noor",
        "42",
        CHANGED,
        "confirmed",
        "paid",
        number="000000042",
        placed_at=PLACED,
        total=Money(17_250, "SAR"),
        lines=(Line("تمر سكري", 2, Money(5_750, "SAR"), "DATE-1"), Line("Honey & Nuts", 1, Money(5_750, "SAR"), "HONEY-1")),
        buyer=Buyer("+966559876543", "سارة القحطاني", "sara@example.com", "ar-SA", "SA"),
        cash_on_delivery=False,
        held=False,
    )


def test_a_thin_event_says_what_was_picked() -> None:
    event = told(saved("order"))
    assert (event.order_ref, event.number, event.state, event.total) == ("42", "000000042", "confirmed", Money(17_250, "SAR"))
    assert (event.placed_at, event.payment, event.lines, event.cash_on_delivery) == (PLACED, None, None, None)


def test_the_documented_fields_are_read_and_begin_no_order() -> None:
    value = json.loads((FIXTURES / "commerce_updated_1.json").read_bytes())
    event = told(json.dumps({"type": SAVED, "data": {"value": value}}).encode())
    assert (event.order_ref, event.number, event.placed_at) == ("ORRDER_INCREMENTAL_ID", "ORRDER_INCREMENTAL_ID", None)
    assert (event.state, event.held) == (None, None)


@pytest.mark.parametrize(
    ("state", "status", "meaning"),
    [
        ("new", "pending", "received"),
        ("pending_payment", "pending_payment", "received"),
        ("payment_review", "fraud", "received"),
        ("processing", "processing", "confirmed"),
        ("processing", "picked by hand", "confirmed"),
        ("COMPLETE", None, "fulfilled"),
        (None, "complete", "fulfilled"),
        ("closed", "closed", None),
        ("canceled", "canceled", "cancelled"),
        (None, None, None),
    ],
)
def test_every_state_has_its_meaning(state: str | None, status: str | None, meaning: OrderState | None) -> None:
    assert told(whole(state=state, status=status)).state == meaning


def test_the_shops_own_status_counts_before_the_state() -> None:
    statuses = ["Packed Well=preparing", "processing=ready"]
    assert told(whole(status="packed_well"), statuses=statuses).state == "preparing"
    assert told(whole(), statuses=statuses).state == "ready"
    assert "ignored" in ignored(whole(), statuses=["processing=ignored"])


def test_a_status_that_nobody_has_explained_is_ignored() -> None:
    assert "statuses" in ignored(whole(state="resting", status="resting"))


def test_what_the_shop_holds_back_is_held_until_it_goes_on() -> None:
    held = told(whole(state="holded", status="holded"))
    assert (held.held, held.state) == (True, None)
    assert told(whole()).held is False


@pytest.mark.parametrize(
    ("changes", "payment"),
    [
        ({}, "paid"),
        (UNPAID, "pending"),
        ({**UNPAID, "total_due": None}, None),
        ({**UNPAID, "total_due": None, "state": "pending_payment"}, "pending"),
        ({**UNPAID, "payment": {"method": "stripe", "amount_authorized": "172.50"}}, "authorised"),
        ({"total_refunded": 57.5}, "partially_refunded"),
        ({"total_refunded": "172.5000"}, "refunded"),
        ({"state": "closed", "total_refunded": None}, "refunded"),
        ({"state": "canceled"}, None),
    ],
)
def test_the_payment_is_in_the_totals(changes: dict[str, Any], payment: PaymentState | None) -> None:
    assert told(whole(**changes)).payment == payment


def test_a_failed_payment_is_the_shops_own_word() -> None:
    assert told(whole(**UNPAID, status="declined"), statuses=["declined=payment_failed"]).payment == "failed"


@pytest.mark.parametrize(("method", "cash"), [("cashondelivery", True), ("msp_cashondelivery", True), ("shop_cod", True), ("mada", False)])
def test_cash_on_delivery_waits_for_nothing(method: str, cash: bool) -> None:  # noqa: FBT001 - a value under test
    event = told(whole(**UNPAID, state="new", status="pending", payment={"method": method}))
    assert (event.cash_on_delivery, event.state) == (cash, "confirmed" if cash else "received")


def test_without_a_shipping_address_the_bill_goes_to_the_buyer() -> None:
    assert buyer(extension_attributes=[]).phone == "+966501234567"


def test_a_number_that_cannot_be_one_leaves_it_to_the_other() -> None:
    assignment = {"shipping": {"address": {"telephone": "-", "country_id": "KW", "firstname": "Dana"}}}
    found = buyer(extension_attributes={"shipping_assignments": [assignment]})
    assert (found.phone, found.country) == ("+966501234567", "KW")


def test_a_guest_is_called_as_the_address_says() -> None:
    assert buyer(customer_firstname=None, customer_lastname=None).name == "سارة القحطاني"


def test_a_national_number_is_one_of_its_own_country() -> None:
    address = {"telephone": "50123456", "country_id": "KW"}
    assert buyer(extension_attributes=None, billing_address=address).phone == "+96550123456"


def test_a_line_without_tax_costs_its_price() -> None:
    lines = told(whole(items=[{"item_id": 1, "name": "lamp", "price": "12.5", "qty_ordered": "2.0000"}])).lines
    assert lines == (Line("lamp", 2, Money(1_250, "SAR")),)


@pytest.mark.parametrize(("view", "language"), [(1, "ar"), ("2", "en-GB"), (3, None), (None, None)])
def test_the_language_is_that_of_the_store_view(view: object, language: str | None) -> None:
    found = told(whole(store_id=view), store_views=["1=ar", "2=en_GB"]).buyer
    assert found is not None
    assert found.language == language


def test_money_keeps_the_decimals_of_its_currency() -> None:
    assert told(whole(order_currency_code="KWD", grand_total="12.3450")).total == Money(12_345, "KWD")
    assert told(whole(order_currency_code=None)).total == Money(17_250, "SAR")


def test_lines_without_a_price_are_not_told() -> None:
    assert told(whole(items=[{"item_id": 1, "name": "lamp"}, {"item_id": 2, "price": 5}])).lines is None


def test_refunds_are_told_by_their_ids() -> None:
    back = [event for event in parsed(whole(creditmemos=[MEMO, {**MEMO, "entity_id": 4, "state": 1}])) if isinstance(event, RefundEvent)]
    assert back == [RefundEvent("noor", "42", BACK, "3", Money(5_750, "SAR"))]


def test_a_credit_memo_by_itself_is_a_refund() -> None:
    assert parsed(saved("creditmemo")) == (RefundEvent("noor", "42", BACK, "3", Money(5_750, "SAR")),)


@pytest.mark.parametrize("state", [1, "3"])
def test_a_credit_memo_that_is_not_settled_is_none(state: object) -> None:
    assert "says nothing" in ignored(saved("creditmemo", state=state))


def test_invoices_are_told_where_the_shop_wants_it() -> None:
    issued_at = parse_instant("2026-11-20T07:00:02Z")
    assert parsed(saved("invoice"), invoices=True) == (InvoiceEvent("noor", "42", issued_at, "000000005", total=Money(17_250, "SAR")),)
    assert "access_token" in ignored(saved("invoice"))
    assert "says nothing" in ignored(saved("invoice", state=3), invoices=True)


@pytest.mark.parametrize("event_type", ["com.adobe.commerce.observer.catalog_product_save_after", "customer_save_after", "."])
def test_events_of_other_things_are_ignored(event_type: str) -> None:
    assert event_type in ignored(json.dumps({"type": event_type, "data": {"value": {"entity_id": 1}}}).encode())


@pytest.mark.parametrize(
    "content",
    [
        saved("order", entity_id=None, increment_id=""),
        saved("shipment", order_id=None),
        saved("order", grand_total="much"),
        saved("order", entity_id=True),
        whole(order_currency_code="pearls"),
        b"[]",
    ],
)
def test_what_is_malformed_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        CONNECTOR.parse(delivery(content))


def test_without_any_time_the_arrival_counts() -> None:
    assert told(saved("order", updated_at=None, created_at="0000-00-00 00:00:00")).occurred_at == NOW
