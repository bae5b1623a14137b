"""From Salla's events to what the domain understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.connectors.reading import check
from bot.connectors.salla.envelope import ZONE, Event, read
from bot.connectors.salla.invoices import invoice_event
from bot.connectors.salla.orders import order_events
from bot.connectors.salla.parcels import parcel_event
from bot.connectors.salla.payloads import Invoice, Order, Parcel
from bot.connectors.times import first_instant

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.domain.store_event import StoreEvent

# The topic of a delivery that ``complete`` has found to come from another shop than the one in the options.
OTHER_MERCHANT: Final = "another merchant"
_ORDER: Final = frozenset(
    "order." + name
    for name in (
        *("created", "updated", "status.updated", "payment.updated", "products.updated", "coupon.updated", "completed"),
        *("total.price.updated", "total_price.updated", "cancelled", "canceled", "refunded"),
    )
)
_PARCEL: Final = frozenset(
    before + name for before in ("shipment.", "order.shipment.") for name in ("creating", "created", "updated", "cancelled", "canceled")
)
_SILENT: Final = {
    "order.deleted": "the order was deleted from the shop's list, which says nothing of what becomes of it",
    "app.uninstalled": "the app was removed from the shop: Salla sends nothing more until it is installed again",
}


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return the events of an inbox item, ``Ignored`` when it says nothing to a customer; raise ``Unreadable`` if malformed."""
    event = read(delivery.body)
    if delivery.topic == OTHER_MERCHANT:
        return Ignored(f"it is of the Salla shop {event.merchant!r}, not of the one that this store is tied to")
    at = first_instant((event.created_at, event.data.get("created_at")), ZONE, delivery.at)
    if event.name in _PARCEL and "order_id" in event.data:
        return parcel_event(check(Parcel, event.data), event.name, delivery.store, at)
    if event.name in _ORDER or event.name in _PARCEL:
        return order_events(check(Order, _order_of(event)), event.name, delivery.store, at)
    if event.name == "invoice.created":
        return (invoice_event(check(Invoice, event.data), delivery.store, at),)
    if event.name.startswith("order.shipment.return"):
        return Ignored("a return shipment is on its way to the shop: nothing that a customer waits for")
    reason = _SILENT.get(event.name) or f"events of type {event.name!r} are none of ours"
    return Ignored(reason, "connector" if event.name == "app.uninstalled" else None)


def _order_of(event: Event) -> object:
    """Return the order, with the word of its refund where that stands beside it."""
    beside = {name: event.data[name] for name in ("refund_amount",) if name in event.data}
    return {**beside, **event.inner}
