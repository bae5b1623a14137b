"""What stores, carriers and invoicing systems tell us, whatever dialect they speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState


@dataclass(frozen=True, slots=True)
class ShipmentEvent:
    """A parcel has moved. ``order_ref`` is the store's order id or number; ``occurred_at`` is the carrier's time, not ours."""

    store_id: str
    order_ref: str
    occurred_at: int
    state: ShipmentState
    tracking_number: str | None = None
    carrier: str | None = None
    tracking_url: str | None = None
    place: str | None = None
    eta: str | None = None
    flags: tuple[ShipmentFlag, ...] = ()
    kind: Literal["shipment"] = "shipment"


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """The order itself, or its payment, has changed; what did not change is ``None``."""

    store_id: str
    order_ref: str
    occurred_at: int
    state: OrderState | None = None
    payment: PaymentState | None = None
    kind: Literal["order"] = "order"


StoreEvent = ShipmentEvent | OrderEvent
