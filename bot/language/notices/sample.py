"""An order and a notice of it that were never real: what a shop sees when it looks at its own wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.clock import DAY, HOUR, from_instant
from bot.domain.money import Money
from bot.domain.notice import Notice
from bot.domain.order import Invoice, Order, Refund, Shipment

if TYPE_CHECKING:
    from bot.domain.notice import Milestone
    from bot.domain.order import PaymentState
    from bot.domain.store import Store

_NUMBER: Final = "#1042"
_UNPAID: Final = frozenset(("payment_failed", "payment_reminder", "cod_confirm"))
_OF_PARCEL: Final = frozenset((
    *("shipped", "out_for_delivery", "ready_for_pickup", "delivered", "attempt_failed", "delayed", "on_hold", "exception", "stuck", "lost"),
    *("returning", "returned"),
))  # fmt: skip


def sample_notice(milestone: Milestone, store: Store, now: int) -> tuple[Notice, Order]:
    """Return a notice of an order of a store as it might be today, with an invoice that is a PDF, a parcel and a refund."""
    total = Money(25_900, store.currency)
    payment: PaymentState = "refunded" if milestone in {"refunded", "credit_note"} else "pending" if milestone in _UNPAID else "paid"
    credit = milestone == "credit_note"
    invoice = Invoice("CN-1042" if credit else "INV-1042", now, total, document_id="sample", kind="credit_note" if credit else "invoice")
    order = Order(
        id=f"{store.id}:sample",
        store_id=store.id,
        number=_NUMBER,
        placed_at=now - DAY,
        state="fulfilled",
        payment=payment,
        total=total,
        shipments=(_parcel(now),),
        invoices=(invoice,),
        refunds=(Refund("R1", now, Money(9_900, store.currency)),),
        refunded=Money(9_900, store.currency),
        state_at=now,
        cash_on_delivery=milestone == "cod_confirm",
        payment_url="https://shop.example/pay",
        country=store.country,
    )
    return Notice(f"sample:{milestone}", milestone, order.id, _subject(milestone, invoice.number)), order


def _parcel(now: int) -> Shipment:
    eta = from_instant(now + 2 * DAY).date().isoformat()
    return Shipment("P1", "in_transit", now - HOUR, "Aramex", "34012345678", "https://carrier.example/34012345678", now - HOUR, eta=eta)


def _subject(milestone: Milestone, invoice: str) -> str:
    if milestone in _OF_PARCEL:
        return "P1"
    return {"invoice": invoice, "credit_note": invoice, "refunded": "R1"}.get(milestone, "")
