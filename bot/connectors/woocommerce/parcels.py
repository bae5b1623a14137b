"""From an order's status and the fields of tracking plugins to parcels: WooCommerce itself knows of none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.carriers import carrier_name
from bot.connectors.reading import check
from bot.connectors.times import first_instant
from bot.connectors.woocommerce.payloads import TrackingItem
from bot.domain.store_event import ShipmentEvent
from bot.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Delivery
    from bot.connectors.meanings import Meaning
    from bot.connectors.woocommerce.payloads import Order
    from bot.domain.order import ShipmentState

# Shared by "Shipment Tracking" and "Advanced Shipment Tracking"; this is the only place that knows it.
TRACKING_FIELD: Final = "_wc_shipment_tracking_items"
_STATES: Final[Mapping[Meaning, ShipmentState]] = {
    "confirmed": "label_created",
    "preparing": "label_created",
    "ready": "label_created",
    "partly_shipped": "in_transit",
    "shipped": "in_transit",
    "out_for_delivery": "out_for_delivery",
    "ready_for_pickup": "available_for_pickup",
    "delivered": "delivered",
}
# What an order tells of its parcel although nobody gave a number for it.
_TOLD_WITHOUT_NUMBER: Final = frozenset(("shipped", "out_for_delivery", "ready_for_pickup", "delivered"))
_PICKUP: Final = ("local_pickup", "pickup_location")


def of_order(order: Order, meaning: Meaning, changed_at: int, delivery: Delivery) -> tuple[ShipmentEvent, ...]:
    """Return an event for each parcel; ``changed_at`` is when the order was changed last."""
    state = _state(order, meaning)
    items = tracking_items(order)
    if state is None or (not items and (meaning not in _TOLD_WITHOUT_NUMBER or not order.shipping_lines)):
        return ()
    done_at = first_instant((order.date_completed_gmt,), "UTC", changed_at)
    if not items:
        return (ShipmentEvent(delivery.store.id, order.id, done_at, state),)
    return tuple(_event(order, item, state, done_at, delivery) for item in items)


def tracking_items(order: Order) -> tuple[TrackingItem, ...]:
    """Return the parcels that a plugin has noted, without those that have no number or can't be read."""
    value = order.field(TRACKING_FIELD)
    rows = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return tuple(item for row in rows if (item := _item(row)) is not None and item.tracking_number)


def _item(row: object) -> TrackingItem | None:
    try:
        return check(TrackingItem, row)
    except Unreadable:
        return None


def _state(order: Order, meaning: Meaning) -> ShipmentState | None:
    """Return what the parcels have reached; what customers collect themselves has arrived when the order is done."""
    collected = bool(order.shipping_lines) and all((line.method_id or "").startswith(_PICKUP) for line in order.shipping_lines)
    return "delivered" if collected and meaning == "shipped" else _STATES.get(meaning)


def _event(order: Order, item: TrackingItem, state: ShipmentState, done_at: int, delivery: Delivery) -> ShipmentEvent:
    # That it left is as old as the day of shipping; each later change of the order says it again and is no new sign of life.
    placed_at = first_instant((order.date_created_gmt,), "UTC", done_at)
    left_at = min(max(first_instant((item.date_shipped,), "UTC", done_at), placed_at), done_at)
    carrier = item.custom_tracking_provider or item.formatted_tracking_provider or carrier_name(item.tracking_provider)
    return ShipmentEvent(
        delivery.store.id,
        order.id,
        left_at if state in {"label_created", "in_transit"} else done_at,
        state,
        tracking_number=item.tracking_number,
        carrier=carrier,
        tracking_url=item.custom_tracking_link or item.formatted_tracking_link or item.ast_tracking_link,
    )
