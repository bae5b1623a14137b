"""From Magento's events to what the domain understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.amounts import amount
from bot.connectors.base import Ignored
from bot.connectors.magento import orders, parcels
from bot.connectors.magento.envelope import ZONE, read
from bot.connectors.magento.options import MagentoOptions
from bot.connectors.magento.payloads import Document, Order, Shipment, Track
from bot.connectors.reading import check
from bot.connectors.times import first_instant
from bot.domain.store_event import InvoiceEvent, RefundEvent
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.connectors.magento.envelope import Event
    from bot.connectors.meanings import Meaning
    from bot.domain.money import Money
    from bot.domain.order import Line
    from bot.domain.store import Store
    from bot.domain.store_event import ShipmentEvent, StoreEvent

_SETTLED = 2
_CANCELLED = 3


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return the events of an inbox item, ``Ignored`` when it says nothing to a customer; raise ``Unreadable`` if malformed."""
    event = read(delivery.body)
    if event.kind is None:
        return Ignored(f"events of type {event.type!r} are none of ours")
    options = delivery.options if isinstance(delivery.options, MagentoOptions) else MagentoOptions()
    order = check(Order, event.value if event.order is None else event.order) if event.kind == "order" or event.order is not None else None
    ref = event.order_id or event.number
    if ref is None:
        raise Unreadable("the event names no order: pick entity_id for orders, order_id for everything else")
    meaning = options.meaning(order.state, order.status) if order else None
    if order and (refusal := _refusal(order, meaning)):
        return Ignored(refusal)
    told = (*_of_order(order, ref, meaning, options, event, delivery), *_documents(event, ref, options, delivery))
    return told or Ignored(f"an event of type {event.type!r} says nothing without the order: set site and access_token")


def _refusal(order: Order, meaning: Meaning | None) -> str | None:
    if meaning == "ignored":
        return f"orders with the status {order.status!r} are to be ignored"
    if meaning is None and not orders.is_held(order) and (order.state or order.status):
        return f"the order status {order.status!r} (state {order.state!r}) is not known: say what it means in the option statuses"
    return None


def _of_order(
    order: Order | None, ref: str, meaning: Meaning | None, options: MagentoOptions, event: Event, delivery: Delivery
) -> tuple[StoreEvent, ...]:
    """Return the order, as far as it is known, and its parcels."""
    contents = parcels.Contents(ref, _lines_by_id(order, delivery.store) if order else {})
    left = _left(event, contents, delivery)
    if order is None:
        return left
    at = orders.changed_at(order, delivery)
    told = orders.of_order(order, ref, meaning, options, delivery)
    return (told, *left, *parcels.of_status(order, meaning, left, at, contents, delivery))


def _lines_by_id(order: Order, store: Store) -> dict[str, Line]:
    whole = [item for item in order.items if item.item_id and not item.parent_item_id]
    each = ((item.item_id, orders.lines(order.model_copy(update={"items": (item,)}), store)) for item in whole)
    return {item_id: found[0] for item_id, found in each if item_id and found}


def _left(event: Event, contents: parcels.Contents, delivery: Delivery) -> tuple[ShipmentEvent, ...]:
    """Return what has left: all shipments where they were asked for, else the one that the event is about."""
    if event.kind == "track" and not event.shipments:
        track = check(Track, event.value)
        return (parcels.of_track(track, contents.ref, delivery),) if track.track_number else ()
    documents = event.shipments or ((event.value,) if event.kind == "shipment" else ())
    return parcels.of_shipments(tuple(check(Shipment, one) for one in documents), contents, delivery)


def _documents(event: Event, ref: str, options: MagentoOptions, delivery: Delivery) -> list[StoreEvent]:
    """Return refunds and, where customers are to hear of them, invoices."""
    memos = event.creditmemos or ((event.value,) if event.kind == "creditmemo" else ())
    told: list[StoreEvent] = [back for memo in memos if (back := _refund(check(Document, memo), ref, delivery)) is not None]
    if event.kind == "invoice" and options.invoices:
        invoice = check(Document, event.value)
        number = invoice.increment_id or invoice.entity_id
        if number and invoice.state != _CANCELLED:
            told.append(InvoiceEvent(delivery.store.id, ref, _at(invoice, delivery), number, total=_total(invoice, delivery.store)))
    return told


def _refund(memo: Document, ref: str, delivery: Delivery) -> RefundEvent | None:
    number = memo.entity_id or memo.increment_id
    if number is None or memo.state not in {None, _SETTLED}:
        return None
    return RefundEvent(delivery.store.id, ref, _at(memo, delivery), number, _total(memo, delivery.store))


def _at(document: Document, delivery: Delivery) -> int:
    return first_instant((document.created_at, document.updated_at), ZONE, delivery.at)


def _total(document: Document, store: Store) -> Money | None:
    return None if document.grand_total is None else amount(document.grand_total, document.order_currency_code or store.currency)
