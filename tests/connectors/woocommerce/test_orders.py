from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.connectors.woocommerce.mapping import ORDERS
from bot.connectors.woocommerce.options import MEANINGS, WooOptions
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import Buyer, OrderEvent, RefundEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOW
from tests.connectors.woocommerce.shop import ignored, order, parsed, recorded

if TYPE_CHECKING:
    from bot.domain.order import OrderState, PaymentState

PAY = "https://dar.example/checkout/order-pay/2042/?pay_for_order=true&key=wc_order_1"


def told(document: object, options: WooOptions | None = None) -> OrderEvent:
    event = parsed(document, options=options)[0]
    assert isinstance(event, OrderEvent)
    return event


def buyer(document: object, options: WooOptions | None = None) -> Buyer:
    found = told(document, options).buyer
    assert found is not None
    return found


def test_every_detail_of_an_order_is_read() -> None:
    assert told(order()) == OrderEvent(
        "noor",
        "2042",
        parse_instant("2026-11-21T09:30:00Z"),
        "fulfilled",
        "paid",
        number="NH-2042",
        placed_at=parse_instant("2026-11-20T07:00:00Z"),
        total=Money(17_250, "SAR"),
        lines=(Line("Dates \N{EN DASH} Sukkari", 2, Money(5_750, "SAR"), "DATE-1"), Line("Honey & Nuts", 1, Money(5_750, "SAR"))),
        buyer=Buyer("+966501234567", "سارة القحطاني", "sara@example.com", "ar", "SA"),
        cash_on_delivery=False,
    )


def test_the_documented_order_is_read() -> None:
    event = told(recorded("create_an_order.json"))
    assert (event.order_ref, event.number, event.state, event.payment, event.total) == ("727", "727", "confirmed", "paid", Money(2935, "USD"))
    assert event.occurred_at == parse_instant("2017-03-22T19:28:08Z")
    assert event.lines == (
        Line("Woo Single #1", 2, Money(300, "USD")),
        Line("Ship Your Idea \N{EN DASH} Color: Black, Size: M Test", 1, Money(1200, "USD"), "Bar3"),
    )
    assert event.buyer == Buyer("+15555555555", "John Doe", "john.doe@example.com", None, "US")


@pytest.mark.parametrize("topic", sorted(ORDERS))
def test_all_topics_with_an_order_inside_say_the_same(topic: str) -> None:
    assert parsed(order(), topic) == parsed(order(), "order.updated")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("pending", "received"),
        ("on-hold", "received"),
        ("processing", "confirmed"),
        ("wc-processing", "confirmed"),
        ("COMPLETED", "fulfilled"),
        ("cancelled", "cancelled"),
        ("failed", "received"),
        ("refunded", None),
        ("packed", "preparing"),
        ("partial-shipped", "preparing"),
        ("shipped", "fulfilled"),
        ("out_for_delivery", "fulfilled"),
        ("ready-pickup", "ready"),
        ("delivered", "fulfilled"),
    ],
)
def test_every_status_has_its_meaning(status: str, state: OrderState | None) -> None:
    assert told(order(status=status)).state == state


@pytest.mark.parametrize("status", ["checkout-draft", "auto-draft", "trash"])
def test_what_is_no_order_yet_or_any_more_is_ignored(status: str) -> None:
    assert "none yet, or none any more" in ignored(order(status=status))


def test_a_status_that_nobody_has_explained_is_ignored() -> None:
    assert "statuses" in ignored(order(status="awaiting-call"))
    assert "statuses" in ignored(order(status=None))


def test_the_shop_says_what_its_statuses_mean() -> None:
    options = WooOptions(statuses=("awaiting-call=received", "processing = preparing"))
    assert told(order(status="wc-awaiting-call"), options).state == "received"
    assert told(order(status="processing"), options).state == "preparing"
    assert told(order(status="cancelled"), options).state == "cancelled"


def test_every_meaning_of_the_list_is_one() -> None:
    assert {WooOptions().meaning(status) for status in MEANINGS} == set(MEANINGS.values())


@pytest.mark.parametrize(
    ("changes", "payment"),
    [
        ({"status": "processing"}, "paid"),
        ({"status": "pending", "date_paid_gmt": None}, "pending"),
        ({"status": "processing", "date_paid_gmt": "", "payment_method": "cod"}, "pending"),
        ({"status": "failed", "date_paid_gmt": None}, "failed"),
        ({"status": "cancelled", "date_paid_gmt": None}, None),
        ({"status": "cancelled"}, "paid"),
        ({"status": "refunded"}, "refunded"),
    ],
)
def test_payment_is_an_axis_of_its_own(changes: dict[str, object], payment: PaymentState | None) -> None:
    assert told(order(**changes)).payment == payment


def test_a_failed_payment_brings_the_page_where_it_can_be_made_good() -> None:
    event = told(order(status="failed", date_paid_gmt=None, needs_payment=True))
    assert (event.payment_url, event.state) == (PAY, "received")


@pytest.mark.parametrize(
    "changes", [{"needs_payment": False}, {"needs_payment": True, "payment_method": "cod"}, {"needs_payment": True, "payment_url": ""}]
)
def test_nobody_is_sent_to_pay_who_need_not(changes: dict[str, object]) -> None:
    assert told(order(status="pending", **changes)).payment_url is None


@pytest.mark.parametrize(("method", "known"), [("cod", True), ("COD", True), ("bacs", False), ("", None), (None, None)])
def test_cash_on_delivery_is_a_way_to_pay(method: str | None, known: bool | None) -> None:  # noqa: FBT001
    assert told(order(payment_method=method)).cash_on_delivery is known


