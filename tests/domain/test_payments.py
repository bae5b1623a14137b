"""The money of an order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.details import blank_order
from bot.domain.merge import merge
from bot.domain.money import Money
from bot.domain.order import Order, PaymentState
from bot.domain.store_event import InvoiceEvent, OrderEvent, RefundEvent, StoreEvent

T0 = 1_795_000_000_000
TOTAL = Money(12_345, "KWD")
PAID = Order("noor:1", "noor", "NH-1", T0, "confirmed", "paid", TOTAL, state_at=T0)


def after(*events: StoreEvent, start: Order = PAID) -> Order:
    for event in events:
        start = merge(start, event)
    return start


def refund(name: str, minor: int | None, at: int = 1, currency: str = "KWD") -> RefundEvent:
    return RefundEvent("noor", "1", T0 + at, name, None if minor is None else Money(minor, currency))


def invoice(at: int = 1, *, pdf_url: str | None = None, held: str | None = None) -> InvoiceEvent:
    return InvoiceEvent("noor", "1", T0 + at, "INV-1", pdf_url=pdf_url, held=held)


def test_refunds_add_up_until_everything_went_back() -> None:
    part = after(refund("R1", 2_345))
    assert (part.payment, part.refunded) == ("partially_refunded", Money(2_345, "KWD"))
    whole = merge(part, refund("R2", 10_000))
    assert (whole.payment, whole.refunded) == ("refunded", TOTAL)


def test_one_refund_counts_once_with_its_newest_amount() -> None:
    order = after(refund("R1", 100), refund("R1", 300, at=3), refund("R1", 200, at=2))
    assert [(one.id, one.at, one.amount) for one in order.refunds] == [("R1", T0 + 1, Money(300, "KWD"))]


def test_the_same_money_under_two_ids_is_not_more_than_was_paid() -> None:
    assert after(refund("R1", 12_345), refund("re_1", 12_345)).refunded == TOTAL


@pytest.mark.parametrize(("minor", "currency"), [(None, "KWD"), (500, "USD")])
def test_a_refund_that_can_not_be_counted_is_a_part(minor: int | None, currency: str) -> None:
    assert after(refund("R1", minor, currency=currency)).payment == "partially_refunded"


def test_what_went_back_before_an_import_counts_along() -> None:
    imported = replace(PAID, payment="partially_refunded", refunded=Money(2_345, "KWD"))
    order = after(refund("R2", 10_000), start=imported)
    assert (order.payment, order.refunded) == ("refunded", TOTAL)


def test_when_the_total_becomes_known_the_refunds_are_measured_by_it() -> None:
    order = after(refund("R1", 12_345), start=blank_order("noor:1", "noor"))
    assert order.payment == "partially_refunded"
    assert merge(order, OrderEvent("noor", "1", T0, total=TOTAL)).payment == "refunded"


def test_payment_goes_up_its_ranks_whatever_comes_late() -> None:
    unpaid = replace(PAID, payment="pending")
    reports: tuple[tuple[int, PaymentState], ...] = ((1, "failed"), (3, "paid"), (2, "authorised"))
    events = [OrderEvent("noor", "1", T0 + at, payment=state) for at, state in reports]
    assert after(*events, start=unpaid).payment == "paid"


def test_a_later_report_completes_an_invoice() -> None:
    (one,) = after(invoice(1, held="not cleared"), invoice(2, pdf_url="https://shop.example/1.pdf")).invoices
    assert (one.number, one.issued_at, one.pdf_url, one.held, one.document_id) == ("INV-1", T0 + 1, "https://shop.example/1.pdf", None, None)


def test_an_original_that_was_handed_over_is_named() -> None:
    (one,) = after(replace(invoice(1), document_id="invoice:1"), invoice(2)).invoices
    assert one.document_id == "invoice:1"


def test_what_was_cleared_later_stays_cleared_whatever_comes_late() -> None:
    assert after(invoice(2), invoice(1, held="not cleared")).invoices[0].held is None


def test_of_two_words_at_one_moment_the_careful_one_holds() -> None:
    assert after(invoice(1), invoice(1, held="not cleared")).invoices[0].held == "not cleared"
