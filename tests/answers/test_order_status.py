from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers.order_status import answer
from bot.domain.clock import DAY
from bot.domain.money import Money
from tests.answers.conftest import DELIVERED, LATE_PARCEL, NOW, ORDER, PARCEL, PREPARING, facts

if TYPE_CHECKING:
    from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState
    from tests.answers.conftest import Words

BEFORE_SHIPPING: list[tuple[OrderState, str, str]] = [
    ("received", "We've received your order #1002", "استلمنا طلبك"),
    ("confirmed", "Your order #1002 is confirmed", "مؤكد"),
    ("preparing", "We're preparing your order #1002", "قيد التجهيز"),
    ("ready", "packed and ready to ship", "جاهز للشحن"),
    ("fulfilled", "has left our store", "خرج طلبك"),
    ("closed", "is completed", "مكتمل"),
    ("cancelled", "was cancelled", "تم إلغاء طلبك"),
]
PARCELS: list[tuple[ShipmentState, str, str]] = [
    ("unknown", "is with Aramex, who haven't reported", "لدى"),
    ("label_created", "waiting for Aramex to collect it", "ينتظر"),
    ("picked_up", "has been collected by Aramex", "استلمت"),
    ("in_transit", "is on its way with Aramex", "في الطريق"),
    ("out_for_delivery", "is out for delivery with Aramex", "خرج للتوصيل"),
    ("available_for_pickup", "ready for you to collect from Aramex", "جاهز للاستلام"),
    ("delivered", "was delivered yesterday", "تم توصيل طلبك"),
    ("returned", "was sent back to us yesterday", "أُعيد طلبك"),
    ("cancelled", "was cancelled", "أُلغيت شحنة"),
    ("lost", "is lost", "بفقدان"),
]
FLAGS: list[tuple[ShipmentFlag, str]] = [
    ("delayed", "reports a delay"),
    ("attempt_failed", "tried to deliver"),
    ("on_hold", "is holding it"),
    ("exception", "reports a problem"),
    ("returning", "is sending it back"),
]


@pytest.mark.parametrize(("state", "english", "arabic"), BEFORE_SHIPPING)
def test_orders_that_have_not_shipped_say_their_state(words: Words, state: OrderState, english: str, arabic: str) -> None:
    said = answer(facts(replace(PREPARING, state=state)))
    assert english in words(said)
    assert arabic in words(said, "ar")


@pytest.mark.parametrize(("state", "english", "arabic"), PARCELS)
def test_parcels_say_their_state(words: Words, state: ShipmentState, english: str, arabic: str) -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, state=state),))
    said = answer(facts(order, chosen=order))
    assert english in words(said)
    assert arabic in words(said, "ar")


def test_a_parcel_under_way_says_where_it_was_seen_and_when_it_comes(words: Words) -> None:
    text = words(answer(facts(ORDER)))
    assert "Last scan: Riyadh hub, Tuesday 24 November, 7:00" in text
    assert "It should reach you on Thursday 26 November." in text
    assert "Tracking number with Aramex: 123456789012" in text


def test_the_carriers_page_is_offered(words: Words) -> None:
    said = answer(facts(ORDER))
    assert said.link is not None
    assert said.link[0] == "https://aramex.example/1"
    assert "https" not in words(said)


def test_a_parcel_without_carrier_speaks_of_the_carrier(words: Words) -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, carrier=None, scan_place=None),))
    text = words(answer(facts(order)))
    assert "on its way with the carrier" in text
    assert "Last scan: Tuesday 24 November" in text


def test_an_unknown_day_is_said_to_be_unknown(words: Words) -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, eta=None),))
    assert "hasn't given a delivery day" in words(answer(facts(order)))


@pytest.mark.parametrize(
    ("eta", "text"), [("2026-11-24", "reach you today"), ("2026-11-25", "reach you tomorrow"), ("2026-11-23", "reached you yesterday, so it's late")]
)
def test_near_days_are_named(words: Words, eta: str, text: str) -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, eta=eta),))
    assert text in words(answer(facts(order)))


def test_a_day_that_has_passed_is_admitted_once(words: Words) -> None:
    order = replace(ORDER, shipments=(replace(LATE_PARCEL, flags=("delayed",)),))
    text = words(answer(facts(order)))
    assert "so it's late. I'm sorry" in text
    assert "reports a delay" not in text


