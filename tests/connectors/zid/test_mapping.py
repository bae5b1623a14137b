from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.connectors.base import Ignored
from bot.connectors.zid import CONNECTOR
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import Buyer, InvoiceEvent, OrderEvent, RefundEvent, ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import delivery
from tests.connectors.zid.bodies import ORDER, all_of, body, changed, only, with_code

if TYPE_CHECKING:
    from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState

PDF, PAGE = "https://files.zid.example/pdf/order_72524870.pdf", "https://noor.zid.example/o/mdXMlMYYBt/inv"
TOTAL = Money(21_145, "SAR")
PLACED, CHANGED = parse_instant("2026-11-20T09:21:40Z"), parse_instant("2026-11-20T09:21:48Z")
SHIPPED = parse_instant("2026-11-21T06:05:00Z")
BUYER = Buyer("+966501234567", "سارة العتيبي", "966501234567@placeholder.example", "ar", "SA")
STATUS, CREATE = "order.status.update", "order.create"


def reason(content: bytes, topic: str = "") -> str:
    found = CONNECTOR.parse(delivery(content, topic))
    assert isinstance(found, Ignored)
    return found.reason


def order(content: bytes, topic: str = "") -> OrderEvent:
    (found,) = only(OrderEvent, content, topic)
    return found


def buyer(**data: object) -> Buyer | None:
    return order(changed("order_create", **data)).buyer


def test_a_new_order_is_read_in_full() -> None:
    assert all_of(body("order_create"), CREATE) == (
        OrderEvent(
            "noor",
            ORDER,
            CHANGED,
            "confirmed",
            "paid",
            number=ORDER,
            placed_at=PLACED,
            total=TOTAL,
            lines=(Line("مصباح طاولة", 2, Money(9_200, "SAR"), "LMP-01"), Line("شمعة", 1, Money(2_745, "SAR"))),
            buyer=BUYER,
            cash_on_delivery=False,
            status_url=PAGE,
        ),
        InvoiceEvent("noor", ORDER, CHANGED, ORDER, total=TOTAL, pdf_url=PDF, page_url=PAGE),
    )


def test_an_order_on_its_way_has_a_parcel() -> None:
    told, parcel, invoice = all_of(body("order_status_update"), STATUS)
    assert isinstance(told, OrderEvent)
    assert (told.state, told.payment, told.cash_on_delivery, told.occurred_at) == ("fulfilled", "pending", True, SHIPPED)
    number, url = "290012345678", "https://track.example/290012345678"
    assert parcel == ShipmentEvent("noor", ORDER, SHIPPED, "in_transit", tracking_number=number, carrier="SMSA Express", tracking_url=url)
    assert isinstance(invoice, InvoiceEvent)


def test_who_takes_it_in_is_told_where_that_is_somebody_else() -> None:
    assert order(body("order_status_update")).buyer == Buyer("+966559876543", "نورة", None, "ar", "SA")


def test_a_gift_is_the_buyers_secret() -> None:
    found = order(body("order_payment_status_update"), "order.payment_status.update")
    assert (found.payment, found.state, found.total) == ("paid", None, Money(12_500, "KWD"))
    assert found.buyer == Buyer("+96550123456", "Bader", None, "en", "KW")


@pytest.mark.parametrize(
    ("code", "state", "parcel"),
    [
        ("new", "confirmed", None),
        ("preparing", "preparing", None),
        ("ready", "ready", None),
        ("indelivery", "fulfilled", ("in_transit", ())),
        ("inDelivery", "fulfilled", ("in_transit", ())),
        ("delivered", "fulfilled", ("delivered", ())),
        *((code, "cancelled", None) for code in ("canceled", "cancelled", "voided", "denied", "expired", "failed")),
        ("refunded", None, None),
        ("reversed", None, None),
        ("reverse_in_progress", None, ("unknown", ("returning",))),
        ("processingReverse", None, ("unknown", ("returning",))),
        ("processed", None, None),
        ("canceledReversal", None, None),
    ],
)
def test_every_status_has_its_meaning(code: str, state: OrderState | None, parcel: tuple[ShipmentState, tuple[ShipmentFlag, ...]] | None) -> None:
    content = with_code(code)
    assert order(content, STATUS).state == state
    assert [(one.state, one.flags) for one in only(ShipmentEvent, content, STATUS)] == ([parcel] if parcel else [])


@pytest.mark.parametrize(("code", "state"), [("ready", "label_created"), ("preparing", "unknown"), ("new", "unknown"), ("cancelled", "unknown")])
def test_a_waybill_alone_is_no_milestone_until_the_order_is_ready(code: str, state: str) -> None:
    (parcel,) = only(ShipmentEvent, with_code(code, "order_status_update"))
    assert (parcel.state, parcel.tracking_number) == (state, "290012345678")


@pytest.mark.parametrize("code", ["refunded", "reversed"])
def test_money_that_went_back_is_a_refund(code: str) -> None:
    content = with_code(code, payment_status="refunded")
    assert only(RefundEvent, content) == [RefundEvent("noor", ORDER, CHANGED, "order")]
    assert order(content).payment == "refunded"


@pytest.mark.parametrize(
    ("status", "payment"),
    [("paid", "paid"), ("Unpaid", "pending"), ("pending", "pending"), ("refunded", "refunded"), ("voided", "voided"), ("odd", None), (None, None)],
)
def test_every_payment_status_has_its_meaning(status: str | None, payment: PaymentState | None) -> None:
    assert order(changed("order_create", payment_status=status)).payment == payment


