from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.connectors.shopify import CONNECTOR
from bot.connectors.shopify.mapping import ORDERS
from bot.connectors.shopify.options import ShopifyOptions
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import Buyer, OrderEvent, RefundEvent, ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOW, delivery
from tests.connectors.shopify.shop import FIXTURES, REF, fulfillment, ignored, order, parsed, recorded, refund

if TYPE_CHECKING:
    from bot.domain.order import OrderState, PaymentState

CREATED_AT = parse_instant("2026-11-20T10:00:00+03:00")
UPDATED_AT = parse_instant("2026-11-20T10:00:05+03:00")
KWD = {"presentment_money": {"amount": "20.875", "currency_code": "KWD"}}


def told(document: object, options: ShopifyOptions | None = None) -> OrderEvent:
    event = parsed(document, "orders/updated", options)[0]
    assert isinstance(event, OrderEvent)
    return event


def buyer(document: object, options: ShopifyOptions | None = None) -> Buyer:
    found = told(document, options).buyer
    assert found is not None
    return found


def test_every_detail_of_an_order_is_read() -> None:
    (event,) = parsed(order(), "orders/create")
    assert event == OrderEvent(
        "noor",
        REF,
        UPDATED_AT,
        "confirmed",
        "pending",
        number="#NH1042",
        placed_at=CREATED_AT,
        total=Money(25_375, "KWD"),
        lines=(Line("كوب قهوة - أزرق", 2, Money(4_500, "KWD"), "CUP-BLUE"), Line("Dallah", 1, Money(16_375, "KWD"))),
        buyer=Buyer("+966501234567", "نورة العتيبي", "noura@example.com", "ar-SA", "SA"),
        cash_on_delivery=True,
        status_url="https://noor.myshopify.com/548380009/orders/123456abcd/authenticate?key=abcdefg",
    )


@pytest.mark.parametrize("topic", sorted(ORDERS))
def test_all_topics_with_an_order_inside_say_the_same(topic: str) -> None:
    assert parsed(order(), topic) == parsed(order(), "orders/create")


def test_the_order_of_shopifys_test_button_says_nothing() -> None:
    example = recorded("orders_create.json")
    assert ignored(example, "orders/create") == "a test order"
    assert ignored(recorded("orders_cancelled_enveloped.json", "order"), "orders/cancelled") == "a test order"


def test_shopifys_own_example_is_read_when_it_is_no_test() -> None:
    event = told({**recorded("orders_create.json"), "test": False})
    assert (event.order_ref, event.number, event.state, event.payment) == ("820982911946154500", "#9999", "cancelled", "voided")
    assert event.total == Money(40_495, "USD")
    assert event.buyer == Buyer(None, "John Smith", "jon@example.com", "en", "US")


def test_an_older_order_without_sets_of_money_is_read() -> None:
    event = told({**recorded("orders_cancelled_enveloped.json", "order"), "test": False, "cancelled_at": None})
    assert (event.total, event.lines and event.lines[0]) == (Money(950, "USD"), Line("Soda", 1, Money(0, "USD")))


def test_an_anonymised_delivery_is_refused_for_its_amounts_alone() -> None:
    with pytest.raises(Unreadable, match="no currency"):
        CONNECTOR.parse(delivery((FIXTURES / "real_anonymised_2024_04_orders_1.json").read_bytes(), "orders/create"))


@pytest.mark.parametrize(
    ("status", "payment", "state"),
    [
        ("pending", "pending", "received"),
        ("PARTIALLY_PAID", "pending", "received"),
        ("authorized", "authorised", "confirmed"),
        ("paid", "paid", "confirmed"),
        ("partially_refunded", "partially_refunded", "confirmed"),
        ("refunded", "refunded", "confirmed"),
        ("voided", "voided", "received"),
        ("something_new", None, "received"),
        (None, None, "received"),
    ],
)
def test_payment_is_read_whatever_its_case(status: str | None, payment: PaymentState | None, state: OrderState) -> None:
    event = told(order(financial_status=status, payment_gateway_names=["bank transfer"]))
    assert (event.payment, event.state) == (payment, state)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"fulfillment_status": "fulfilled"}, "fulfilled"),
        ({"fulfillment_status": "partial"}, "confirmed"),
        ({"cancelled_at": "2026-11-20T11:00:00+03:00", "fulfillment_status": "fulfilled"}, "cancelled"),
        # Shopify archives what is paid and sent; the customer still waits.
        ({"closed_at": "2026-11-20T11:00:00+03:00", "fulfillment_status": "fulfilled"}, "fulfilled"),
    ],
)
def test_how_far_the_order_is(changes: dict[str, object], state: OrderState) -> None:
    assert told(order(**changes)).state == state


@pytest.mark.parametrize("name", ["cod", "COD", "cash_on_delivery", "Cash on Delivery (COD)", "الدفع عند الاستلام", "Contre-remboursement"])
def test_cash_on_delivery_is_known_by_many_names(name: str) -> None:
    assert told(order(payment_gateway_names=["gift_card", name])).cash_on_delivery is True


