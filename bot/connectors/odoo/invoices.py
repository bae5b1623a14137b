"""``account.move``: invoices and credit notes as they were posted, and what was paid of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bot.connectors.base import Ignored
from bot.connectors.odoo.payloads import Invoice
from bot.connectors.reading import check
from bot.connectors.references import first_reference
from bot.connectors.scan_fields import word
from bot.connectors.times import first_instant
from bot.connectors.zatca import COUNTRY, Kind, Status, hold_reason, other_total, told_at
from bot.domain.store_event import InvoiceEvent, OrderEvent, RefundEvent

if TYPE_CHECKING:
    from bot.connectors.odoo.record import Frame, Record
    from bot.domain.order import InvoiceKind
    from bot.domain.store_event import StoreEvent

_DOCUMENTS: Final[dict[str, InvoiceKind]] = {"outinvoice": "invoice", "outreceipt": "invoice", "outrefund": "credit_note"}
# Registered, and waiting for the bank's statement alone, is paid for the customer.
_PAID: Final = frozenset(("paid", "inpayment"))
# The first two in versions whose field is edi_state, the others from l10n_sa_edi_state. An error is sent again by Odoo.
_ZATCA: Final[dict[str, Status]] = {"sent": "cleared", "accepted": "cleared", "warning": "cleared", "rejected": "rejected"}


def invoice_events(record: Record, frame: Frame) -> tuple[StoreEvent, ...] | Ignored:
    """Return a posted or cancelled document, and the payment of one that is paid."""
    invoice = check(Invoice, record.fields)
    document = _DOCUMENTS.get(word(invoice.move_type))
    state = word(invoice.state)
    if document is None:
        return Ignored(f"journal entries of the type {invoice.move_type!r} are none of a customer's papers")
    if state not in {"posted", "cancel"} or invoice.name in {None, "/"}:
        return Ignored(f"an invoice in the state {invoice.state!r} has not been issued")
    ref = first_reference(record.fields.get(frame.options.invoice_reference))
    if ref is None:
        return Ignored(f"{frame.options.invoice_reference}: the invoice names no order")
    event = _invoice_event(invoice, document, record, ref, frame)
    return (event,) if state == "cancel" else (event, *_paid(invoice, event))


def _invoice_event(invoice: Invoice, document: InvoiceKind, record: Record, ref: str, frame: Frame) -> InvoiceEvent:
    total = frame.money(invoice.amount_total, invoice.currency_id)
    page = _page(invoice, record, frame)
    held = "Odoo says that it was cancelled" if word(invoice.state) == "cancel" else _held(invoice, record, frame)
    code = invoice.l10n_sa_qr_code_str
    return InvoiceEvent(
        frame.store.id,
        ref,
        told_at(first_instant((invoice.write_date,), "UTC", frame.at), _zatca(invoice, frame)),
        invoice.name or "",
        document,
        total=total,
        pdf_url=f"{page}&report_type=pdf&download=true" if page else None,
        page_url=page,
        held=held or other_total(code if isinstance(code, str) else None, total),
    )


def _paid(invoice: Invoice, event: InvoiceEvent) -> tuple[StoreEvent, ...]:
    if word(invoice.payment_state) not in _PAID:
        return ()
    if event.document == "credit_note":
        return (RefundEvent(event.store_id, event.order_ref, event.occurred_at, event.number, event.total),)
    return (OrderEvent(event.store_id, event.order_ref, event.occurred_at, payment="paid"),)


def _held(invoice: Invoice, record: Record, frame: Frame) -> str | None:
    """Return why ZATCA's rules keep it back."""
    buyer = record.partners[-1] if record.partners else None
    kind: Kind | None = None if buyer is None or buyer.is_company is None else "standard" if buyer.is_company else "simplified"
    return hold_reason(kind, _zatca(invoice, frame))


def _zatca(invoice: Invoice, frame: Frame) -> Status | None:
    """Return what ZATCA made of it; outside its country these fields speak of other authorities."""
    told = invoice.l10n_sa_edi_state or invoice.edi_state
    return _ZATCA.get(word(told), "pending") if told and frame.store.country == COUNTRY else None


def _page(invoice: Invoice, record: Record, frame: Frame) -> str | None:
    """Return the invoice's page in the customer portal; without its token nobody may see it."""
    if frame.options.site is None or invoice.access_token is None or not record.id.isdecimal():
        return None
    return f"{frame.options.site}/my/invoices/{record.id}?access_token={quote(invoice.access_token, safe='')}"
