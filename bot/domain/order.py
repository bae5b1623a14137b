"""An order as the customer should hear of it: three independent axes (order, payment, one shipment per parcel)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.money import Money

OrderState = Literal["received", "confirmed", "preparing", "ready", "fulfilled", "closed", "cancelled"]
PaymentState = Literal["pending", "authorised", "paid", "partially_refunded", "refunded", "failed", "voided"]
ShipmentState = Literal[
    "unknown", "label_created", "picked_up", "in_transit", "out_for_delivery", "available_for_pickup", "delivered", "returned", "cancelled", "lost"
]
ShipmentFlag = Literal["delayed", "attempt_failed", "on_hold", "exception", "returning"]
InvoiceKind = Literal["invoice", "credit_note"]

SHIPMENT_RANK: dict[ShipmentState, int] = {
    "unknown": 0,
    "label_created": 10,
    "picked_up": 20,
    "in_transit": 30,
    "out_for_delivery": 40,
    "available_for_pickup": 45,
    "delivered": 90,
    "returned": 95,
    "cancelled": 90,
    "lost": 90,
}
TERMINAL: frozenset[ShipmentState] = frozenset(("delivered", "returned", "cancelled", "lost"))
MOVING: frozenset[ShipmentState] = frozenset(("picked_up", "in_transit", "out_for_delivery", "available_for_pickup"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the order: what, how many, at which price each."""

    title: str
    quantity: int
    price: Money
    sku: str | None = None


@dataclass(frozen=True, slots=True)
class Shipment:
    """One parcel. ``state_at`` is when its state occurred, ``scan_at`` the last sign of life, ``eta`` an ISO date.

    ``lines`` is what is inside, empty where nobody said: then it may be everything.

    ``marks`` is the memory of ``bot.domain.tracking``: when each state, flag and detail was reported last. Events come in any
    order, so the rest can only be derived from all of them; a parcel without marks counts as reported at its last scan.
    """

    id: str
    state: ShipmentState
    state_at: int
    carrier: str | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None
    scan_at: int | None = None
    scan_place: str | None = None
    eta: str | None = None
    flags: tuple[ShipmentFlag, ...] = ()
    marks: tuple[tuple[str, int], ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Invoice:
    """An issued invoice or credit note.

    ``document_id`` names the PDF in ``documents`` once it is there, ``pdf_url`` where its original is fetched, ``page_url`` a page
    for people; ``held`` says why it may not be sent yet.
    """

    number: str
    issued_at: int
    total: Money | None = None
    document_id: str | None = None
    kind: InvoiceKind = "invoice"
    pdf_url: str | None = None
    page_url: str | None = None
    held: str | None = None


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that went back; the store's ``id`` tells several of one order apart."""

    id: str
    at: int
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order. ``id`` is ``<store>:<the store's own id>``, ``number`` what the customer sees, ``version`` counts commits.

    ``consent`` is what was ticked at the checkout about messages of this order (``None``: not asked). ``country`` is where it goes
    (ISO 3166), ``language`` the buyer's. ``marks`` remembers when each detail was reported last, so that events may come in any order.
    """

    id: str
    store_id: str
    number: str
    placed_at: int
    state: OrderState
    payment: PaymentState
    total: Money
    customer_id: str | None = None
    lines: tuple[Line, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    refunded: Money | None = None
    state_at: int = 0
    version: int = 0
    refunds: tuple[Refund, ...] = ()
    cash_on_delivery: bool = False
    payment_url: str | None = None
    status_url: str | None = None
    held: bool = False
    phone: str | None = None
    language: str | None = None
    country: str | None = None
    consent: bool | None = None
    marks: tuple[tuple[str, int], ...] = ()

    @property
    def open(self) -> bool:
        """Whether the customer is still waiting for something of this order."""
        if self.state in {"closed", "cancelled"}:
            return False
        if not self.shipments:
            return self.state != "fulfilled"
        return any(parcel.state not in TERMINAL for parcel in self.shipments)


def order_id(store_id: str, external_id: str) -> str:
    """Return the id of an order of a store."""
    return f"{store_id}:{external_id}"


def parcel_key(tracking_number: str) -> str:
    """Return the form in which two spellings of one tracking number meet: upper case, no spaces, dashes or invisible characters."""
    # Copied out of an Arabic page a number brings marks of direction with it.
    shown = tracking_number if tracking_number.isprintable() else "".join(filter(str.isprintable, tracking_number))
    return shown.upper().replace(" ", "").replace("-", "")
