from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.salla import CONNECTOR
from bot.connectors.signatures import hmac_hex
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Invoice
from bot.errors import Unauthenticated
from tests.connectors.salla.bodies import NUMBER, ORDER, all_of, body, changed, with_slug
from tests.connectors.telling import Told, begins, through_the_door, told

if TYPE_CHECKING:
    from bot.domain.order import Order

SECRET = "5f0c2d1a9be84f27a6c3d5e1"
LIFE = (
    body("order_created"),
    body("invoice_created"),
    body("order_shipment_created"),
    body("order_status_updated"),
    body("shipment_updated"),
    changed("shipment_updated", status="delivered", created_at="2026-11-22 11:40:00"),
    body("shipment_return"),
    body("order_refunded"),
    body("credit_note_created"),
)


def story(*contents: bytes) -> Told:
    return told(CONNECTOR, [(content, "") for content in contents])


def unnamed(order: Order) -> Order:
    """Leave out what a parcel is called: its number if that came first, which is nothing that a customer sees."""
    return replace(order, shipments=tuple(replace(parcel, id="") for parcel in order.shipments))


def signed(content: bytes) -> dict[str, str]:
    return {"X-Salla-Security-Strategy": "Signature", "X-Salla-Signature": hmac_hex(SECRET, content)}


def test_the_customer_hears_of_each_step_once() -> None:
    assert story(*LIFE, *LIFE).heard == (
        *("confirmed", "invoice", "prepared", "shipped", "out_for_delivery", "delivered", "refunded", "credit_note"),
    )


def test_the_order_knows_all_of_it_in_the_end() -> None:
    order = story(*LIFE).order
    assert (order.number, order.state, order.payment, order.total) == (NUMBER, "fulfilled", "refunded", Money(27_025, "SAR"))
    assert (order.refunded, order.phone, order.placed_at) == (Money(18_400, "SAR"), "+966501234567", parse_instant("2026-11-20T12:21:40+03:00"))
    assert [line.title for line in order.lines] == ["مصباح طاولة", "شمعة"]


def test_it_has_one_parcel_whoever_spoke_of_it() -> None:
    (parcel,) = story(*LIFE).order.shipments
    assert (parcel.state, parcel.tracking_number, parcel.carrier) == ("delivered", "290012345678", "SMSA Express")
    assert parcel.state_at == parse_instant("2026-11-22T11:40:00+03:00")


def test_it_has_an_invoice_and_a_credit_note() -> None:
    first, second = story(*LIFE).order.invoices
    assert first == Invoice("10442", parse_instant("2026-11-20T12:25:00+03:00"), Money(27_025, "SAR"))
    assert (second.number, second.kind) == ("CN-77", "credit_note")


@given(st.permutations(LIFE), st.lists(st.sampled_from(LIFE), max_size=4))
def test_any_sequence_and_repetition_ends_in_the_same_order(contents: list[bytes], repeated: list[bytes]) -> None:
    assert unnamed(story(*contents, *repeated).order) == unnamed(story(*LIFE).order)


def test_money_that_comes_later_is_news() -> None:
    paid = changed(
        "order_payment_updated",
        status={"slug": "under_review"},
        is_pending_payment=False,
        payment_actions={"remaining_action": {"has_remaining_amount": False}},
        created_at="2026-11-20T12:45:00+03:00",
    )
    found = story(body("order_payment_updated"), paid)
    assert (found.heard, found.order.payment) == (("confirmed", "payment_received"), "paid")


def test_cash_at_the_door_is_never_received() -> None:
    cash = [with_slug(slug, payment_method="cod") for slug in ("under_review", "in_progress", "shipped", "delivered")]
    found = story(*cash)
    assert (found.heard, found.order.payment, found.order.cash_on_delivery) == (("confirmed", "prepared", "shipped", "delivered"), "pending", True)


def test_a_cancelled_order_says_nothing_more() -> None:
    assert story(body("order_created"), body("order_cancelled"), body("shipment_updated")).heard == ("confirmed", "cancelled")


def test_a_failed_attempt_is_told_and_then_the_next_one() -> None:
    failed = changed("shipment_updated", status="to_be_reattempted", created_at="2026-11-22 15:00:00")
    again = changed("shipment_updated", status="delivering", created_at="2026-11-23 09:00:00")
    found = story(body("order_created"), body("shipment_updated"), failed, again)
    assert found.heard == ("confirmed", "out_for_delivery", "attempt_failed")
    assert found.order.shipments[0].state == "out_for_delivery"


def test_what_goes_back_to_the_shop_is_not_delivered() -> None:
    back = changed("shipment_updated", status="return_to_origin", created_at="2026-11-24 09:00:00")
    there = changed("shipment_updated", status="delivered", created_at="2026-11-25 09:00:00")
    assert story(body("order_created"), back, there).heard == ("confirmed", "returning")


def test_a_held_invoice_waits() -> None:
    assert story(body("order_created"), changed("invoice_created", zatca_status="rejected")).heard == ("confirmed",)


def test_an_order_may_begin_with_its_creation_and_not_with_a_bare_status() -> None:
    assert begins(CONNECTOR, body("order_created"))
    assert not begins(CONNECTOR, body("order_status_updated"))


@pytest.mark.parametrize("content", LIFE)
def test_a_repeated_delivery_is_the_same_item(content: bytes) -> None:
    first, second = (through_the_door(CONNECTOR, content, [SECRET], signed(content))[0] for _ in range(2))
    assert first == second
    assert first.startswith("salla:noor:1305146709:")


def test_what_comes_through_the_door_is_what_was_sent() -> None:
    _, events = through_the_door(CONNECTOR, LIFE[0], [SECRET], signed(LIFE[0]))
    assert events == all_of(LIFE[0])
    assert events[0].order_ref == ORDER


@pytest.mark.parametrize("content", LIFE)
def test_a_changed_byte_is_turned_away_at_the_door(content: bytes) -> None:
    with pytest.raises(Unauthenticated):
        through_the_door(CONNECTOR, content[:-3] + b" " + content[-2:], [SECRET], signed(content))
