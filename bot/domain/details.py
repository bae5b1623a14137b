"""What an order is apart from its states: of each detail the newest word holds, whoever gave it and in whatever sequence.

Beside each detail stands (``Order.marks``) when its word occurred. The newer of two words wins, of two at one moment the one that
comes later in the alphabet: so it does not matter which is heard first, or how often.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.money import Money
from bot.domain.order import Order

if TYPE_CHECKING:
    from bot.domain.store_event import OrderEvent

Marks = dict[str, int]
Detail = Literal[
    "number",
    "placed_at",
    "total",
    "lines",
    "phone",
    "language",
    "country",
    "consent",
    "cash_on_delivery",
    "payment_url",
    "status_url",
    "held",
]
DETAILS: Final[tuple[Detail, ...]] = (
    "number",
    "placed_at",
    "total",
    "lines",
    "phone",
    "language",
    "country",
    "consent",
    "cash_on_delivery",
    "payment_url",
    "status_url",
    "held",
)
INVOICE_DETAILS: Final = ("kind", "total", "pdf_url", "page_url", "document_id", "held")
# When the order itself was first spoken of.
HEARD: Final = "heard"
# An order that is being made knows nothing yet; without any mark it would count as imported.
_BLANK: Final = (("made", 0),)


def makes_order(event: OrderEvent) -> bool:
    """Tell whether an event says enough to begin an order that nobody has heard of."""
    return event.number is not None and event.placed_at is not None and event.total is not None


def blank_order(order_id: str, store_id: str) -> Order:
    """Return an order of which nothing is known but its id: what its events say comes out the same whichever of them made it."""
    return Order(order_id, store_id, "", 0, "received", "pending", Money(0, ""), marks=_BLANK)


def memory(order: Order) -> Marks:
    """Return when each thing was reported; an order that was imported as it stands has heard all of it when its state occurred."""
    if order.marks:
        return dict(order.marks)
    heard_at = max(order.state_at, order.placed_at)
    marks: Marks = {name: heard_at for name in DETAILS if getattr(order, name) is not None}
    marks |= {HEARD: heard_at, payment_mark(order.payment): heard_at}
    for refund in order.refunds:
        marks[refund_mark(refund.id)] = refund.at
    for invoice in order.invoices:
        known = [name for name in INVOICE_DETAILS if name == "held" or getattr(invoice, name) is not None]
        marks |= {invoice_mark(invoice.number, name): invoice.issued_at for name in known}
    return marks


def detailed(order: Order, event: OrderEvent, marks: Marks) -> Order:
    """Return the order with the event's details where they are the newest word, and note in ``marks`` when they were given."""
    newer: dict[str, object] = {}
    for name, word in _told(event).items():
        if word is None:
            continue
        if newest(marks, name, event.occurred_at, word, getattr(order, name)):
            newer[name] = word
    first = marks.get(HEARD, event.occurred_at)
    marks[HEARD] = min(first, event.occurred_at)
    return replace(order, **newer) if newer else order  # type: ignore[arg-type]  # Each name comes with its own word.


def newest(marks: Marks, name: str, at: int, word: object, known: object) -> bool:
    """Tell whether a word holds from now on, and note when it was given. ``repr`` orders values that know no order themselves."""
    known_at = marks.get(name, -1)
    marks[name] = max(known_at, at)
    return at > known_at or (at == known_at and repr(word) > repr(known))


def payment_mark(state: str) -> str:
    """Return where it stands when a payment state was first reported."""
    return f"payment:{state}"


def refund_mark(refund_id: str) -> str:
    """Return where it stands when the amount of a refund was reported last."""
    return f"refund:{refund_id}"


def invoice_mark(number: str, name: str) -> str:
    """Return where it stands when a detail of an invoice was reported last."""
    return f"invoice:{number}:{name}"


def _told(event: OrderEvent) -> dict[Detail, object]:
    buyer = event.buyer
    return {
        "number": event.number,
        "placed_at": event.placed_at,
        "total": event.total,
        "lines": event.lines,
        "phone": buyer.phone if buyer else None,
        "language": buyer.language if buyer else None,
        "country": buyer.country if buyer else None,
        "consent": buyer.consent if buyer else None,
        "cash_on_delivery": event.cash_on_delivery,
        "payment_url": event.payment_url,
        "status_url": event.status_url,
        "held": event.held,
    }
