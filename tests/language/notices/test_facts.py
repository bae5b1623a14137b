"""What notices may say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.answer import Day, Ref, Say
from bot.domain.notice import Notice
from bot.language.notices import notice_invoice, notice_parcel
from bot.language.notices.facts import notice_facts
from tests.domain.notices import NOW, ORDERS, PAPER, PARCEL, PLAIN, SHIPPED, TOTAL, notice_of
from tests.language.conftest import STORE

OTHER = replace(PARCEL, id="p2", tracking_number="99")


def about(subject: str) -> Notice:
    return Notice("key", "shipped", SHIPPED.id, subject)


@pytest.mark.parametrize("subject", ["p1", "1234AB"])
def test_a_parcel_is_found_by_id_or_number(subject: str) -> None:
    first = replace(PARCEL, id="p1")
    assert notice_parcel(about(subject), replace(SHIPPED, shipments=(first, OTHER))) == first


def test_a_parcel_that_is_gone_is_the_newest() -> None:
    assert notice_parcel(about("gone"), replace(SHIPPED, shipments=(PARCEL, OTHER))) == OTHER
    assert notice_parcel(about("gone"), PLAIN) is None


def test_a_paper_is_found_by_its_number_and_kind() -> None:
    both = replace(PLAIN, invoices=(PAPER, replace(PAPER, kind="credit_note")))
    found = notice_invoice(notice_of("credit_note", both), both)
    assert found is not None
    assert found.kind == "credit_note"
    assert notice_invoice(notice_of("confirmed"), both) is None


def test_an_order_without_parcels_has_values_for_everything() -> None:
    facts = notice_facts(about("gone"), replace(PLAIN, state_at=NOW), store=STORE, now=None)
    assert facts["carrier"] == Say("parcel.carrier")
    assert facts["eta"] == Say("notice.eta_unknown")
    assert facts["scan"] == Day("2026-11-24")


def test_a_parcel_without_a_scan_counts_from_its_state() -> None:
    order = replace(SHIPPED, shipments=(replace(PARCEL, scan_at=None),))
    assert notice_facts(about(PARCEL.id), order, store=STORE, now=None)["scan"] == Day("2026-11-23")


def test_an_invoice_has_its_own_total() -> None:
    order = replace(PLAIN, invoices=(replace(PAPER, total=replace(TOTAL, minor=100)),))
    facts = notice_facts(notice_of("invoice", order), order, store=STORE, now=None)
    assert (facts["total"], facts["invoice"]) == (replace(TOTAL, minor=100), Ref("INV-7"))


def test_a_paper_that_is_gone_is_still_called_by_its_number() -> None:
    facts = notice_facts(notice_of("invoice"), PLAIN, store=STORE, now=None)
    assert (facts["invoice"], facts["total"]) == (Ref("INV-7"), TOTAL)


def test_every_notice_knows_the_same_names() -> None:
    names = {frozenset(notice_facts(notice_of(milestone), order, store=STORE, now=NOW)) for milestone, order in ORDERS.items()}
    assert len(names) == 1
