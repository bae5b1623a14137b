"""What an event is about, before its entity is read in full: a CloudEvent, by itself or in the wrapping of Adobe's journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.connectors.reading import load
from bot.connectors.references import reference
from bot.errors import Unreadable

Kind = Literal["order", "shipment", "track", "invoice", "creditmemo"]
Object = Mapping[str, object]

# Times without a zone are UTC: Magento keeps them so in its database.
ZONE: Final = "UTC"
# What ``poll`` calls an order that it was told of, and the event that says the same.
LISTED: Final = "sales_order_save_commit_after"
# The part after the last dot of a type: ``com.adobe.commerce.observer.sales_order_save_commit_after``. Entities say ``save`` before
# and ``save_commit`` after their transaction; orders have events of their own on top.
_ORDER: Final = ("sales_order_save_after", LISTED, "sales_order_place_after", "sales_order_cancel_after", "order_cancel_after")
EVENTS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(_ORDER, "order"),
    **dict.fromkeys(("sales_order_shipment_save_after", "sales_order_shipment_save_commit_after"), "shipment"),
    **dict.fromkeys(("sales_order_shipment_track_save_after", "sales_order_shipment_track_save_commit_after"), "track"),
    **dict.fromkeys(("sales_order_invoice_save_after", "sales_order_invoice_save_commit_after", "sales_order_invoice_pay"), "invoice"),
    **dict.fromkeys(("sales_order_creditmemo_save_after", "sales_order_creditmemo_save_commit_after", "sales_order_creditmemo_refund"), "creditmemo"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """``value`` is the entity, with the fields that the shop has picked; the rest is what ``complete`` has put beside it."""

    type: str
    time: object
    value: Object
    order: Object | None = None
    shipments: tuple[Object, ...] = ()
    creditmemos: tuple[Object, ...] = ()

    @property
    def kind(self) -> Kind | None:
        """What kind of entity was saved, ``None`` for what is none of ours."""
        return EVENTS.get(self.type.rpartition(".")[2].strip().casefold())

    @property
    def order_id(self) -> str | None:
        """The store's own id of the order, where the event names it."""
        if self.order is not None:
            return reference(self.order.get("entity_id"))
        return reference(self.value.get("entity_id" if self.kind == "order" else "order_id"))

    @property
    def number(self) -> str | None:
        """What customers know the order by, where the event is about the order itself."""
        return reference(self.value.get("increment_id")) if self.kind == "order" else None


def read(body: bytes) -> Event:
    """Return the event of a body, or raise ``Unreadable``."""
    return event_in(load(body))


def event_in(document: object) -> Event:
    """Return the event of a JSON value, or raise ``Unreadable``."""
    outer = _object(document)
    event = _object(outer.get("event")) or outer
    found = event.get("type")
    if not isinstance(found, str) or not found.strip():
        raise Unreadable("type: the event names none")
    data = _object(event.get("data"))
    order = event.get("order")
    return Event(
        found,
        event.get("time"),
        _object(data.get("value")) or data,
        order if isinstance(order, Mapping) else None,
        _objects(event.get("shipments")),
        _objects(event.get("creditmemos")),
    )


def _object(value: object) -> Object:
    return value if isinstance(value, Mapping) else {}


def _objects(value: object) -> tuple[Object, ...]:
    return tuple(one for one in value if isinstance(one, Mapping)) if isinstance(value, list) else ()