def test_a_long_silence_is_admitted(words: Words) -> None:
    order = replace(ORDER, shipments=(LATE_PARCEL,))
    assert "no scan for 6 days" in words(answer(facts(order)))
    assert "منذ 6 أيام" in words(answer(facts(order)), "ar")


@pytest.mark.parametrize(("flag", "text"), FLAGS)
def test_trouble_is_told(words: Words, flag: ShipmentFlag, text: str) -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, flags=(flag,)),))
    assert text in words(answer(facts(order)))


def test_trouble_of_a_delivered_parcel_is_over(words: Words) -> None:
    order = replace(DELIVERED, shipments=(replace(PARCEL, state="delivered", flags=("delayed",)),))
    text = words(answer(facts(order)))
    assert "delay" not in text
    assert "Last scan" not in text


def test_what_happens_next_is_told_before_shipping(words: Words) -> None:
    assert "I'll write to you here" in words(answer(facts(PREPARING)))


def test_an_unconfirmed_payment_is_told_without_alarm(words: Words) -> None:
    text = words(answer(facts(replace(PREPARING, payment="pending"))))
    assert "payment of SAR\u00a050.00 hasn't been confirmed" in text
    assert "on delivery" in text


def test_a_failed_payment_promises_nothing(words: Words) -> None:
    text = words(answer(facts(replace(PREPARING, payment="failed"))))
    assert "didn't go through" in text
    assert "I'll write to you" not in text


@pytest.mark.parametrize(
    ("payment", "refunded", "text"),
    [("refunded", None, "SAR\u00a050.00 was refunded"), ("partially_refunded", Money(1000, "SAR"), "SAR\u00a010.00 was refunded")],
)
def test_a_refund_of_a_cancelled_order_is_told(words: Words, payment: PaymentState, refunded: Money | None, text: str) -> None:
    order = replace(PREPARING, state="cancelled", payment=payment, refunded=refunded)
    assert text in words(answer(facts(order)))


def test_every_parcel_of_an_order_is_told(words: Words) -> None:
    order = replace(ORDER, shipments=(PARCEL, LATE_PARCEL))
    text = words(answer(facts(order)))
    assert "comes in 2 parcels:" in text
    assert "Parcel 1: on its way with Aramex" in text
    assert "Parcel 2: on its way with SMSA" in text
    assert "https://aramex.example/1" in text
    assert "https://smsa.example/77" in text


def test_two_parcels_have_a_dual_in_arabic(words: Words) -> None:
    order = replace(ORDER, shipments=(PARCEL, LATE_PARCEL))
    assert "مقسّم على شحنتين" in words(answer(facts(order)), "ar")


def test_parcels_with_one_page_between_them_offer_it() -> None:
    order = replace(ORDER, shipments=(PARCEL, replace(LATE_PARCEL, tracking_url=None)))
    link = answer(facts(order)).link
    assert link is not None
    assert link[0] == "https://aramex.example/1"


def test_the_only_open_order_is_meant() -> None:
    assert answer(facts(DELIVERED, ORDER)).order_id == ORDER.id


def test_without_open_orders_the_newest_is_meant() -> None:
    older = replace(DELIVERED, id="noura:0", number="#0800")
    assert answer(facts(DELIVERED, older)).order_id == DELIVERED.id


def test_among_several_open_orders_the_customer_chooses(words: Words) -> None:
    said = answer(facts(PREPARING, ORDER, DELIVERED))
    assert (said.asks, said.as_list, said.order_id) == ("order_status", True, None)
    assert [option.id for option in said.options] == ["order:noura:2|order_status", "order:noura:1|order_status"]
    assert "You have 2 open orders" in words(said)


def test_a_chosen_order_is_answered_at_once() -> None:
    said = answer(facts(PREPARING, ORDER, chosen=ORDER))
    assert (said.asks, said.order_id) == (None, ORDER.id)


def test_without_orders_help_is_offered(words: Words) -> None:
    said = answer(facts())
    assert "can't find any orders" in words(said)
    assert [option.id for option in said.options] == ["ask:talk_to_human"]


def test_a_lost_parcel_without_page_offers_a_person() -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, state="lost", tracking_url=None),))
    assert [option.id for option in answer(facts(order)).options] == ["ask:talk_to_human"]


def test_old_orders_are_dated(words: Words) -> None:
    order = replace(DELIVERED, shipments=(replace(PARCEL, state="delivered", state_at=NOW - 20 * DAY),))
    assert "was delivered on Wednesday 4 November" in words(answer(facts(order)))
