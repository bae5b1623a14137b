from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.zid import CONNECTOR
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.errors import Unauthenticated
from tests.connectors.telling import Told, begins, through_the_door, told
from tests.connectors.zid.bodies import ORDER, all_of, body, changed, with_code

SECRET = "b3f1c2d4e5a697880112233445566778"
CREATE, STATUS, PAYMENT = "order.create", "order.status.update", "order.payment_status.update"
WAYBILL = {"method": {"courier": "SMSA Express", "tracking": {"number": "290012345678", "url": "https://track.example/290012345678"}}}
LIFE = (
    (body("order_create"), CREATE),
    (with_code("preparing", updated_at="2026-11-20 10:00:00"), STATUS),
    (with_code("ready", updated_at="2026-11-20 15:00:00", shipping=WAYBILL), STATUS),
    (with_code("indelivery", updated_at="2026-11-21 06:05:00", shipping=WAYBILL), STATUS),
    (with_code("delivered", updated_at="2026-11-22 08:30:00", shipping=WAYBILL), STATUS),
    (with_code("refunded", updated_at="2026-11-25 08:30:00", shipping=WAYBILL, payment_status="refunded"), STATUS),
)


def story(*contents: tuple[bytes, str]) -> Told:
    return told(CONNECTOR, contents)


def test_the_customer_hears_of_each_step_once() -> None:
    assert story(*LIFE, *LIFE).heard == ("confirmed", "invoice", "prepared", "shipped", "delivered", "refunded")


def test_the_order_knows_all_of_it_in_the_end() -> None:
    order = story(*LIFE).order
    assert (order.number, order.state, order.payment, order.total) == (ORDER, "fulfilled", "refunded", Money(21_145, "SAR"))
    assert (order.phone, order.language, order.placed_at) == ("+966501234567", "ar", parse_instant("2026-11-20T09:21:40Z"))


def test_it_has_one_parcel() -> None:
    (parcel,) = story(*LIFE).order.shipments
    assert (parcel.state, parcel.tracking_number, parcel.carrier) == ("delivered", "290012345678", "SMSA Express")
    assert parcel.state_at == parse_instant("2026-11-22T08:30:00Z")


def test_its_invoice_is_the_one_that_zid_has_made() -> None:
    (invoice,) = story(*LIFE).order.invoices
    assert (invoice.number, invoice.pdf_url) == (ORDER, "https://files.zid.example/pdf/order_72524870.pdf")


@given(st.permutations(LIFE), st.lists(st.sampled_from(LIFE), max_size=4))
def test_any_sequence_and_repetition_ends_in_the_same_order(contents: list[tuple[bytes, str]], repeated: list[tuple[bytes, str]]) -> None:
    assert story(*contents, *repeated).order == story(*LIFE).order


def test_money_that_comes_later_is_news_and_so_is_the_invoice() -> None:
    unpaid = changed("order_create", payment_status="unpaid")
    paid = changed("order_create", payment_status="paid", updated_at="2026-11-20 09:40:00")
    assert story((unpaid, CREATE), (paid, PAYMENT)).heard == ("confirmed", "payment_received", "invoice")


def test_cash_at_the_door_is_never_received() -> None:
    cash: dict[str, Any] = {"payment": {"method": {"code": "zid_cod"}}, "payment_status": "pending"}
    found = story((changed("order_create", **cash), CREATE), (with_code("delivered", updated_at="2026-11-22 08:30:00", **cash), STATUS))
    assert (found.heard, found.order.payment) == (("confirmed", "invoice", "delivered"), "pending")


@pytest.mark.parametrize("code", ["canceled", "expired", "failed"])
def test_a_cancelled_order_is_told_to_be(code: str) -> None:
    cancelled = with_code(code, updated_at="2026-11-20 12:00:00", payment_status="pending", invoice_link=None)
    assert story((changed("order_create", payment_status="pending"), CREATE), (cancelled, STATUS)).heard == ("confirmed", "cancelled")


def test_a_return_is_told() -> None:
    assert story(*LIFE[:4], (with_code("reverse_in_progress", updated_at="2026-11-22 08:30:00", shipping=WAYBILL), STATUS)).heard[-1] == "returning"


@pytest.mark.parametrize("place", range(len(LIFE)))
def test_every_event_may_begin_the_order(place: int) -> None:
    assert begins(CONNECTOR, *LIFE[place])


@pytest.mark.parametrize(("content", "topic"), LIFE)
def test_a_repeated_delivery_is_the_same_item(content: bytes, topic: str) -> None:
    first, second = (through_the_door(CONNECTOR, content, [SECRET], {}, token=SECRET, event=topic) for _ in range(2))
    assert first == second
    assert first[1] == all_of(content, topic)


def test_nobody_comes_through_the_door_without_the_secret() -> None:
    with pytest.raises(Unauthenticated):
        through_the_door(CONNECTOR, LIFE[0][0], [SECRET], {}, token="guessed")
