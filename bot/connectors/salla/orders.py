"""Salla's orders: only the slug of a status is read, for its text is the shop's own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from bot.connectors.amounts import amount
from bot.connectors.base import Ignored
from bot.connectors.salla.buyers import buyer_of
from bot.connectors.salla.envelope import ZONE
from bot.connectors.salla.parcels import observed
from bot.connectors.salla.payloads import Item, Order, Parcel, Status, Sum
from bot.connectors.times import first_instant
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import OrderEvent, RefundEvent, ShipmentEvent, StoreEvent

if TYPE_CHECKING:
    from bot.domain.order import OrderState, PaymentState
    from bot.domain.store import Store

_STATES: Final[dict[str, OrderState | None]] = {
    "payment_pending": "received",
    "under_review": "confirmed",
    "in_progress": "preparing",
    "completed": "ready",
    "shipped": "fulfilled",
    "delivering": "fulfilled",
    "delivered": "fulfilled",
    "canceled": "cancelled",
    "cancelled": "cancelled",
    "restoring": None,
    "restored": None,
}
# What the order's own status says of its parcel: these are children of "completed".
_ON_THE_WAY: Final = frozenset(("shipped", "delivering", "delivered"))
_EVENT_STATES: Final[dict[str, OrderState]] = {"order.cancelled": "cancelled", "order.canceled": "cancelled"}
_UNPAID_METHODS: Final = frozenset(("cod", "bank"))
_CALLED_OFF: Final = frozenset(("canceled", "cancelled", "restoring", "restored"))
# Salla gives refunds no id; an order's refund is told once, whichever event brings it.
_REFUND: Final = "order"


def order_events(order: Order, event: str, store: Store, at: int) -> tuple[StoreEvent, ...] | Ignored:
    """Return what an order's event says of it, of its parcels and of its refund; ``at`` is when it occurred."""
    slug = _slug(order)
    if order.draft or order.is_price_quote:
        return Ignored("it is a draft or a price offer, not an order yet")
    if event == "order.status.updated" and slug not in _STATES:
        return Ignored(f"order status {slug!r} is not known")
    told: list[StoreEvent] = [_order(order, _EVENT_STATES.get(event) or _STATES.get(slug), store, at)]
    told.extend(_parcels(order, slug, event, store, at))
    if slug == "restored" or event == "order.refunded":
        back = order.refund_amount
        told.append(RefundEvent(store.id, order.id, at, _REFUND, _money(back, order, store) if back else None))
    return tuple(told)


def _slug(order: Order) -> str:
    return ((order.status.slug if order.status else None) or "").strip().lower()


def _order(order: Order, state: OrderState | None, store: Store, at: int) -> OrderEvent:
    total = (order.amounts.total if order.amounts else None) or order.total
    method = (order.payment_method or "").lower()
    remaining = order.payment_actions.remaining_action if order.payment_actions else None
    return OrderEvent(
        store.id,
        order.id,
        at,
        state,
        _payment(order),
        number=order.reference_id or order.id,
        placed_at=_placed_at(order),
        total=_money(total, order, store) if total else None,
        lines=_lines(order, store),
        buyer=buyer_of(order, store),
        cash_on_delivery=method == "cod" if method else None,
        payment_url=remaining.checkout_url if remaining and remaining.has_remaining_amount else None,
        status_url=order.urls.customer if order.urls else None,
    )


def _placed_at(order: Order) -> int | None:
    return None if order.date is None else first_instant((order.date,), ZONE, 0) or None


def _payment(order: Order) -> PaymentState | None:
    """Return what is known of the payment. Cash is paid at the door and a transfer when somebody has seen it: neither is said."""
    slug, method = _slug(order), (order.payment_method or "").lower()
    remaining = order.payment_actions.remaining_action if order.payment_actions else None
    if slug == "restored":
        return "refunded"
    if slug in _CALLED_OFF:
        return None
    waits = slug == "payment_pending" or order.is_pending_payment or (remaining is not None and remaining.has_remaining_amount)
    if waits or (method in _UNPAID_METHODS and slug == "under_review"):
        return "pending"
    settled = order.is_pending_payment is False or slug in _STATES
    return "paid" if method and method not in _UNPAID_METHODS and settled else None


def _parcels(order: Order, slug: str, event: str, store: Store, at: int) -> list[ShipmentEvent]:
    """Return the parcels to the customer: those of the list, else the one of ``shipping``, and what the order's status says of it."""
    verb = event.rpartition(".")[2] if ".shipment." in event else ""
    outbound = _outbound(order)
    if len(outbound) > 1:
        return [observed(parcel, store, order.id, at) for parcel in outbound]
    parcel = outbound[0] if outbound else _of_shipping(order)
    of_status = parcel.model_copy(update={"status": Status(slug=slug)})
    found = [observed(parcel, store, order.id, at, otherwise=verb)] if parcel.number or parcel.status or verb else []
    return [*found, observed(of_status, store, order.id, at)] if slug in _ON_THE_WAY else found


def _outbound(order: Order) -> list[Parcel]:
    """Return the parcels to the customer; of several those with a number, for without it nobody can tell them apart."""
    found = [parcel for parcel in order.shipments if not parcel.comes_back]
    return found if len(found) == 1 else [parcel for parcel in found if parcel.number]


def _of_shipping(order: Order) -> Parcel:
    shipping = order.shipping
    if shipping is None:
        return Parcel()
    link = shipping.shipment.tracking_link if shipping.shipment else None
    return Parcel(courier_name=shipping.company, tracking_number=shipping.shipment_reference, tracking_link=link)


def _lines(order: Order, store: Store) -> tuple[Line, ...] | None:
    """Return the lines, ``None`` unless each has a price: lists of orders leave them out, and nothing is not what they cost."""
    lines = [_line(item, order, store) for item in order.items]
    known = tuple(line for line in lines if line is not None)
    return known if known and len(known) == len(lines) else None


def _line(item: Item, order: Order, store: Store) -> Line | None:
    quantity, whole = max(1, item.quantity or 1), item.amounts.total if item.amounts else None
    if item.name is None:
        return None
    if item.price is not None:
        return Line(item.name, quantity, _money(item.price, order, store), item.sku)
    if whole is None:
        return None
    total = _money(whole, order, store)
    return Line(item.name, quantity, Money(round(Decimal(total.minor) / quantity), total.currency), item.sku)


def _money(value: Sum, order: Order, store: Store) -> Money:
    return amount(value.amount, value.currency or order.currency or store.currency)
