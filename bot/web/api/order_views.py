"""Orders as the API shows them."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads it at run time
from typing import TYPE_CHECKING

from pydantic import Field

from bot.domain.clock import from_instant
from bot.domain.order import InvoiceKind, OrderState, PaymentState, ShipmentFlag, ShipmentState  # noqa: TC001 - pydantic reads them at run time
from bot.web.api.operations import Answer

if TYPE_CHECKING:
    from bot.domain.money import Money
    from bot.domain.order import Invoice, Line, Order, Refund, Shipment


class Amount(Answer):
    """An amount of money."""

    amount: str = Field(description="in major units, with the currency's decimals", examples=["199.00"])
    currency: str = Field(description="ISO 4217", examples=["SAR"])


class LineView(Answer):
    """A line."""

    title: str
    quantity: int
    price: Amount
    sku: str | None


class ShipmentView(Answer):
    """A parcel. ``id`` is the subject of notices about it."""

    id: str
    status: ShipmentState
    status_at: datetime
    carrier: str | None
    tracking_number: str | None
    tracking_url: str | None
    scanned_at: datetime | None
    place: str | None
    eta: str | None
    flags: list[ShipmentFlag]
    lines: list[LineView]


class InvoiceView(Answer):
    """An invoice. ``stored`` is whether its PDF is there to be sent."""

    number: str
    kind: InvoiceKind
    issued_at: datetime
    total: Amount | None
    stored: bool
    pdf_url: str | None
    page_url: str | None
    held: str | None


class RefundView(Answer):
    """A refund."""

    id: str
    at: datetime
    amount: Amount | None


class OrderView(Answer):
    """An order as Wasla has it, from all that was told by whomever."""

    id: str = Field(description="the order's id in the shop")
    number: str
    placed_at: datetime
    total: Amount
    status: OrderState
    status_at: datetime
    payment: PaymentState
    cash_on_delivery: bool
    held: bool
    open: bool = Field(description="whether the customer still waits for something of it")
    customer_id: str | None
    phone: str | None
    language: str | None
    country: str | None
    consent: bool | None
    payment_url: str | None
    status_url: str | None
    lines: list[LineView]
    shipments: list[ShipmentView]
    invoices: list[InvoiceView]
    refunds: list[RefundView]
    refunded: Amount | None


def order_view(order: Order) -> OrderView:
    """Return an order as it is shown."""
    return OrderView(
        id=order.id.removeprefix(f"{order.store_id}:"),
        number=order.number,
        placed_at=from_instant(order.placed_at),
        total=_amount(order.total),
        status=order.state,
        status_at=from_instant(order.state_at or order.placed_at),
        payment=order.payment,
        cash_on_delivery=order.cash_on_delivery,
        held=order.held,
        open=order.open,
        customer_id=order.customer_id,
        phone=order.phone,
        language=order.language,
        country=order.country,
        consent=order.consent,
        payment_url=order.payment_url,
        status_url=order.status_url,
        lines=[_line(line) for line in order.lines],
        shipments=[_shipment(parcel) for parcel in order.shipments],
        invoices=[_invoice(invoice) for invoice in order.invoices],
        refunds=[_refund(refund) for refund in order.refunds if refund.id],
        refunded=_amount(order.refunded) if order.refunded else None,
    )


def _amount(money: Money) -> Amount:
    return Amount(amount=str(money.amount), currency=money.currency)


def _line(line: Line) -> LineView:
    return LineView(title=line.title, quantity=line.quantity, price=_amount(line.price), sku=line.sku)


def _shipment(parcel: Shipment) -> ShipmentView:
    return ShipmentView(
        id=parcel.id,
        status=parcel.state,
        status_at=from_instant(parcel.state_at),
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        tracking_url=parcel.tracking_url,
        scanned_at=None if parcel.scan_at is None else from_instant(parcel.scan_at),
        place=parcel.scan_place,
        eta=parcel.eta,
        flags=list(parcel.flags),
        lines=[_line(line) for line in parcel.lines],
    )


def _invoice(invoice: Invoice) -> InvoiceView:
    return InvoiceView(
        number=invoice.number,
        kind=invoice.kind,
        issued_at=from_instant(invoice.issued_at),
        total=_amount(invoice.total) if invoice.total else None,
        stored=invoice.document_id is not None,
        pdf_url=invoice.pdf_url,
        page_url=invoice.page_url,
        held=invoice.held,
    )


def _refund(refund: Refund) -> RefundView:
    return RefundView(id=refund.id, at=from_instant(refund.at), amount=_amount(refund.amount) if refund.amount else None)
