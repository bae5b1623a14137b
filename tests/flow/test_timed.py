"""Notices that the clock makes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.clock import DAY, HOUR
from bot.domain.truth import untrue
from bot.flow.timed import cod_confirmations, payment_reminders, reviews
from tests.domain.notices import NOW, ORDERS, PAPER

UNPAID = replace(ORDERS["payment_reminder"], placed_at=NOW - 3 * HOUR)
COD = replace(ORDERS["cod_confirm"], placed_at=NOW - 3 * HOUR)
ARRIVED = ORDERS["review"]
ARRIVED_AT = ARRIVED.shipments[0].state_at


def test_an_unpaid_order_is_reminded_once_its_time_has_come() -> None:
    (notice,) = payment_reminders(UNPAID, NOW, after=2 * HOUR)
    assert (notice.key, notice.occurred_at) == ("noura:1:payment_reminder::1:cu:sara", NOW - HOUR)
    assert payment_reminders(UNPAID, NOW, after=4 * HOUR) == ()


def test_a_second_reminder_is_another_notice_and_there_is_no_third() -> None:
    keys = [payment_reminders(UNPAID, NOW + later, after=2 * HOUR, times=2)[0].key for later in (0, 2 * HOUR, 9 * HOUR)]
    assert keys == [f"noura:1:payment_reminder::{number}:cu:sara" for number in (1, 2, 2)]


@pytest.mark.parametrize("changes", [{"payment": "paid"}, {"cash_on_delivery": True}, {"state": "cancelled"}, {"customer_id": None}])
def test_who_owes_nothing_is_not_reminded(changes: dict[str, object]) -> None:
    assert payment_reminders(replace(UNPAID, **changes), NOW, after=HOUR) == ()  # type: ignore[arg-type] # real fields


def test_old_orders_are_let_be() -> None:
    assert payment_reminders(replace(UNPAID, placed_at=NOW - 30 * DAY), NOW, after=HOUR) == ()
    assert payment_reminders(UNPAID, NOW, after=0) == ()


def test_cash_on_delivery_is_confirmed_while_it_is_open() -> None:
    (notice,) = cod_confirmations(COD, NOW, after=HOUR)
    assert notice.milestone == "cod_confirm"
    assert cod_confirmations(COD, NOW, after=4 * HOUR) == ()
    assert cod_confirmations(replace(COD, state="confirmed"), NOW, after=HOUR) == ()


def test_a_review_is_asked_for_days_after_the_last_parcel() -> None:
    assert reviews(ARRIVED, ARRIVED_AT + 3 * DAY - 1, after=3 * DAY) == ()
    (notice,) = reviews(ARRIVED, ARRIVED_AT + 3 * DAY, after=3 * DAY)
    assert notice.occurred_at == ARRIVED_AT + 3 * DAY
    assert reviews(ARRIVED, ARRIVED_AT + 11 * DAY, after=3 * DAY) == ()
    assert reviews(replace(ORDERS["shipped"], invoices=(PAPER,)), NOW, after=0) == ()


def test_what_a_job_makes_is_true() -> None:
    made = [
        (UNPAID, payment_reminders(UNPAID, NOW, after=HOUR)),
        (COD, cod_confirmations(COD, NOW, after=HOUR)),
        (ARRIVED, reviews(ARRIVED, NOW, after=0)),
    ]
    assert [untrue(notice, order) for order, notices in made for notice in notices] == [None] * 3
