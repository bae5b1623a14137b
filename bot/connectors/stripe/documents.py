"""Invoices and credit notes. They are passed on as Stripe issued them; what was voided is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.base import Ignored
from bot.connectors.reading import check
from bot.connectors.stripe.minor_units import money_of
from bot.connectors.stripe.payloads import CreditNote, Invoice, Transitions
from bot.connectors.times import first_instant
from bot.domain.store_event import InvoiceEvent, OrderEvent

if TYPE_CHECKING:
    from bot.connectors.stripe.case import Case
    from bot.domain.store_event import StoreEvent

_VOIDED = "Stripe says that it was voided"


def final_invoice(case: Case) -> tuple[StoreEvent, ...] | Ignored:
    """Return an invoice as it was issued, or that it was voided."""
    event = _invoice_event(check(Invoice, case.about), case)
    return (event,) if event else Ignored("the invoice has no number yet")


def paid_invoice(case: Case) -> tuple[StoreEvent, ...]:
    """Return the payment, and the invoice once more: ``invoice.finalized`` may have got lost."""
    invoice = check(Invoice, case.about)
    moments = invoice.status_transitions or Transitions()
    paid = OrderEvent(case.store_id, case.ref, first_instant((moments.paid_at,), "UTC", case.at), payment="paid")
    event = _invoice_event(invoice, case)
    return (event, paid) if event else (paid,)


def failed_invoice(case: Case) -> tuple[StoreEvent, ...]:
    """Return the failure, with the page on which the customer can pay."""
    return (OrderEvent(case.store_id, case.ref, case.at, payment="failed", payment_url=check(Invoice, case.about).hosted_invoice_url),)


def credit_note(case: Case) -> tuple[StoreEvent, ...]:
    """Return a credit note as it was issued, or that it was voided."""
    note = check(CreditNote, case.about)
    voided_at = first_instant((note.voided_at,), "UTC", 0)
    return (
        InvoiceEvent(
            case.store_id,
            case.ref,
            voided_at or first_instant((note.created,), "UTC", case.at),
            note.number or note.id,
            "credit_note",
            total=money_of(note.total, note.currency),
            pdf_url=note.pdf,
            held=_VOIDED if voided_at else None,
        ),
    )


def _invoice_event(invoice: Invoice, case: Case) -> InvoiceEvent | None:
    """Return the same event of an invoice from whichever event of Stripe's it comes."""
    if invoice.number is None:
        return None
    moments = invoice.status_transitions or Transitions()
    voided_at = first_instant((moments.voided_at,), "UTC", 0)
    return InvoiceEvent(
        case.store_id,
        case.ref,
        voided_at or first_instant((moments.finalized_at, invoice.created), "UTC", case.at),
        invoice.number,
        total=money_of(invoice.total, invoice.currency),
        pdf_url=invoice.invoice_pdf,
        page_url=invoice.hosted_invoice_url,
        held=_VOIDED if voided_at else None,
    )
