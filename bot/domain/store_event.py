"""What stores, carriers and invoicing systems tell us, whatever dialect they speak.

``order_ref`` is the store's own order id or the number that customers see. Instants are the source's time of occurrence, not ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.money import Money
from bot.domain.order import InvoiceKind, Line, OrderState, PaymentState, ShipmentFlag, ShipmentState


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who gets the messages of an order. ``phone`` is E.164 and already checked; ``language`` a BCP 47 tag, ``country`` ISO 3166.

    ``consent`` is what the customer ticked at the checkout about order messages, ``marketing`` about offers; ``None``: not asked.
    """

    phone: str | None = None
    name: str | None = None
    email: str | None = None
    language: str | None = None
    country: str | None = None
    consent: bool | None = None
    marketing: bool | None = None


@dataclass(frozen=True, slots=True)
class ShipmentEvent:
    """A parcel has moved. Carriers may know the tracking number alone: then ``order_ref`` is ``None``.

    ``lines`` names what is inside, where the source says so.
    """

    store_id: str
    order_ref: str | None
    occurred_at: int
    state: ShipmentState
    tracking_number: str | None = None
    carrier: str | None = None
    tracking_url: str | None = None
    place: str | None = None
    eta: str | None = None
    flags: tuple[ShipmentFlag, ...] = ()
    lines: tuple[Line, ...] = ()
    kind: Literal["shipment"] = "shipment"


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """The order itself, its payment or its details have changed; what this event does not tell is ``None``.

    One that tells ``number``, ``placed_at`` and ``total`` makes the order when it is not known yet.
    """

    store_id: str
    order_ref: str
    occurred_at: int
    state: OrderState | None = None
    payment: PaymentState | None = None
    number: str | None = None
    placed_at: int | None = None
    total: Money | None = None
    lines: tuple[Line, ...] | None = None
    buyer: Buyer | None = None
    cash_on_delivery: bool | None = None
    payment_url: str | None = None
    status_url: str | None = None
    held: bool | None = None
    kind: Literal["order"] = "order"


@dataclass(frozen=True, slots=True)
class RefundEvent:
    """Money goes back. ``refund_id`` tells several refunds of one order apart; ``amount`` is ``None`` where the source keeps it to itself."""

    store_id: str
    order_ref: str
    occurred_at: int
    refund_id: str
    amount: Money | None = None
    kind: Literal["refund"] = "refund"


@dataclass(frozen=True, slots=True)
class InvoiceEvent:
    """An invoice or credit note was issued. The original is fetched from ``pdf_url`` and passed on as it is; ``page_url`` is for people.

    ``held`` says why it may not be sent yet (a tax authority has not cleared it), ``None`` when it may. ``document_id`` names the
    original where it is stored already, because it was handed over with the event.
    """

    store_id: str
    order_ref: str
    occurred_at: int
    number: str
    document: InvoiceKind = "invoice"
    total: Money | None = None
    pdf_url: str | None = None
    page_url: str | None = None
    held: str | None = None
    document_id: str | None = None
    kind: Literal["invoice"] = "invoice"


StoreEvent = ShipmentEvent | OrderEvent | RefundEvent | InvoiceEvent
