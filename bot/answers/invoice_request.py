"""The invoice of an order, as its PDF."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answers.parts.orders import MAX_ROWS, choose_order, no_orders, open_orders
from bot.answers.payloads import ask
from bot.domain.answer import Answer, Facts, Option, Ref, Say

if TYPE_CHECKING:
    from bot.domain.order import Invoice, Order, OrderState

ALL: Final = "all_invoices"  # asked for by a row alone: each of the newest ones
_UNSHIPPED: frozenset[OrderState] = frozenset(("received", "confirmed", "preparing", "ready"))


def answer(facts: Facts) -> Answer:
    """Send the invoice of the order that is meant, ask which one, or say when it will be there."""
    if facts.order is not None:
        return _of(facts.order)
    if not facts.orders:
        return no_orders()
    invoiced = tuple(order for order in facts.orders if order.invoices)
    if len(invoiced) > 1 and len(open_orders(facts)) > 1:
        chosen = choose_order(invoiced[: MAX_ROWS - 1], "invoice_request", Say("invoice.choose", count=len(invoiced)))
        return replace(chosen, options=(*chosen.options, Option(ask(ALL), Say("invoice.all.button"))))
    return _of(invoiced[0] if invoiced else facts.orders[0], several=len(invoiced) > 1)


def _of(order: Order, *, several: bool = False) -> Answer:
    if not order.invoices:
        return _not_issued(order)
    invoice = max(order.invoices, key=lambda one: one.issued_at)
    if invoice.document_id is None and invoice.page_url and invoice.held is None:
        return Answer((_about(invoice, order, "invoice.here"),), link=(invoice.page_url, Say("notice.open_invoice.button")), order_id=order.id)
    if invoice.document_id is None:
        return Answer((_about(invoice, order, "invoice.not_ready"),), flag="asked_for_person", order_id=order.id)
    lines = (_about(invoice, order, "invoice.here"), *((Say("invoice.other"),) if several else ()))
    return Answer(lines, document=(invoice.document_id, f"Invoice-{invoice.number}.pdf"), order_id=order.id)


def _about(invoice: Invoice, order: Order, message: str) -> Say:
    return Say(message, {"invoice": Ref(invoice.number), "order": Ref(order.number), "total": invoice.total or order.total})


def _not_issued(order: Order) -> Answer:
    number = {"order": Ref(order.number)}
    if order.state == "cancelled":
        return Answer((Say("invoice.cancelled", number),), order_id=order.id)
    if order.state in _UNSHIPPED:
        return Answer((Say("invoice.not_issued", number), Say("invoice.not_issued_hint")), order_id=order.id)
    return Answer((Say("invoice.missing", number),), flag="asked_for_person", order_id=order.id)
