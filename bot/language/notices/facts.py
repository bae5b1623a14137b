"""What notices may say: the values that stand in their texts, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.answer import Day, Ref, Say, Value
from bot.domain.order import Invoice, Order, Shipment, parcel_key
from bot.language.when import days_until, local_day, when

if TYPE_CHECKING:
    from bot.domain.notice import Notice
    from bot.domain.store import Store

# As Meta wants to see what a variable may hold; what stands here are examples, never sent to anybody.
EXAMPLES = {
    "order": "#1001",
    "store": "Noura's Home",
    "total": "SAR 259.00",
    "payment": "paid",
    "carrier": "Aramex",
    "eta": "Thursday 26 November",
    "scan": "Monday 23 November",
    "invoice": "INV-1001",
    "amount": "SAR 259.00",
    "status": "Out for delivery",
}
_PAID = frozenset(("paid", "authorised", "partially_refunded", "refunded"))


def notice_facts(notice: Notice, order: Order, *, store: Store, now: int | None) -> dict[str, Value]:
    """Return every value that a notice's text may hold; with ``now`` near days are said as people say them.

    Without it they are absolute, because a template may be read days later.
    """
    parcel, invoice = notice_parcel(notice, order), notice_invoice(notice, order)
    scanned = (parcel.scan_at or parcel.state_at) if parcel else order.state_at
    return {
        "order": _order(notice, order),
        "store": Ref(store.name),
        "total": (invoice.total if invoice else None) or order.total,
        "payment": _payment(order),
        "carrier": Ref(parcel.carrier) if parcel and parcel.carrier else Say("parcel.carrier"),
        "eta": _eta(parcel, store, now),
        "scan": Day(local_day(scanned, store).isoformat()),
        "invoice": Ref(invoice.number if invoice else notice.subject),
        "amount": _amount(notice, order),
    }


def notice_parcel(notice: Notice, order: Order) -> Shipment | None:
    """Return the parcel that a notice is about, by its id or its tracking number; the newest when neither is known any more."""
    return _named_parcel(notice, order) or (order.shipments[-1] if order.shipments else None)


def notice_invoice(notice: Notice, order: Order) -> Invoice | None:
    """Return the invoice or credit note that a notice is about, ``None`` when it is about something else."""
    if notice.milestone not in {"invoice", "credit_note"}:
        return None
    return next((invoice for invoice in order.invoices if invoice.number == notice.subject and invoice.kind == notice.milestone), None)


def _named_parcel(notice: Notice, order: Order) -> Shipment | None:
    named = (parcel for parcel in order.shipments if notice.subject in {parcel.id, parcel_key(parcel.tracking_number or "")})
    return next(named, None) if notice.subject else None


def _order(notice: Notice, order: Order) -> Value:
    """Return the order's number, with which of its parcels is meant where it has several."""
    parcel = _named_parcel(notice, order)
    if parcel is None or len(order.shipments) == 1:
        return Ref(order.number)
    values: dict[str, Value] = {"order": Ref(order.number), "number": order.shipments.index(parcel) + 1, "count": len(order.shipments)}
    return Say("notice.order_parcel", values)


def _payment(order: Order) -> Say:
    if order.cash_on_delivery and order.payment != "paid":
        return Say("payment_state.cash")
    return Say("payment_state.paid") if order.payment in _PAID else Say("payment_state.awaiting")


def _eta(parcel: Shipment | None, store: Store, now: int | None) -> Value:
    if parcel is None or not parcel.eta:
        return Say("notice.eta_unknown")
    if now is None:
        return Day(parcel.eta)
    days = days_until(parcel.eta, now, store)
    if days is None or days < 0:
        return Say("notice.eta_unknown")
    said = when(parcel.eta, now, store)
    return said if not said.values else Day(parcel.eta)


def _amount(notice: Notice, order: Order) -> Value:
    """Return how much went back: by this refund, else in all, else everything if that is what happened."""
    refund = next((refund for refund in order.refunds if refund.id == notice.subject), None)
    known = (refund.amount if refund else None) or (order.refunded if len(order.refunds) <= 1 else None)
    if known is not None:
        return known
    return order.total if order.payment == "refunded" and len(order.refunds) <= 1 else Say("notice.some_money")
