"""The order that was never real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY, parse_instant
from bot.domain.notice import KINDS
from bot.domain.store import Store
from bot.language.notices import candidates, notice_invoice, notice_parcel
from bot.language.notices.sample import sample_notice

if TYPE_CHECKING:
    from bot.domain.notice import Milestone

NOW = parse_instant("2026-11-24T12:00Z")
DAR = Store("dar", "Dar", "n2", currency="AED", country="AE")
PARCELS = (
    *("shipped", "out_for_delivery", "ready_for_pickup", "delivered", "attempt_failed", "delayed", "on_hold", "exception", "stuck"),
    *("lost", "returning", "returned"),
)


@pytest.mark.parametrize("milestone", list(KINDS))
def test_it_is_an_order_of_the_store_and_the_notice_is_of_it(milestone: Milestone) -> None:
    notice, order = sample_notice(milestone, DAR, NOW)
    assert (notice.milestone, notice.order_id, order.store_id, order.country) == (milestone, order.id, "dar", "AE")
    assert order.total.currency == "AED"
    assert sample_notice(milestone, DAR, NOW) == (notice, order)


@pytest.mark.parametrize("milestone", list(KINDS))
def test_it_is_never_stale(milestone: Milestone) -> None:
    notice, order = sample_notice(milestone, DAR, NOW)
    assert not notice.stale(NOW)
    assert NOW - 2 * DAY < order.placed_at < NOW


@pytest.mark.parametrize("milestone", PARCELS)
def test_what_happens_to_a_parcel_names_it(milestone: Milestone) -> None:
    notice, order = sample_notice(milestone, DAR, NOW)
    parcel = notice_parcel(notice, order)
    assert parcel is not None
    assert (notice.subject, parcel.carrier, parcel.eta) == (parcel.id, "Aramex", "2026-11-26")


@pytest.mark.parametrize(("milestone", "number"), [("invoice", "INV-1042"), ("credit_note", "CN-1042")])
def test_a_paper_is_there_as_a_file(milestone: Milestone, number: str) -> None:
    notice, order = sample_notice(milestone, DAR, NOW)
    invoice = notice_invoice(notice, order)
    assert invoice is not None
    assert (invoice.number, invoice.kind, invoice.document_id is not None) == (number, milestone, True)
    assert candidates(notice, order)[0].document


@pytest.mark.parametrize(
    ("milestone", "payment", "cash"),
    [
        ("confirmed", "paid", False),
        ("payment_failed", "pending", False),
        ("payment_reminder", "pending", False),
        ("cod_confirm", "pending", True),
        ("refunded", "refunded", False),
        ("credit_note", "refunded", False),
    ],
)
def test_it_is_paid_as_the_notice_would_have_it(milestone: Milestone, payment: str, *, cash: bool) -> None:
    _, order = sample_notice(milestone, DAR, NOW)
    assert (order.payment, order.cash_on_delivery) == (payment, cash)
