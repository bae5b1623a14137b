from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.connectors.bigcommerce import CONNECTOR
from bot.connectors.bigcommerce.orders import STATES
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import Buyer, OrderEvent, RefundEvent
from bot.errors import Unreadable
from tests.connectors.bigcommerce.shop import ACCESS, body, fixture, hook, ignored, parsed, whole
from tests.connectors.knocking import NOW, delivery

if TYPE_CHECKING:
    from bot.domain.order import OrderState, PaymentState

BACK = parse_instant("2026-11-25T08:30:00Z")
REFUND = fixture("refunds")["data"][0]


def told(content: bytes, **options: object) -> OrderEvent:
    event = parsed(content, **options)[0]
    assert isinstance(event, OrderEvent)
    return event


def buyer(**changes: Any) -> Buyer:
    found = told(whole(**changes)).buyer
    assert found is not None
    return found


def test_every_detail_of_an_order_is_read() -> None:
    assert told(whole()) == OrderEvent(
        "noor",
        "250",
        parse_instant("2026-11-20T07:00:03Z"),
        "confirmed",
        "paid",
        number="250",
        placed_at=parse_instant("2026-11-20T07:00:00Z"),
        total=Money(17_250, "SAR"),
        lines=(Line("تمر سكري", 2, Money(5_750, "SAR"), "DATE-1"), Line("Honey & Nuts", 1, Money(5_750, "SAR"), "HONEY-1")),
        buyer=Buyer("+966559876543", "سارة القحطاني", "sara@example.com", "ar", "SA"),
        cash_on_delivery=False,
        held=False,
    )


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (1, "received"),
        (2, "fulfilled"),
        (3, "preparing"),
        (4, None),
        ("5", "cancelled"),
        (6, "cancelled"),
        (7, "received"),
        (8, "ready"),
        (9, "ready"),
        (10, "fulfilled"),
        (11, "confirmed"),
        (12, "received"),
        (14, None),
    ],
)
def test_every_status_has_its_meaning(status: object, state: OrderState | None) -> None:
    assert told(whole(status_id=status)).state == state


def test_no_status_is_left_out_above() -> None:
    assert set(STATES) == {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status_id": 0}, "incomplete"),
        ({"status_id": 13}, "disputed"),
        ({"status_id": 99}, "99"),
        ({"status_id": None}, "None"),
        ({"is_deleted": True}, "archived"),
    ],
)
def test_what_says_nothing_to_a_customer_is_ignored(changes: dict[str, Any], reason: str) -> None:
    assert reason in ignored(whole(**changes))


def test_an_order_that_has_to_be_verified_is_held_back() -> None:
    assert (told(whole(status_id=12)).held, told(whole(status_id=11)).held) == (True, False)


@pytest.mark.parametrize(
    ("status", "payment", "meaning"),
    [
        (11, "captured", "paid"),
        (11, "PAID", "paid"),
        (11, "authorized", "authorised"),
        (11, "capture pending", "authorised"),
        (6, "declined", "failed"),
        (12, "held for review", "pending"),
        (7, "", "pending"),
        (7, None, "pending"),
        (11, "", None),
        (4, "refunded", "refunded"),
        (4, "", "refunded"),
        (14, "partially_refunded", "partially_refunded"),
        (14, "", "partially_refunded"),
        (5, "void", "voided"),
        (5, "void pending", None),
    ],
)
def test_the_payment_has_a_status_of_its_own(status: int, payment: str | None, meaning: PaymentState | None) -> None:
    assert told(whole(status_id=status, payment_status=payment)).payment == meaning


@pytest.mark.parametrize(("status", "state"), [(1, "confirmed"), (7, "confirmed"), (12, "received"), (5, "cancelled")])
def test_cash_on_delivery_waits_for_nothing(status: int, state: OrderState) -> None:
    event = told(whole(status_id=status, payment_method="Cash on Delivery", payment_status=""))
    assert (event.state, event.cash_on_delivery) == (state, True)


