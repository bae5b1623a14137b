"""What is news of an order, and what is not."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY, HOUR
from bot.domain.details import blank_order
from bot.domain.merge import merge
from bot.domain.milestones import Reached, corrections, milestones, news, still_news
from bot.domain.money import Money
from bot.domain.notice import Notice, ledger_key
from bot.domain.order import Order, OrderState, PaymentState, Shipment, ShipmentFlag, ShipmentState
from bot.domain.store_event import InvoiceEvent, OrderEvent, RefundEvent, ShipmentEvent, StoreEvent

if TYPE_CHECKING:
    from bot.domain.notice import Milestone

# Nine in the morning in UTC.
T0 = 1_795_000_000_000 // DAY * DAY + 9 * HOUR
BLANK = blank_order("noor:1", "noor")


def order(state: OrderState | None = None, payment: PaymentState | None = None, hours: int = 0, *, cod: bool | None = None) -> OrderEvent:
    return OrderEvent("noor", "1", T0 + hours * HOUR, state, payment, "NH-1", T0, Money(10_000, "SAR"), cash_on_delivery=cod)


def parcel(state: ShipmentState, hours: int = 1, *flags: ShipmentFlag, tracking: str = "T1", eta: str | None = None) -> ShipmentEvent:
    return ShipmentEvent("noor", "1", T0 + hours * HOUR, state, tracking, eta=eta, flags=flags)


def after(*events: StoreEvent, start: Order = BLANK) -> Order:
    for event in events:
        start = merge(start, event)
    return start


def told(*events: StoreEvent) -> list[Reached]:
    """Return what is announced when each event comes alone, each thing once."""
    states = [after(*events[:count]) for count in range(len(events) + 1)]
    reached = [one for before, later in pairwise(states) for one in milestones(before, later)]
    return list(dict.fromkeys(reached))


def words(*events: StoreEvent) -> list[str]:
    return [f"{milestone} {subject}".strip() for milestone, subject, _ in told(*events)]


def test_of_an_order_that_nobody_has_told_of_nothing_is_news() -> None:
    assert news(BLANK) == {}


@pytest.mark.parametrize("state", ["received", "confirmed"])
def test_an_order_that_becomes_known_is_confirmed(state: OrderState) -> None:
    assert words(order(state)) == ["confirmed"]
    assert news(after(order(state, hours=5))) == {("confirmed", "", 1): T0}


@pytest.mark.parametrize("state", ["fulfilled", "closed"])
def test_an_order_that_is_first_heard_of_at_its_end_is_not_confirmed(state: OrderState) -> None:
    assert words(order(state)) == []


def test_the_first_sign_of_preparation_is_told_and_no_other() -> None:
    assert words(order("received"), order("preparing", hours=1), parcel("label_created", 2), order("ready", hours=3)) == ["confirmed", "prepared"]
    assert words(order("received"), parcel("label_created", 2), order("preparing", hours=1)) == ["confirmed", "prepared"]


def test_what_a_called_off_label_leaves_is_no_confirmation() -> None:
    imported = Order("noor:1", "noor", "NH-1", T0, "confirmed", "paid", Money(1, "SAR"), shipments=(Shipment("T1", "label_created", T0),))
    assert milestones(imported, after(parcel("cancelled"), start=imported)) == {}


def test_a_later_success_after_waiting_is_told() -> None:
    assert words(order("received", "pending"), order(payment="paid", hours=2)) == ["confirmed", "payment_received"]
    assert words(order("received"), order(payment="paid", hours=2)) == ["confirmed", "payment_received"]


@pytest.mark.parametrize("first", ["paid", "authorised"])
def test_a_confirmation_that_says_so_already_is_enough(first: PaymentState) -> None:
    assert words(order("received", first), order(payment="paid", hours=2)) == ["confirmed"]


def test_cash_at_the_door_is_not_acknowledged() -> None:
    assert words(order("received", "pending", cod=True), order(payment="paid", hours=50)) == ["confirmed"]


def test_a_failure_is_told_until_money_comes() -> None:
    failed = after(order("received", "pending"), order(payment="failed", hours=1))
    assert ("payment_failed", "", 1) in news(failed)
    assert set(news(merge(failed, order(payment="paid", hours=2)))) == {("confirmed", "", 1), ("payment_received", "", 1)}


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("picked_up", "shipped"),
        ("in_transit", "shipped"),
        ("out_for_delivery", "out_for_delivery"),
        ("available_for_pickup", "ready_for_pickup"),
        ("delivered", "delivered"),
        ("returned", "returned"),
        ("lost", "lost"),
    ],
)
def test_of_a_parcel_the_furthest_step_is_told(state: ShipmentState, step: Milestone) -> None:
    assert words(order("received"), parcel(state)) == ["confirmed", f"{step} T1"]
    assert list(news(after(order("received"), parcel("label_created", 0), parcel(state)))) == [(step, "T1", told(parcel(state))[0][2])]


def test_late_and_regressing_reports_say_nothing() -> None:
    assert words(parcel("out_for_delivery", 9), parcel("in_transit", 5), parcel("label_created", 12)) == ["out_for_delivery T1"]


def test_each_parcel_is_told_of_on_its_own() -> None:
    assert words(parcel("in_transit"), parcel("in_transit", 2, tracking="T2"), parcel("delivered", 9)) == ["shipped T1", "shipped T2", "delivered T1"]


def test_another_attempt_on_another_day_is_told_and_one_on_the_same_day_is_not() -> None:
    first, failed = parcel("out_for_delivery", 0), parcel("unknown", 3, "attempt_failed")
    same_day, next_day = parcel("out_for_delivery", 5), parcel("out_for_delivery", 24)
    assert [one[0] for one in told(first, failed, same_day)] == ["out_for_delivery", "attempt_failed"]
    assert [one[0] for one in told(first, failed, next_day)] == ["out_for_delivery", "attempt_failed", "out_for_delivery"]


def test_days_on_which_the_courier_merely_has_it_still_are_not_told() -> None:
    assert words(*(parcel("out_for_delivery", 24 * day) for day in range(12))) == ["out_for_delivery T1"]


def test_a_failed_attempt_is_news_until_the_next_one() -> None:
    out, failed, depot = parcel("out_for_delivery", 0), parcel("unknown", 3, "attempt_failed"), parcel("in_transit", 6)
    assert [one[0] for one in news(after(out, failed, depot))] == ["attempt_failed"]
    assert [one[0] for one in news(after(out, failed, depot, parcel("out_for_delivery", 24)))] == ["out_for_delivery"]
    assert [one[0] for one in news(after(out, failed, parcel("delivered", 24)))] == ["delivered"]


def test_two_sources_tell_of_one_attempt() -> None:
    assert words(parcel("unknown", 3, "attempt_failed"), parcel("in_transit", 4, "attempt_failed")) == ["attempt_failed T1"]


def test_a_delay_is_told_once_for_each_new_day() -> None:
    days = ("2026-11-24", "2026-11-24", "2026-11-26")
    assert [one[0] for one in told(*(parcel("in_transit", n, "delayed", eta=day) for n, day in enumerate(days)))] == ["shipped", "delayed", "delayed"]
    assert ("delayed", "T1", 0) in told(parcel("in_transit", 1, "delayed", eta="soon"))


@pytest.mark.parametrize("flag", ["on_hold", "exception"])
def test_what_is_wrong_is_told_once_while_it_lasts(flag: ShipmentFlag) -> None:
    assert words(parcel("in_transit", 1, flag), parcel("in_transit", 2), parcel("in_transit", 3, flag)) == ["shipped T1", f"{flag} T1"]


def test_what_goes_back_is_told_and_not_that_it_reached_the_shop() -> None:
    assert words(parcel("unknown", 1, "returning"), parcel("in_transit", 2), parcel("delivered", 9)) == ["returning T1"]
    assert words(parcel("delivered", 1), parcel("unknown", 9, "returning"), parcel("returned", 50)) == ["delivered T1", "returned T1"]


def test_of_a_called_off_parcel_that_moves_all_the_same_its_arrival_alone_is_told() -> None:
    assert words(parcel("cancelled"), parcel("in_transit", 2), parcel("delivered", 9)) == ["delivered T1"]


def test_a_parcel_that_was_found_is_not_shipped_again() -> None:
    assert words(parcel("lost", 5), parcel("in_transit", 9)) == ["lost T1"]


def test_an_invoice_is_told_once_it_may_be_sent() -> None:
    held = InvoiceEvent("noor", "1", T0, "INV-1", held="not cleared")
    cleared = InvoiceEvent("noor", "1", T0 + HOUR, "INV-1")
    assert told(held, cleared, replace(cleared, occurred_at=T0 + 2 * HOUR)) == [("invoice", "INV-1", 1)]
    assert told(replace(cleared, document="credit_note", number="CN-1")) == [("credit_note", "CN-1", 1)]


def test_each_refund_is_told_by_its_id_or_by_its_extent() -> None:
    refunds = [RefundEvent("noor", "1", T0, name, Money(10, "SAR")) for name in ("R1", "R2", "R1")]
    assert [one[1] for one in told(*refunds)] == ["R1", "R2"]
    extents = told(order("fulfilled", "partially_refunded"), order("fulfilled", "refunded"))
    assert extents == [("refunded", "", 1), ("refunded", "", 2)]


def test_after_a_cancellation_only_money_and_papers_are_told() -> None:
    events: list[StoreEvent] = [order("cancelled"), parcel("in_transit"), order(payment="failed"), RefundEvent("noor", "1", T0, "R1")]
    assert words(*events, InvoiceEvent("noor", "1", T0, "INV-1")) == ["cancelled", "refunded R1", "invoice INV-1"]


def test_what_came_with_an_import_is_no_news() -> None:
    imported = Order("noor:1", "noor", "NH-1", T0, "confirmed", "paid", Money(1, "SAR"), shipments=(Shipment("T1", "in_transit", T0),))
    assert milestones(imported, after(order("confirmed", "paid"), parcel("in_transit"), start=imported)) == {}


def notice(milestone: Milestone, subject: str = "", cycle: int = 1) -> Notice:
    return Notice(ledger_key("noor:1", milestone, subject, cycle, "cu"), milestone, "noor:1", subject)


def test_what_has_been_overtaken_is_not_news_any_more() -> None:
    out = after(order("received"), parcel("out_for_delivery"))
    assert [still_news(out, notice(one, "T1")) for one in ("shipped", "delivered")] == [False, False]
    assert still_news(out, notice("out_for_delivery", "T1", (T0 + HOUR) // DAY))


def test_what_a_job_says_is_for_its_own_rule_to_judge() -> None:
    assert still_news(BLANK, notice("stuck", "T1"))


def test_what_comes_up_soon_after_a_delivery_is_a_correction() -> None:
    delivered = after(parcel("delivered", 1))
    assert corrections(delivered, after(parcel("unknown", 5, "exception"), start=delivered)) == ("T1",)
    assert corrections(delivered, after(parcel("unknown", 99, "exception"), start=delivered)) == ()
    assert corrections(delivered, after(parcel("in_transit", 5, "delayed"), start=delivered)) == ()
