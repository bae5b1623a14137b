"""The money of an order: what was paid, what went back, which papers were issued."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.domain.details import Marks, invoice_mark, newest, payment_mark, refund_mark
from bot.domain.money import Money
from bot.domain.order import Invoice, Order, PaymentState, Refund

if TYPE_CHECKING:
    from bot.domain.store_event import InvoiceEvent, RefundEvent

# A failed attempt may be followed by a successful one; money comes back only after it was there.
PAYMENT_RANK: Final[dict[PaymentState, int]] = {
    "pending": 0,
    "authorised": 10,
    "failed": 20,
    "voided": 30,
    "paid": 40,
    "partially_refunded": 50,
    "refunded": 60,
}
# Reported as it stands, before refunds had ids: counts as one of them.
_EARLIER: Final = ""


def with_payment(marks: Marks, state: PaymentState, at: int) -> None:
    """Note that a payment state was reported; the first time counts, because shops repeat it with every change of the order."""
    name = payment_mark(state)
    marks[name] = min(marks.get(name, at), at)


def counted(order: Order) -> Order:
    """Return an order, as it was imported, with the money that went back before as one of its refunds, so that others add to it."""
    if order.marks or order.refunds or order.refunded is None:
        return order
    return replace(order, refunds=(Refund(_EARLIER, max(order.state_at, order.placed_at), order.refunded),))


def settled(order: Order, marks: Marks) -> Order:
    """Return the order with the payment that the reports and the refunds amount to.

    The highest state that was reported holds; refunds that reach the total make it ``refunded`` whatever was reported. Refunds
    never count for more than was paid: two systems may each report the same money under ids of their own.
    """
    reported = [state for state in PAYMENT_RANK if payment_mark(state) in marks]
    if not order.refunds:
        payment = _highest(reported) if reported else order.payment
        return order if payment == order.payment else replace(order, payment=payment)
    back = sum(refund.amount.minor for refund in order.refunds if refund.amount and refund.amount.currency == order.total.currency)
    known = any(refund.amount for refund in order.refunds)
    follows: PaymentState = "refunded" if 0 < order.total.minor <= back else "partially_refunded"
    refunded = Money(min(back, order.total.minor) if order.total.minor else back, order.total.currency) if known else order.refunded
    return replace(order, payment=_highest([*reported, follows]), refunded=refunded)


def with_refund(order: Order, event: RefundEvent, marks: Marks) -> tuple[Refund, ...]:
    """Return the refunds after one more report: by id, since the first report, with the newest amount that was given."""
    refunds = {refund.id: refund for refund in order.refunds}
    known = refunds.get(event.refund_id) or Refund(event.refund_id, event.occurred_at)
    after = replace(known, at=min(known.at, event.occurred_at))
    if event.amount is not None and newest(marks, refund_mark(event.refund_id), event.occurred_at, event.amount, known.amount):
        after = replace(after, amount=event.amount)
    return tuple(sorted((refunds | {after.id: after}).values(), key=lambda refund: (refund.at, refund.id)))


def with_invoice(order: Order, event: InvoiceEvent, marks: Marks) -> tuple[Invoice, ...]:
    """Return the invoices after one more report: a later one of the same number completes it, or says that it may be sent now."""
    invoices = {invoice.number: invoice for invoice in order.invoices}
    known = invoices.get(event.number) or Invoice(event.number, event.occurred_at, None)
    told: dict[str, object] = {
        "kind": event.document,
        "total": event.total,
        "pdf_url": event.pdf_url,
        "page_url": event.page_url,
        "document_id": event.document_id,
        "held": event.held,
    }
    told["document_id"] = event.document_id
    newer = {
        name: word
        for name, word in told.items()
        # That nothing holds it any more is a word as well.
        if (word is not None or name == "held")
        and newest(marks, invoice_mark(event.number, name), event.occurred_at, word or "", getattr(known, name) or "")
    }
    after = replace(known, issued_at=min(known.issued_at, event.occurred_at), **newer)  # type: ignore[arg-type]  # Each its own word.
    return tuple(sorted((invoices | {after.number: after}).values(), key=lambda invoice: (invoice.issued_at, invoice.number)))


def _highest(states: list[PaymentState]) -> PaymentState:
    return max(states, key=PAYMENT_RANK.__getitem__)
