"""From the documented event to what the domain understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.amounts import amount
from bot.connectors.base import Delivery, Ignored
from bot.connectors.phones import first_phone
from bot.connectors.reading import check, load
from bot.connectors.standard.envelope import Envelope, read
from bot.connectors.standard.payloads import (
    CustomerData,
    GivenRefund,
    InvoiceData,
    IssuedInvoice,
    LineData,
    OrderData,
    ParcelData,
    RefundData,
    ShipmentData,
)
from bot.connectors.standard.words import FLAG, ORDER, PAYMENT, SHIPMENT, word
from bot.domain.clock import to_instant
from bot.domain.order import Line
from bot.domain.store_event import Buyer, InvoiceEvent, OrderEvent, RefundEvent, ShipmentEvent, StoreEvent
from bot.errors import Unreadable

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from bot.domain.money import Money
    from bot.domain.store import Store

_INVOICE_VERBS: Final = frozenset(("issued", "created", "updated", "cleared"))
_REFUND_VERBS: Final = frozenset(("created", "issued", "updated", "completed"))
# How our own API says, beside the body, which stored file is an invoice's original: nobody else can set it.
FILE_TOPIC: Final = "file:"
INVOICE_ISSUED: Final = "invoice.issued"
Readable = tuple[StoreEvent, ...] | Ignored


def parse(delivery: Delivery) -> Readable:
    """Return the events of an inbox item's body, ``Ignored`` when it says nothing to a customer; raise ``Unreadable`` if malformed."""
    envelope = read(load(delivery.body))
    subject, verb = envelope.topic
    if subject == "shipment":
        return _shipment(envelope, verb, delivery.store)
    if subject == "order":
        data = check(OrderData, envelope.data)
        return order_events(data, delivery.store, _instant(data.occurred_at, envelope), verb)
    if subject == "invoice" and verb in _INVOICE_VERBS:
        invoice = check(InvoiceData, envelope.data)
        return (_invoice(invoice, invoice.order, _instant(invoice.issued_at, envelope), delivery.store, delivery.topic),)
    if subject == "refund" and verb in _REFUND_VERBS:
        refund = check(RefundData, envelope.data)
        return (_refund(refund, refund.order, _instant(refund.occurred_at, envelope), delivery.store),)
    return Ignored(f"events of type {envelope.type!r} are none of ours")


def order_events(data: OrderData, store: Store, occurred_at: int, verb: str = "updated") -> Readable:
    """Return what an order says of itself, its parcels, invoices and refunds; they occurred with it where they don't say when."""
    currency = data.currency or store.currency
    parcels = [_parcel(parcel, data.ref, _at(parcel.occurred_at, occurred_at), store, currency) for parcel in data.shipments]
    about = [
        *(parcel for parcel in parcels if parcel is not None),
        *(_invoice(one, data.ref, _at(one.issued_at, occurred_at), store, currency=currency) for one in data.invoices),
        *(_refund(one, data.ref, _at(one.occurred_at, occurred_at), store, currency) for one in data.refunds),
    ]
    itself = _order(data, verb, store, occurred_at, currency)
    if itself is None and not about:
        return Ignored(f"order status {data.status or verb!r} is not known")
    return (*((itself,) if itself else ()), *about)


def _order(data: OrderData, verb: str, store: Store, occurred_at: int, currency: str) -> OrderEvent | None:
    words = [word(text) for text in (data.payment, data.status, verb) if text]
    event = OrderEvent(
        store.id,
        data.ref,
        occurred_at,
        next((ORDER[one] for one in words if one in ORDER), None),
        next((PAYMENT[one] for one in words if one in PAYMENT), None),
        number=data.number,
        placed_at=to_instant(data.placed_at) if data.placed_at else None,
        total=_money(data.total, currency),
        lines=None if data.lines is None else _lines(data.lines, currency),
        buyer=_buyer(data.customer, store) if data.customer else None,
        cash_on_delivery=data.cash_on_delivery,
        payment_url=str(data.payment_url) if data.payment_url else None,
        status_url=str(data.status_url) if data.status_url else None,
        held=data.held,
    )
    return None if event == OrderEvent(store.id, data.ref, occurred_at, number=data.number) else event


def _buyer(customer: CustomerData, store: Store) -> Buyer:
    return Buyer(
        phone_of(customer, store),
        customer.name,
        customer.email,
        customer.language,
        customer.country,
        customer.consent,
        customer.marketing,
    )


def phone_of(customer: CustomerData, store: Store) -> str | None:
    """Return a customer's phone number as E.164, ``None`` when there is none that can be read."""
    return first_phone([customer.phone], customer.country or store.country)


def _shipment(envelope: Envelope, verb: str, store: Store) -> Readable:
    data = check(ShipmentData, envelope.data)
    said = data.status or verb
    event = _parcel(data.model_copy(update={"status": said}), data.order, _instant(data.occurred_at, envelope), store, store.currency)
    return Ignored(f"shipment status {said!r} is not known") if event is None else (event,)


def _parcel(data: ParcelData, order_ref: str | None, occurred_at: int, store: Store, currency: str) -> ShipmentEvent | None:
    status = word(data.status or "updated")
    if status not in SHIPMENT and status not in FLAG:
        return None
    return ShipmentEvent(
        store.id,
        order_ref,
        occurred_at,
        SHIPMENT.get(status, "unknown"),
        tracking_number=data.tracking_number,
        carrier=data.carrier,
        tracking_url=str(data.tracking_url) if data.tracking_url else None,
        place=data.place,
        eta=data.eta,
        flags=tuple(sorted({FLAG[one] for one in (status, *map(word, data.flags)) if one in FLAG})),
        lines=_lines(data.lines, currency),
    )


def _invoice(data: IssuedInvoice, order_ref: str, occurred_at: int, store: Store, topic: str = "", currency: str | None = None) -> InvoiceEvent:
    return InvoiceEvent(
        store.id,
        order_ref,
        occurred_at,
        data.number,
        data.kind,
        total=_money(data.total, data.currency or currency or store.currency),
        pdf_url=str(data.pdf_url) if data.pdf_url else None,
        page_url=str(data.page_url) if data.page_url else None,
        held=data.held,
        document_id=topic.removeprefix(FILE_TOPIC) if topic.startswith(FILE_TOPIC) else None,
    )


def _refund(data: GivenRefund, order_ref: str, occurred_at: int, store: Store, currency: str | None = None) -> RefundEvent:
    return RefundEvent(store.id, order_ref, occurred_at, data.id, _money(data.amount, data.currency or currency or store.currency))


def _lines(lines: tuple[LineData, ...], currency: str) -> tuple[Line, ...]:
    return tuple(Line(one.title, one.quantity, amount(one.price or 0, currency), one.sku) for one in lines)


def _money(value: Decimal | None, currency: str) -> Money | None:
    return None if value is None else amount(value, currency)


def _at(given: datetime | None, otherwise: int) -> int:
    return to_instant(given) if given else otherwise


def _instant(given: datetime | None, envelope: Envelope) -> int:
    if given:
        return to_instant(given)
    if envelope.at is None:
        raise Unreadable("time: neither data.occurred_at nor the event says when it happened")
    return envelope.at
