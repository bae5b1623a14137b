"""Which notices a change makes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.clock import DAY, HOUR
from bot.domain.customer import Customer
from bot.domain.money import Money
from bot.domain.notice import Milestone, Notice, Skipped
from bot.domain.order import Invoice, Order, Refund, Shipment
from bot.domain.store import Store
from bot.flow.notify import notices_of_change, outbox_item, stuck_parcels

NOW = 1_760_000_000_000
PARCEL = Shipment("T1", "in_transit", NOW, tracking_number="T1", scan_at=NOW)
BEFORE = Order("noor:1", "noor", "NH-1", NOW - DAY, "preparing", "paid", Money(100, "SAR"), customer_id="cu")
AFTER = replace(BEFORE, shipments=(PARCEL,))
STORE = Store("noor", "Noor Home", "n1", language="ar")


def test_a_parcel_on_its_way_is_one_notice_under_its_own_key() -> None:
    assert notices_of_change(BEFORE, AFTER, NOW) == (Notice("noor:1:shipped:T1:1:cu", "shipped", "noor:1", "T1", NOW),)


def test_no_change_is_no_notice() -> None:
    assert notices_of_change(AFTER, AFTER, NOW) == ()


@pytest.mark.parametrize(
    ("after", "now", "why"),
    [
        (replace(AFTER, customer_id=None), NOW, "no customer"),
        (AFTER, NOW + 73 * HOUR, "too long ago"),
    ],
)
def test_what_is_not_said_has_a_reason(after: Order, now: int, why: str) -> None:
    (skipped,) = notices_of_change(BEFORE, after, now)
    assert isinstance(skipped, Skipped)
    assert why in skipped.reason


def test_two_parcels_are_two_notices() -> None:
    after = replace(AFTER, shipments=(PARCEL, replace(PARCEL, id="T2", tracking_number="T2")))
    assert len(notices_of_change(BEFORE, after, NOW)) == 2


def test_a_silent_parcel_is_noticed_once_per_silence() -> None:
    (first,) = stuck_parcels(AFTER, NOW + 1)
    (same,) = stuck_parcels(AFTER, NOW + DAY)
    (later,) = stuck_parcels(replace(AFTER, shipments=(replace(PARCEL, scan_at=NOW + DAY),)), NOW + 9 * DAY)
    assert first == same
    assert later.key != first.key


@pytest.mark.parametrize(
    "order",
    [
        BEFORE,
        replace(AFTER, state="cancelled"),
        replace(AFTER, customer_id=None),
        replace(AFTER, shipments=(replace(PARCEL, state="delivered"),)),
        replace(AFTER, shipments=(replace(PARCEL, scan_at=None),)),
    ],
)
def test_nobody_is_told_of_silence_where_there_is_none(order: Order) -> None:
    assert stuck_parcels(order, NOW + 1) == ()


@pytest.mark.parametrize(("spoken", "known", "expected"), [("en", "ar", "en"), (None, "es", "es"), (None, None, "ar")])
def test_a_notice_speaks_the_customers_language(spoken: str | None, known: str | None, expected: str) -> None:
    notice = Notice("k", "shipped", "noor:1", "T1")
    customer = Customer("cu", "noor", language=known, e164="+966501234567")
    item = outbox_item("noor:1:2:0", notice, AFTER, customer, STORE, NOW, language=spoken)
    assert item.language == expected
    assert item.to.wa_id == "966501234567"


def test_money_and_papers_are_told_of_a_cancelled_order() -> None:
    cancelled = replace(BEFORE, state="cancelled", state_at=NOW)
    after = replace(cancelled, refunds=(Refund("r1", NOW),), invoices=(Invoice("CN-1", NOW, None, kind="credit_note"),))
    said = notices_of_change(cancelled, after, NOW)
    assert {entry.milestone for entry in said if isinstance(entry, Notice)} == {"refunded", "credit_note"}


@pytest.mark.parametrize(
    ("milestone", "delay", "due"), [("shipped", 30_000, 30_000), ("out_for_delivery", 30_000, 5_000), ("out_for_delivery", 1_000, 1_000)]
)
def test_several_notices_have_time_to_become_one_and_urgent_ones_less(milestone: Milestone, delay: int, due: int) -> None:
    customer = Customer("cu", "noor", e164="+966501234567")
    item = outbox_item("x", Notice("k", milestone, "noor:1", "T1"), AFTER, customer, STORE, NOW, language=None, delay=delay)
    assert (item.created_at, item.due_at) == (NOW, NOW + due)


def test_a_silence_is_news_when_it_is_found() -> None:
    (notice,) = stuck_parcels(AFTER, NOW + 1, now=NOW + DAY)
    assert notice.occurred_at == NOW + DAY


@pytest.mark.parametrize(("milestone", "kind"), [("review", "survey"), ("shipped", "notice"), ("payment_failed", "notice")])
def test_a_question_about_how_it_was_goes_after_everything_else(milestone: Milestone, kind: str) -> None:
    notice = Notice("k", milestone, "noor:1", "T1", NOW)
    item = outbox_item("noor:1:2:0", notice, AFTER, Customer("cu", "noor", e164="+966501234567"), STORE, NOW, language=None)
    assert item.kind == kind