@pytest.mark.parametrize(("names", "known"), [(["shopify_payments"], False), (["codependent"], False), ([], None), (None, None)])
def test_other_ways_to_pay_are_none(names: list[str] | None, known: bool | None) -> None:  # noqa: FBT001
    assert told(order(payment_gateway_names=names)).cash_on_delivery is known


def test_an_edited_order_has_its_new_total_and_lines() -> None:
    first = {"title": "Cup", "quantity": 2, "current_quantity": 1, "price": "55.00"}
    gone = {"title": "Dallah", "quantity": 1, "current_quantity": 0, "price": "200.00"}
    event = told(order(current_total_price_set=KWD, line_items=[first, gone]))
    assert (event.total, event.lines) == (Money(20_875, "KWD"), (Line("Cup", 1, Money(5_500, "SAR")),))


def test_money_that_went_back_makes_no_smaller_order() -> None:
    returned = {"title": "Cup", "quantity": 2, "current_quantity": 0, "price": "55.00"}
    event = told(order(current_total_price_set=KWD, line_items=[returned], refunds=[refund()]))
    assert (event.total, event.lines and event.lines[0].quantity) == (Money(25_375, "KWD"), 2)


def test_goods_taken_out_without_money_are_an_edit() -> None:
    assert told(order(current_total_price_set=KWD, refunds=[refund(transactions=[])])).total == Money(20_875, "KWD")


def test_a_cancelled_order_keeps_its_total() -> None:
    event = told(
        order(cancelled_at="2026-11-20T11:00:00+03:00", current_total_price_set={"presentment_money": {"amount": "0", "currency_code": "KWD"}})
    )
    assert event.total == Money(25_375, "KWD")


def test_half_an_amount_gives_way_to_the_next() -> None:
    half = {"presentment_money": {"amount": "25.375"}, "shop_money": {"amount": "310.00", "currency_code": "SAR"}}
    neither = {"presentment_money": {"currency_code": "KWD"}, "shop_money": None}
    assert told(order(current_total_price_set=half)).total == Money(31_000, "SAR")
    assert told(order(current_total_price_set=neither)).total == Money(31_000, "SAR")


def test_without_a_currency_there_is_no_total() -> None:
    event = told({"id": 1, "total_price": "3.00", "line_items": [{"title": "Cup", "price": "3.00"}]})
    assert (event.total, event.lines, event.number, event.placed_at) == (None, None, "1", NOW)


@pytest.mark.parametrize(
    ("changes", "phone"),
    [
        ({"shipping_address": {"phone": "555-555-SHIP", "country_code": "SA"}}, "+966555000111"),
        ({"shipping_address": None, "phone": "0551112222"}, "+966551112222"),
        ({"shipping_address": None, "customer": None}, "+966555000999"),
        ({"shipping_address": None, "customer": None, "billing_address": None}, None),
        ({"shipping_address": {"phone": "0501234567", "country_code": "AE"}}, "+971501234567"),
    ],
)
def test_the_number_nearest_to_the_delivery_is_taken(changes: dict[str, object], phone: str | None) -> None:
    assert buyer(order(**changes)).phone == phone


def test_the_country_is_where_it_goes() -> None:
    assert buyer(order(shipping_address={"country_code": "ae"})).country == "AE"
    assert buyer(order(shipping_address={"country_code": "Saudi"})).country == "SA"


def test_without_a_customer_the_address_has_a_name() -> None:
    assert buyer(order(customer=None)).name == "Noura Alotaibi"
    assert buyer(order(customer=None, shipping_address=None, billing_address=None)).name is None


@pytest.mark.parametrize(("locale", "language"), [("en", "en"), ("uk-UA", "uk-UA"), (None, None), ("example string", None)])
def test_the_language_is_that_of_the_checkout(locale: str | None, language: str | None) -> None:
    assert buyer(order(customer_locale=locale)).language == language


def test_consent_is_what_was_ticked_under_the_attribute_of_the_shop() -> None:
    options = ShopifyOptions(consent_attribute="whatsapp", marketing_attribute="offers")
    assert (buyer(order(), options).consent, buyer(order(), options).marketing) == (True, None)
    assert buyer(order(note_attributes=[{"name": "offers", "value": "no"}]), options).marketing is False


def test_without_the_attribute_nobody_was_asked() -> None:
    asked = buyer(order(buyer_accepts_marketing=True))
    assert (asked.consent, asked.marketing) == (None, None)


def test_parcels_and_refunds_inside_are_told_as_well() -> None:
    kinds = [type(event) for event in parsed(order(fulfillments=[fulfillment()], refunds=[refund()]), "orders/updated")]
    assert kinds == [OrderEvent, ShipmentEvent, RefundEvent]


def test_a_very_long_title_is_shortened() -> None:
    lines = told(order(line_items=[{"title": "x" * 900, "price": "1.00"}])).lines
    assert lines is not None
    assert len(lines[0].title) == 200


@pytest.mark.parametrize(
    "changes", [{"id": None}, {"id": {"a": 1}}, {"total_price": "much", "total_price_set": None, "current_total_price_set": None}]
)
def test_what_cannot_be_understood_is_unreadable(changes: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        parsed(order(current_total_price=None, **changes), "orders/create")
