"""What an order is apart from its states."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.details import blank_order, makes_order, memory
from bot.domain.merge import merge
from bot.domain.money import Money
from bot.domain.order import Line, Order
from bot.domain.store_event import Buyer, OrderEvent

T0 = 1_795_000_000_000
MAKING = OrderEvent("noor", "1", T0, "received", "pending", "NH-1", T0 - 5, Money(100, "SAR"), (Line("Shirt", 1, Money(100, "SAR")),))
BUYER = Buyer("+966501234567", "Sara", "sara@example.com", "ar", "SA", consent=True)


def test_number_time_and_total_make_an_order() -> None:
    assert makes_order(MAKING)
    lacking = [replace(MAKING, number=None), replace(MAKING, placed_at=None), replace(MAKING, total=None)]
    assert [makes_order(event) for event in lacking] == [False, False, False]


def test_a_made_order_is_what_its_event_says() -> None:
    order = merge(blank_order("noor:1", "noor"), replace(MAKING, buyer=BUYER, cash_on_delivery=True, payment_url="https://pay.example"))
    assert (order.number, order.placed_at, order.total, order.lines) == ("NH-1", T0 - 5, Money(100, "SAR"), MAKING.lines)
    assert (order.phone, order.language, order.country, order.consent) == ("+966501234567", "ar", "SA", True)
    assert (order.state, order.state_at, order.payment, order.cash_on_delivery, order.payment_url) == (
        "received",
        T0,
        "pending",
        True,
        "https://pay.example",
    )


def test_the_newest_word_on_a_detail_holds() -> None:
    order = merge(blank_order("noor:1", "noor"), MAKING)
    newer, older = replace(MAKING, occurred_at=T0 + 1, total=Money(200, "SAR")), replace(MAKING, occurred_at=T0 - 1, total=Money(300, "SAR"))
    assert merge(merge(order, newer), older).total == Money(200, "SAR")


def test_what_an_event_does_not_tell_stays() -> None:
    order = merge(blank_order("noor:1", "noor"), replace(MAKING, buyer=BUYER, held=True))
    assert replace(merge(order, OrderEvent("noor", "1", T0 + 9, buyer=Buyer(name="S."))), marks=order.marks) == order


def test_a_hold_can_be_lifted_and_consent_withdrawn() -> None:
    order = merge(blank_order("noor:1", "noor"), replace(MAKING, buyer=BUYER, held=True))
    later = merge(order, OrderEvent("noor", "1", T0 + 9, buyer=Buyer(consent=False), held=False))
    assert (later.held, later.consent) == (False, False)


def test_an_imported_order_has_heard_everything_when_its_state_occurred() -> None:
    imported = Order("noor:1", "noor", "NH-1", T0 - 9, "confirmed", "paid", Money(100, "SAR"), phone="+966501111111", state_at=T0)
    assert merge(imported, OrderEvent("noor", "1", T0 - 1, buyer=BUYER)).phone == "+966501111111"
    assert merge(imported, OrderEvent("noor", "1", T0 + 1, buyer=BUYER)).phone == "+966501234567"
    assert memory(imported)["payment:paid"] == T0
