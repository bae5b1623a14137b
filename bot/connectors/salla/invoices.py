"""Salla's invoices and credit notes. They are passed on as they were issued, never made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.amounts import amount
from bot.domain.store_event import InvoiceEvent

if TYPE_CHECKING:
    from bot.connectors.salla.payloads import Invoice
    from bot.domain.order import InvoiceKind
    from bot.domain.store import Store

_CREDIT: Final = ("credit", "دائن")
# Not confirmed: neither the words nor where they stand. A business may see its invoice only once ZATCA has cleared it; a consumer
# gets his at once, and it is reported within a day (ZATCA, e-invoicing regulation).
_REFUSED: Final = frozenset(("rejected", "invalid", "failed", "not_valid"))
_WAITING: Final = frozenset(("pending", "submitted", "processing", "not_submitted", "not_cleared", "draft"))


def is_credit_note(kind: str | None) -> bool:
    """Tell whether a document's type says credit note, in Arabic or English."""
    return any(word in (kind or "").casefold() for word in _CREDIT)


def invoice_event(invoice: Invoice, store: Store, at: int) -> InvoiceEvent:
    """Return what ``invoice.created`` says."""
    kind: InvoiceKind = "credit_note" if is_credit_note(invoice.type) else "invoice"
    total = invoice.total
    return InvoiceEvent(
        store.id,
        invoice.order_id,
        at,
        invoice.invoice_number or invoice.id,
        kind,
        total=amount(total.amount, total.currency or store.currency) if total else None,
        pdf_url=invoice.url,
        held=_held(invoice),
    )


def _held(invoice: Invoice) -> str | None:
    word = (invoice.zatca_status or (invoice.zatca.status if invoice.zatca else None) or "").strip().lower().replace(" ", "_")
    if word in _REFUSED:
        return "ZATCA has rejected it"
    business = invoice.customer is not None and (invoice.customer.tax_number or invoice.customer.vat_number) is not None
    return "ZATCA has not cleared it yet, and the buyer is a business" if business and word in _WAITING else None
