from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.connectors.base import Ignored
from bot.connectors.salla import CONNECTOR
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Line, OrderState, PaymentState
from bot.domain.store_event import Buyer, OrderEvent, RefundEvent, ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import delivery
from tests.connectors.salla.bodies import NUMBER, ORDER, all_of, body, changed, order, parcels, with_slug

BUYER = Buyer("+966501234567", "سارة العتيبي", "sara@example.com", country="SA")
TOTAL = Money(27_025, "SAR")


def reason(content: bytes, topic: str = "") -> str:
    found = CONNECTOR.parse(delivery(content, topic))
    assert isinstance(found, Ignored)
    return found.reason


def test_a_new_order_is_read_in_full() -> None:
    assert all_of(body("order_created")) == (
        OrderEvent(
            "noor",
            ORDER,
            parse_instant("2026-11-20T12:21:48+03:00"),
            "confirmed",
            "paid",
            number=NUMBER,
            placed_at=parse_instant("2026-11-20T12:21:40+03:00"),
            total=TOTAL,
            lines=(Line("مصباح طاولة", 2, Money(9_200, "SAR"), "LMP-01"), Line("شمعة", 1, Money(5_750, "SAR"))),
            buyer=BUYER,
            cash_on_delivery=False,
            status_url="https://noorhome.example/order/kQ7",
        ),
    )


def test_a_new_status_is_its_slug_and_never_its_text() -> None:
    at = parse_instant("2026-11-21T09:05:00+03:00")
    told, parcel = all_of(body("order_status_updated"))
    assert isinstance(told, OrderEvent)
    assert (told.order_ref, told.state, told.payment, told.total, told.lines, told.occurred_at) == (ORDER, "fulfilled", "paid", TOTAL, None, at)
    assert told.buyer == replace(BUYER, email=None, country=None)
    assert parcel == ShipmentEvent("noor", ORDER, at, "in_transit")


def test_an_order_that_waits_for_its_payment_says_where_to_pay() -> None:
    found = order(body("order_payment_updated"))
    assert (found.state, found.payment, found.total) == ("received", "pending", Money(12_500, "KWD"))
    assert found.payment_url == "https://noorhome.example/checkout/remaining/9f2"
    assert found.buyer == Buyer("+96550123456", "Bader", country="KW")


def test_a_cancelled_order_is_cancelled() -> None:
    found = order(body("order_cancelled"))
    assert (found.state, found.payment, found.cash_on_delivery) == ("cancelled", None, True)


def test_a_refund_is_told_once_whichever_event_brings_it() -> None:
    at = parse_instant("2026-11-25T10:00:00+03:00")
    refund = RefundEvent("noor", ORDER, at, "order", Money(18_400, "SAR"))
    assert all_of(body("order_refunded"))[1:] == (refund,)
    assert all_of(changed("order_refunded", event="order.status.updated", refund_amount=None))[1:] == (replace(refund, amount=None),)


@pytest.mark.parametrize(
    ("slug", "state", "payment"),
    [
        ("payment_pending", "received", "pending"),
        ("under_review", "confirmed", "paid"),
        ("in_progress", "preparing", "paid"),
        ("Completed", "ready", "paid"),
        ("shipped", "fulfilled", "paid"),
        ("delivering", "fulfilled", "paid"),
        ("delivered", "fulfilled", "paid"),
        ("canceled", "cancelled", None),
        ("cancelled", "cancelled", None),
        ("restoring", None, None),
        ("restored", None, "refunded"),
        ("the_shops_own", None, None),
        (None, None, None),
    ],
)
def test_every_slug_has_its_meaning(slug: str | None, state: OrderState | None, payment: PaymentState | None) -> None:
    found = order(with_slug(slug, is_pending_payment=None))
    assert (found.state, found.payment) == (state, payment)


@pytest.mark.parametrize(
    ("method", "slug", "pending", "payment"),
    [
        ("cod", "under_review", False, "pending"),
        ("cod", "in_progress", False, None),
        ("bank", "under_review", False, "pending"),
        ("bank", "completed", False, None),
        ("tabby", "under_review", True, "pending"),
        ("tabby", "custom", False, "paid"),
        (None, "under_review", False, None),
    ],
)
def test_cash_and_transfers_are_not_called_paid(method: str | None, slug: str, pending: bool, payment: PaymentState | None) -> None:  # noqa: FBT001
    assert order(with_slug(slug, payment_method=method, is_pending_payment=pending)).payment == payment


@pytest.mark.parametrize(("slug", "state"), [("shipped", "in_transit"), ("delivering", "out_for_delivery"), ("delivered", "delivered")])
def test_the_orders_status_moves_its_only_parcel(slug: str, state: str) -> None:
    assert [parcel.state for parcel in parcels(with_slug(slug))] == [state]


def test_an_update_with_a_status_that_nobody_knows_is_ignored() -> None:
    content = json.loads(body("order_status_updated"))
    content["data"]["order"]["status"] = "تم التوصيل"
    assert "تم التوصيل" in reason(json.dumps(content).encode())


