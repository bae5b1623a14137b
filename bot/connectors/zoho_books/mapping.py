"""From Zoho's invoices and credit notes to what the domain understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.amounts import amount
from bot.connectors.base import Ignored
from bot.connectors.reading import check
from bot.connectors.references import first_reference
from bot.connectors.scan_fields import word
from bot.connectors.times import first_instant
from bot.connectors.zatca import COUNTRY, hold_reason, other_total, told_at
from bot.connectors.zoho_books.envelope import read
from bot.connectors.zoho_books.options import ZohoOptions
from bot.connectors.zoho_books.payloads import Document, field_of
from bot.domain.store_event import InvoiceEvent, OrderEvent

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.domain.money import Money
    from bot.domain.order import InvoiceKind
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

# https://www.zoho.com/books/api/v3/invoices/ and .../credit-notes/, "status". Drafts and what waits for approval was not issued.
ISSUED: Final = frozenset(("sent", "viewed", "overdue", "unpaid", "partiallypaid", "paid", "open", "closed"))
_VOID: Final = "void"


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return a document as it was issued, or that it is void, and the payment of an invoice that is paid; raise ``Unreadable``."""
    options = delivery.options if isinstance(delivery.options, ZohoOptions) else ZohoOptions()
    told = read(delivery.body)
    if told.document is None:
        return Ignored(f"Zoho's module {told.module!r} is none of ours")
    document = check(Document, told.fields)
    status, number = word(document.status), document.invoice_number or document.creditnote_number
    if status not in ISSUED | {_VOID} or number is None:
        return Ignored(f"a document with the status {document.status!r} has not been issued")
    ref = first_reference(field_of(told.fields, options.reference))
    if ref is None:
        return Ignored(f"{options.reference}: the {told.document.replace('_', ' ')} names no order")
    second = first_instant((document.last_modified_time, document.created_time), delivery.store.timezone, delivery.at)
    at = told_at(second, document.zatca)
    issued = _event(document, told.document, number, ref, delivery.store, at)
    paid = told.document == "invoice" and status == "paid"
    return (issued, OrderEvent(delivery.store.id, ref, at, payment="paid")) if paid else (issued,)


def _event(document: Document, kind: InvoiceKind, number: str, ref: str, store: Store, at: int) -> InvoiceEvent:
    total = _total(document)
    return InvoiceEvent(store.id, ref, at, number, kind, total=total, page_url=document.invoice_url, held=_held(document, total, store))


def _total(document: Document) -> Money | None:
    return None if document.total is None or document.currency_code is None else amount(document.total, document.currency_code)


def _held(document: Document, total: Money | None, store: Store) -> str | None:
    """Return why it may not be sent; outside ZATCA's country the same fields speak of other authorities."""
    if word(document.status) == _VOID:
        return "Zoho says that it is void"
    if store.country != COUNTRY:
        return None
    return hold_reason(document.kind, document.zatca) or other_total(document.qr_code, total)