def test_refunds_inside_are_told() -> None:
    events = [event for event in parsed(recorded("list_all_orders.json", 1)) if isinstance(event, RefundEvent)]
    changed_at = parse_instant("2017-03-21T19:54:51Z")
    assert events == [
        RefundEvent("noor", "723", changed_at, "726", Money(1000, "USD")),
        RefundEvent("noor", "723", changed_at, "724", Money(900, "USD")),
    ]


def test_a_refund_without_money_is_none() -> None:
    assert not any(isinstance(event, RefundEvent) for event in parsed(order(refunds=[{"id": 1, "total": "-0.00"}])))


def test_a_refund_without_an_amount_is_told_without_it() -> None:
    (event,) = (event for event in parsed(order(refunds=[{"id": 1}])) if isinstance(event, RefundEvent))
    assert event.amount is None


@pytest.mark.parametrize(
    ("changes", "phone"),
    [
        ({}, "+966501234567"),
        ({"shipping": {"phone": "0551112222", "country": "SA"}}, "+966551112222"),
        ({"shipping": {"phone": "ask the guard", "country": "SA"}}, "+966501234567"),
        ({"shipping": {"phone": "0501234567", "country": "AE"}}, "+971501234567"),
        ({"billing": {"phone": "0501234567", "country": ""}, "shipping": []}, "+966501234567"),
        ({"billing": [], "shipping": []}, None),
    ],
)
def test_the_number_nearest_to_the_delivery_is_taken(changes: dict[str, object], phone: str | None) -> None:
    assert buyer(order(**changes)).phone == phone


def test_the_country_is_where_it_goes() -> None:
    assert buyer(order(shipping={"country": "AE"})).country == "AE"
    assert buyer(order(shipping={"country": ""})).country == "SA"


@pytest.mark.parametrize(
    ("fields", "language"),
    [
        ([{"key": "wpml_language", "value": "pt-br"}], "pt-br"),
        ([{"key": "trp_language", "value": "ar_SA"}], "ar-SA"),
        ([{"key": "our_language", "value": "fr"}, {"key": "wpml_language", "value": "ar"}], "fr"),
        ([{"key": "wpml_language", "value": ["ar"]}], None),
        ([], None),
    ],
)
def test_the_language_is_in_the_field_of_a_plugin(fields: list[object], language: str | None) -> None:
    assert buyer(order(meta_data=fields), WooOptions(language_field="our_language")).language == language


def test_consent_is_what_was_ticked_in_the_field_of_the_shop() -> None:
    options = WooOptions(consent_field="_whatsapp_updates", marketing_field="_offers")
    assert (buyer(order(), options).consent, buyer(order(), options).marketing) == (True, None)
    assert buyer(order(meta_data=[{"key": "_offers", "value": 0}]), options).marketing is False
    assert buyer(order()).consent is None


def test_the_newest_of_two_equal_fields_holds() -> None:
    fields = [{"key": "wpml_language", "value": "en"}, {"key": "wpml_language", "value": "ar"}]
    assert buyer(order(meta_data=fields)).language == "ar"


def test_prices_are_shown_as_the_shop_shows_them() -> None:
    item = {"name": "Cup", "quantity": 3, "total": "100.00", "total_tax": "15.00"}
    assert told(order(line_items=[item])).lines == (Line("Cup", 3, Money(3833, "SAR")),)
    assert told(order(line_items=[item], prices_include_tax=False)).lines == (Line("Cup", 3, Money(3333, "SAR")),)


@pytest.mark.parametrize(("quantity", "shown"), [("1.5", 2), (0.2, 1), (4, 4)])
def test_a_part_of_a_piece_counts_as_one(quantity: object, shown: int) -> None:
    lines = told(order(line_items=[{"name": "Cloth", "quantity": quantity, "price": 10}])).lines
    assert lines is not None
    assert lines[0].quantity == shown


@pytest.mark.parametrize(
    "item",
    [
        {"name": ""},
        {"name": "Cup", "quantity": 0},
        {"name": "Cup", "quantity": "many"},
        {"name": "Cup", "quantity": 1e300},
        {"name": "Cup", "quantity": "1e-999999", "total": 3},
    ],
)
def test_a_line_that_cannot_be_shown_is_left_out(item: dict[str, object]) -> None:
    assert told(order(line_items=[{"price": 1, **item}])).lines is None


def test_lists_that_php_has_written_as_objects_are_read() -> None:
    lines = told(order(line_items={"3": {"name": "Cup", "quantity": 1, "price": 1}}, meta_data={}, refunds={})).lines
    assert lines == (Line("Cup", 1, Money(100, "SAR")),)


def test_an_order_without_times_and_totals_is_one_of_its_arrival() -> None:
    event = told({"id": 7, "status": "processing"})
    assert (event.occurred_at, event.placed_at, event.total, event.number) == (NOW, NOW, None, "7")


def test_three_decimals_are_kept() -> None:
    assert told(order(currency="KWD", total="12.345")).total == Money(12_345, "KWD")


def test_a_deleted_order_is_not_a_cancelled_one() -> None:
    assert "not cancelled" in ignored({"id": 2042}, "order.deleted")


@pytest.mark.parametrize("topic", ["", "product.updated", "action.woocommerce_order_status_completed", "coupon.created"])
def test_other_topics_are_ignored_by_name(topic: str) -> None:
    assert ignored({"id": 1}, topic) == f"the topic {topic!r} is none of ours"


@pytest.mark.parametrize("changes", [{"id": None}, {"total": "much"}, {"currency": "Riyal!"}])
def test_what_cannot_be_understood_is_unreadable(changes: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        parsed(order(**changes))
