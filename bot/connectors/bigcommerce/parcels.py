"""From BigCommerce's shipments, and the status of their order, to parcels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.bigcommerce.envelope import ZONE
from bot.connectors.bigcommerce.orders import changed_at, line_of
from bot.connectors.carriers import carrier_name
from bot.connectors.times import first_instant
from bot.domain.order import Line
from bot.domain.store_event import ShipmentEvent

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.connectors.bigcommerce.options import BigCommerceOptions
    from bot.connectors.bigcommerce.payloads import Order, Product, Shipment
    from bot.domain.order import ShipmentState

_SHIPPED: Final = 2
_AWAITING_PICKUP: Final = 8
_COMPLETED: Final = 10


def of_order(
    order: Order, shipments: tuple[Shipment, ...], products: tuple[Product, ...], options: BigCommerceOptions, delivery: Delivery
) -> tuple[ShipmentEvent, ...]:
    """Return that shipments have left, and what the order's status says of them; downloads have no parcel."""
    if order.order_is_digital:
        return ()
    lines = {product.id: line for product in products if product.id and (line := line_of(product, order, delivery.store))}
    left = tuple(_left(one, order, lines, delivery) for one in shipments if one.tracking_number or shipments == (one,))
    state = _state(order, options)
    # Many shipments without a number have left; which of them a word is about nobody can tell.
    if state is None or (state == "in_transit" and left) or (shipments and not left):
        return left
    at = changed_at(order, delivery)
    told_at = first_instant((order.date_shipped,), ZONE, at) if state == "in_transit" else at
    numbers = [one.tracking_number for one in left] or [None]
    return (*left, *(ShipmentEvent(delivery.store.id, order.id, told_at, state, tracking_number=number) for number in numbers))


def _state(order: Order, options: BigCommerceOptions) -> ShipmentState | None:
    if order.status_id == _COMPLETED:
        return "delivered" if options.completed == "delivered" else "in_transit"
    if order.status_id == _AWAITING_PICKUP:
        return "available_for_pickup"
    return "in_transit" if order.status_id == _SHIPPED else None


def _left(shipment: Shipment, order: Order, lines: dict[str, Line], delivery: Delivery) -> ShipmentEvent:
    return ShipmentEvent(
        delivery.store.id,
        order.id,
        first_instant((shipment.date_created, order.date_shipped), ZONE, changed_at(order, delivery)),
        "in_transit",
        tracking_number=shipment.tracking_number,
        carrier=shipment.shipping_provider_display_name or carrier_name(shipment.tracking_carrier or shipment.shipping_provider),
        tracking_url=shipment.tracking_link or shipment.generated_tracking_link,
        lines=_inside(shipment, lines),
    )


def _inside(shipment: Shipment, lines: dict[str, Line]) -> tuple[Line, ...]:
    """Return what is inside, nothing where a piece of it is unknown: then it may be everything."""
    known = [(lines.get(item.order_product_id or ""), item.quantity) for item in shipment.items]
    if not all(line for line, _ in known):
        return ()
    return tuple(Line(line.title, count if count and count > 0 else line.quantity, line.price, line.sku) for line, count in known if line)