@pytest.mark.parametrize("method", [{"code": "zid_cod"}, {"type": "COD"}, {"name": "Cash On Delivery"}])
def test_cash_at_the_door_is_known(method: dict[str, str]) -> None:
    assert order(changed("order_create", payment={"method": method})).cash_on_delivery is True


def test_an_unknown_method_says_nothing_of_cash() -> None:
    assert order(changed("order_create", payment=[])).cash_on_delivery is None


@pytest.mark.parametrize(
    "data", [{"payment_status": "pending"}, {"invoice_link": None}, {"invoice_link": "pdf/1.pdf"}, {"order_status": {"code": "canceled"}}]
)
def test_an_invoice_goes_out_when_it_is_paid_and_there(data: dict[str, Any]) -> None:
    assert only(InvoiceEvent, changed("order_create", **data)) == []


@pytest.mark.parametrize("topic", [STATUS, ""])
def test_a_shops_own_status_is_ignored(topic: str) -> None:
    assert "gift_wrapping_17" in reason(body("order_payment_status_update"), topic)


@pytest.mark.parametrize("topic", [CREATE, "order.listed"])
def test_a_new_order_in_a_shops_own_status_is_one_all_the_same(topic: str) -> None:
    assert order(body("order_payment_status_update"), topic).state is None


def test_a_chargeback_is_no_message() -> None:
    assert "bank" in reason(with_code("chargeback"), STATUS)


@pytest.mark.parametrize("wrap", [{"order": 0}, {"data": 0}, {"event": CREATE, "data": {"order": 0}}, {"payload": 0}])
def test_an_order_may_be_wrapped(wrap: dict[str, object]) -> None:
    content = json.dumps(wrap).replace("0", body("order_create").decode()).encode()
    assert all_of(content) == all_of(body("order_create"))


@pytest.mark.parametrize("topic", ["product.update", "abandoned_cart.created", "app.market.application.uninstall"])
def test_events_of_other_things_are_ignored(topic: str) -> None:
    assert topic in reason(body("order_create"), topic)
    assert topic in reason(json.dumps({"event": topic.upper(), "id": 1}).encode())


def test_what_holds_no_order_is_ignored_unless_it_should() -> None:
    assert "no order" in reason(b'{"id": 1, "name": "lamp"}')
    with pytest.raises(Unreadable, match="holds no order"):
        all_of(b'{"id": 1, "name": "lamp"}', CREATE)


@pytest.mark.parametrize("mobile", ["966501234567", "+966501234567", "0501234567", 966501234567])
def test_a_number_comes_in_several_dresses(mobile: object) -> None:
    assert buyer(customer={"name": "سارة العتيبي", "email": BUYER.email, "mobile": mobile}) == BUYER


def test_what_a_market_place_has_masked_is_absent() -> None:
    assert buyer(customer={"name": "J*** D***", "email": "t***@.", "mobile": "***00"}) == Buyer(None, None, None, "ar", "SA")


def test_a_consignee_without_a_number_leaves_it_to_the_buyer() -> None:
    assert buyer(has_different_consignee="1", consignee={"name": "نورة", "mobile": ""}) == BUYER


def test_a_consignee_who_is_the_buyer_is_nobody_else() -> None:
    assert buyer(has_different_consignee=0, consignee={"name": "نورة", "mobile": "966559876543"}) == BUYER


def test_an_order_without_people_says_nothing_of_the_buyer() -> None:
    assert buyer(customer=None) is None


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("AR", "ar"), ("klingon", None), (None, None)])
def test_the_language_is_one_of_zids(language: object, tag: str | None) -> None:
    assert buyer(language=language) == replace(BUYER, language=tag)


@pytest.mark.parametrize(
    ("total", "currency", "money"),
    [
        ("211.44999892193000", "SAR", TOTAL),
        ("12.34549892193000", "KWD", Money(12_345, "KWD")),
        (211.45, "SAR", TOTAL),
        ("5", None, Money(500, "SAR")),
        (None, "SAR", None),
    ],
)
def test_a_total_is_rounded_to_its_currencys_own_decimals(total: object, currency: str | None, money: Money | None) -> None:
    assert order(changed("order_create", order_total=total, currency_code=currency)).total == money


@pytest.mark.parametrize("products", [[{"name": "lamp", "quantity": 1}], [{"price": 1}], [], None])
def test_lines_without_names_or_prices_are_not_told(products: object) -> None:
    assert order(changed("order_create", products=products)).lines is None


def test_without_a_number_for_customers_it_is_the_id() -> None:
    assert order(changed("order_create", invoice_number=None)).number == ORDER


def test_without_a_change_the_creation_counts_and_without_both_the_arrival() -> None:
    assert order(changed("order_create", updated_at=None)).occurred_at == PLACED
    found = order(changed("order_create", updated_at=None, created_at="0000-00-00 00:00:00"))
    assert (found.occurred_at, found.placed_at) == (delivery(b"").at, None)


@pytest.mark.parametrize(
    "data", [{"id": None}, {"order_total": "much"}, {"currency_code": "pearls"}, {"products": [{"name": "a", "price": "1e999999"}]}]
)
def test_what_is_malformed_is_unreadable(data: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        all_of(changed("order_create", **data))