def test_a_way_to_pay_that_nobody_named_is_not_known() -> None:
    assert told(whole(payment_method="")).cash_on_delivery is None


def test_without_an_address_to_send_to_the_bill_goes_to_the_buyer() -> None:
    assert buyer(addresses=[]).phone == "+966501234567"


def test_a_number_that_cannot_be_one_leaves_it_to_the_other() -> None:
    found = buyer(addresses=[{"phone": "n/a", "country_iso2": "KW"}])
    assert (found.phone, found.country) == ("+966501234567", "KW")


def test_who_takes_it_in_is_called_where_the_buyer_has_no_name() -> None:
    found = buyer(billing_address={"phone": "50123456"}, addresses=[{"first_name": "Dana", "country_iso2": "KW"}])
    assert (found.name, found.phone) == ("Dana", "+96550123456")


def test_an_order_without_people_says_nothing_of_the_buyer() -> None:
    assert told(whole(billing_address=None, addresses=[])).buyer is None


@pytest.mark.parametrize(("locale", "tag"), [("ar", "ar"), ("en_GB", "en-GB"), ("English (UK)", None), (None, None)])
def test_the_language_is_the_customers(locale: object, tag: str | None) -> None:
    assert buyer(customer_locale=locale).language == tag


def test_money_keeps_the_decimals_of_its_currency() -> None:
    assert told(whole(currency_code="KWD", total_inc_tax="12.3450")).total == Money(12_345, "KWD")
    assert told(whole(currency_code=None)).total == Money(17_250, "SAR")


@pytest.mark.parametrize("products", [[{"name": "lamp"}], [{"price_inc_tax": 5}], None])
def test_lines_without_names_or_prices_are_not_told(products: object) -> None:
    assert told(whole(products=products)).lines is None


def test_refunds_are_told_by_their_ids() -> None:
    back = [event for event in parsed(whole(refunds=[REFUND, {**REFUND, "id": 13}])) if isinstance(event, RefundEvent)]
    assert back[0] == RefundEvent("noor", "250", BACK, "12", Money(5_750, "SAR"))
    assert [one.refund_id for one in back] == ["12", "13"]


def test_money_that_the_bank_did_not_take_back_is_no_refund() -> None:
    declined = {**REFUND, "payments": [{"is_declined": True}]}
    assert not [event for event in parsed(whole(refunds=[declined])) if isinstance(event, RefundEvent)]


def test_without_an_answer_the_status_alone_is_told() -> None:
    event = told(body("status_updated"))
    assert event == OrderEvent("noor", "250", NOW, "confirmed", number="250", held=False)


@pytest.mark.parametrize("name", ["order_created", "shipment_created", "refund_created"])
def test_without_an_answer_nothing_else_is_known(name: str) -> None:
    assert "access_token" in ignored(body(name))


@pytest.mark.parametrize("scope", ["store/order/archived", "store/order/message/created", "store/shipment/deleted", "store/cart/created", "order"])
def test_events_of_other_things_are_ignored(scope: str) -> None:
    assert scope in ignored(whole(scope))


@pytest.mark.parametrize("scope", ["store/order/statusUpdated", "store/channel/1/order/created", "STORE/ORDER/TRANSACTION/UPDATED"])
def test_all_scopes_with_an_order_say_the_same(scope: str) -> None:
    assert parsed(whole(scope)) == parsed(whole())


def test_events_of_another_shop_are_ignored() -> None:
    assert "other5x" in ignored(hook("status_updated", producer="stores/other5x"), **ACCESS)
    assert parsed(whole(), **ACCESS)


@pytest.mark.parametrize(
    "content",
    [
        whole(id=None),
        whole(total_inc_tax="much"),
        whole(currency_code="pearls"),
        whole(refunds=[{"id": []}]),
        hook("order_created", data={"type": "order"}),
        b"[]",
    ],
)
def test_what_is_malformed_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        CONNECTOR.parse(delivery(content))
