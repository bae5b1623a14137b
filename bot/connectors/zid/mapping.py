"""From Zid's orders to what the domain understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.amounts import amount
from bot.connectors.base import Ignored
from bot.connectors.reading import check
from bot.connectors.times import first_instant
from bot.connectors.zid.buyers import buyer_of
from bot.connectors.zid.envelope import ZONE, named, order_in, read
from bot.connectors.zid.payloads import Order, Product, ShippingMethod
from bot.domain.order import Line
from bot.domain.store_event import InvoiceEvent, OrderEvent, RefundEvent, ShipmentEvent, StoreEvent
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState
    from bot.domain.store import Store

# https://docs.zid.sa/webhook-events-order, "order_status.code", in lower case; None says nothing of the order itself.
_STATES: Final[dict[str, OrderState | None]] = {
    "new": "confirmed",
    "preparing": "preparing",
    "ready": "ready",
    "indelivery": "fulfilled",
    "delivered": "fulfilled",
    **dict.fromkeys(("canceled", "cancelled", "voided", "denied", "expired", "failed"), "cancelled"),
    **dict.fromkeys(("refunded", "reversed", "reverse_in_progress", "processingreverse", "processed", "canceledreversal")),
}
# Zid says indelivery from the moment that the driver takes the parcel over: it is on its way, not yet at the door.
_PARCELS: Final[dict[str, tuple[ShipmentState, tuple[ShipmentFlag, ...]]]] = {
    "ready": ("label_created", ()),
    "indelivery": ("in_transit", ()),
    "delivered": ("delivered", ()),
    "reverse_in_progress": ("unknown", ("returning",)),
    "processingreverse": ("unknown", ("returning",)),
}
_PAYMENTS: Final[dict[str, PaymentState]] = {
    "paid": "paid",
    "unpaid": "pending",
    "pending": "pending",
    "refunded": "refunded",
    "voided": "voided",
}
_BACK: Final = frozenset(("refunded", "reversed"))
_CASH: Final = frozenset(("zid_cod", "cod", "cash_on_delivery", "cash on delivery"))
# A dispute between bank and shop is nothing to message a customer about.
_DISPUTED: Final = "chargeback"
_STATUS_UPDATE: Final = "order.status.update"
_REFUND: Final = "order"


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return the events of an inbox item, ``Ignored`` when it says nothing to a customer; raise ``Unreadable`` if malformed."""
    document = read(delivery.body)
    topic, found = named(document, delivery.topic), order_in(document)
    if topic and not topic.startswith("order."):
        return Ignored(f"events of type {topic!r} are none of ours")
    if found is None:
        if topic:
            raise Unreadable(f"an event of type {topic!r} holds no order")
        return Ignored("it holds no order")
    order = check(Order, found)
    at = first_instant((order.updated_at, order.created_at), ZONE, delivery.at)
    return _events(order, topic, delivery.store, at)


def _events(order: Order, topic: str, store: Store, at: int) -> tuple[StoreEvent, ...] | Ignored:
    code = _code(order)
    if code == _DISPUTED:
        return Ignored("a bank disputes the payment: that is between it and the shop")
    if code not in _STATES and topic in {_STATUS_UPDATE, ""}:
        return Ignored(f"order status {code!r} is not one of Zid's own")
    told: list[StoreEvent] = [_order(order, code, store, at)]
    parcel = _parcel(order, code, store, at)
    if parcel is not None:
        told.append(parcel)
    if code in _BACK:
        told.append(RefundEvent(store.id, order.id, at, _REFUND))
    if order.invoice_link and _invoice_is_due(order, code):
        told.append(_invoice(order, order.invoice_link, store, at))
    return tuple(told)


def _code(order: Order) -> str:
    return ((order.order_status.code if order.order_status else None) or "").lower()


def _order(order: Order, code: str, store: Store, at: int) -> OrderEvent:
    payment: PaymentState | None = "refunded" if code in _BACK else _PAYMENTS.get((order.payment_status or "").lower())
    return OrderEvent(
        store.id,
        order.id,
        at,
        _STATES.get(code),
        payment,
        number=_number(order),
        placed_at=first_instant((order.created_at,), ZONE, 0) or None,
        total=None if order.order_total is None else amount(order.order_total, order.currency_code or store.currency),
        lines=_lines(order, store),
        buyer=buyer_of(order, store),
        cash_on_delivery=_cash(order),
        status_url=order.order_url,
    )


def _number(order: Order) -> str:
    return order.invoice_number or order.id


def _cash(order: Order) -> bool | None:
    method = order.payment.method if order.payment else None
    if method is None:
        return None
    return any((word or "").lower() in _CASH for word in (method.code, method.type, method.name))


def _parcel(order: Order, code: str, store: Store, at: int) -> ShipmentEvent | None:
    """Return the parcel; Zid's orders have one. The carrier's own words are free text and not read."""
    method = (order.shipping.method if order.shipping else None) or ShippingMethod()
    number = (method.tracking.number if method.tracking else None) or method.waybill_tracking_id
    # Ready without a waybill may be waiting for the customer in the shop.
    meaning = _PARCELS.get(code) if number or code != "ready" else None
    if meaning is None and number is None:
        return None
    state, flags = meaning or ("unknown", ())
    return ShipmentEvent(
        store.id,
        order.id,
        at,
        state,
        tracking_number=number,
        carrier=method.courier or (method.name if number else None),
        tracking_url=method.tracking.url if method.tracking else None,
        flags=flags,
    )


def _invoice_is_due(order: Order, code: str) -> bool:
    """Tell whether the invoice may go out: once it is paid, or at once where it is paid at the door."""
    if _STATES.get(code) == "cancelled":
        return False
    return (order.payment_status or "").lower() == "paid" or bool(_cash(order))


def _invoice(order: Order, link: str, store: Store, at: int) -> InvoiceEvent:
    total = None if order.order_total is None else amount(order.order_total, order.currency_code or store.currency)
    return InvoiceEvent(store.id, order.id, at, _number(order), total=total, pdf_url=link, page_url=order.order_url)


def _lines(order: Order, store: Store) -> tuple[Line, ...] | None:
    """Return the lines, ``None`` unless each has a name and a price."""
    lines = [_line(product, order.currency_code or store.currency) for product in order.products]
    known = tuple(line for line in lines if line is not None)
    return known if known and len(known) == len(lines) else None


def _line(product: Product, currency: str) -> Line | None:
    if product.name is None or product.price is None:
        return None
    return Line(product.name, max(1, product.quantity or 1), amount(product.price, currency), product.sku)