@pytest.mark.parametrize("data", [{"draft": True}, {"is_price_quote": 1}])
def test_drafts_and_offers_are_no_orders_yet(data: dict[str, Any]) -> None:
    assert "draft" in reason(changed("order_created", **data))


def test_the_zone_of_a_time_without_one_is_riyadh() -> None:
    assert order(changed("order_created", created_at="2026-11-20 12:00:00")).occurred_at == parse_instant("2026-11-20T09:00:00Z")


def test_a_time_that_cannot_be_read_is_that_of_the_arrival() -> None:
    (found, *_) = CONNECTOR.parse(delivery(changed("order_created", created_at="recently"), at=4_711))  # type: ignore[misc]  # Not ignored.
    assert found.occurred_at == 4_711


@pytest.mark.parametrize(
    ("customer", "phone"),
    [
        ({"mobile": 501234567, "mobile_code": "+966"}, "+966501234567"),
        ({"mobile": "501234567", "mobile_code": "966"}, "+966501234567"),
        ({"mobile": "0501234567", "mobile_code": "00966"}, "+966501234567"),
        ({"mobile": 966501234567, "mobile_code": "+966"}, "+966501234567"),
        ({"mobile": "+966501234567", "mobile_code": "SA"}, "+966501234567"),
        ({"mobile": 501234567, "mobile_code": "SA"}, "+966501234567"),
        ({"mobile": 501234567, "mobile_code": ""}, "+966501234567"),
        ({"mobile": 50123456, "mobile_code": "+965"}, "+96550123456"),
        ({"mobile": "", "mobile_code": "+966"}, None),
    ],
)
def test_a_number_is_put_together(customer: dict[str, object], phone: str | None) -> None:
    buyer = order(changed("order_created", shipping=None, customer=customer)).buyer
    assert buyer is not None
    assert buyer.phone == phone


def test_who_takes_it_in_is_told_first() -> None:
    buyer = order(changed("order_created", receiver={"name": "نورة", "phone": "0559876543"}, shipping=[])).buyer
    assert buyer == replace(BUYER, phone="+966559876543")
    buyer = order(changed("order_created", receiver={"name": "نورة", "phone": "0559876543"}, shipping=[], customer=[])).buyer
    assert buyer == Buyer("+966559876543", "نورة")


def test_an_event_that_names_nobody_says_nothing_of_the_buyer() -> None:
    assert order(changed("order_created", customer=None, shipping=[])).buyer is None


@pytest.mark.parametrize("amounts", [{"total": 270.25}, {"total": {"amount": "270.25", "currency": "ر.س"}}])
def test_the_total_comes_in_several_dresses(amounts: object) -> None:
    assert order(changed("order_created", amounts=amounts)).total == TOTAL


def test_a_bare_total_is_in_the_stores_currency_when_none_is_named() -> None:
    assert order(changed("order_created", amounts=[], total=12, currency=None)).total == Money(1_200, "SAR")


@pytest.mark.parametrize("item", [{"name": "شمعة", "quantity": 1}, {"quantity": 1, "price": {"amount": 10}}])
def test_lines_without_prices_or_names_are_not_told(item: dict[str, object]) -> None:
    assert order(changed("order_created", items=[item])).lines is None


def test_a_price_of_its_own_needs_no_division() -> None:
    item = {"name": "شمعة", "quantity": "3", "price": {"amount": 10, "currency": "SAR"}}
    assert order(changed("order_created", items=[item])).lines == (Line("شمعة", 3, Money(1_000, "SAR")),)


def test_only_web_addresses_are_passed_on() -> None:
    assert order(changed("order_created", urls={"customer": "javascript:alert(1)"})).status_url is None


@pytest.mark.parametrize(
    "data",
    [{"id": None}, {"id": [1]}, {"amounts": {"total": {"amount": "much", "currency": "SAR"}}}, {"amounts": {"total": 1}, "currency": "pearls"}],
)
def test_what_is_malformed_is_unreadable(data: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        all_of(changed("order_created", **data))


@pytest.mark.parametrize(
    ("event", "word"),
    [
        ("app.uninstalled", "removed"),
        ("order.deleted", "deleted"),
        ("product.updated", "product.updated"),
        ("order.shipment.return.created", "return"),
    ],
)
def test_what_says_nothing_to_a_customer_is_ignored_with_a_reason(event: str, word: str) -> None:
    assert word in reason(changed("app_uninstalled", event=event))


@pytest.mark.parametrize(
    "event",
    [
        *("order.created", "order.updated", "order.payment.updated", "order.products.updated", "order.total.price.updated", "order.coupon.updated"),
        *("order.completed", "Order.Total_Price.Updated"),
    ],
)
def test_every_event_of_an_order_tells_it_as_it_stands(event: str) -> None:
    assert order(changed("order_created", event=event)) == order(body("order_created"))
