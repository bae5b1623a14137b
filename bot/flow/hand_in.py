"""From a document of the standard schema to an inbox item: what the API takes in goes the way of every webhook.

Nothing here writes. What can't be read is said at once, so that whoever asked can mend it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.connectors.base import Delivery, Ignored
from bot.connectors.items import digest, item_id
from bot.connectors.reading import dump
from bot.connectors.standard.envelope import read
from bot.connectors.standard.mapping import FILE_TOPIC, INVOICE_ISSUED, parse
from bot.connectors.standard.split import lane
from bot.domain.clock import from_instant
from bot.domain.inbox import InboxItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.store import Store

CONNECTOR: Final = "standard"


@dataclass(frozen=True, slots=True)
class Uninteresting:
    """A well-formed event that says nothing to a customer: there is nothing to store. ``id`` is what it would have had."""

    id: str
    reason: str


def event_item(document: object, store: Store, received_at: int, delivery_id: str | None = None, topic: str = "") -> InboxItem | Uninteresting:
    """Return the inbox item of an event in either envelope; raise ``Unreadable`` naming every wrong field.

    A CloudEvent is known by its source and id, another one by ``delivery_id``, else by its content: the same event twice is one.
    """
    body = dump(document)
    envelope = read(document)
    key = item_id(CONNECTOR, store.id, envelope.identity or delivery_id or digest(body))
    at = received_at if envelope.at is None else envelope.at
    events = parse(Delivery(body, store, topic, at))
    if isinstance(events, Ignored):
        return Uninteresting(key, events.reason)
    return InboxItem(key, "event", lane(store.id, envelope) or f"event:{key}", at, received_at, f"{CONNECTOR}/{store.id}", body, topic=topic)


def order_document(order_ref: str, fields: Mapping[str, object], received_at: int) -> dict[str, object]:
    """Return the event that tells an order's fields."""
    return _event("order.updated", {**fields, "id": order_ref}, received_at)


def invoice_document(order_ref: str, number: str, fields: Mapping[str, object], received_at: int) -> dict[str, object]:
    """Return the event that tells of an invoice."""
    return _event(INVOICE_ISSUED, {**fields, "order": order_ref, "number": number}, received_at)


def file_topic(document_id: str) -> str:
    """Return the topic by which an invoice's event says that its original is stored under this id."""
    return f"{FILE_TOPIC}{document_id}"


def file_id(store: Store, order_ref: str, number: str, data: bytes) -> str:
    """Return the id of an invoice's original: another file has another id, so that no copy of the old one is sent for it."""
    return f"invoice:{store.id}:{digest(order_ref, number, data)}"


def _event(event_type: str, data: Mapping[str, object], at: int) -> dict[str, object]:
    return {"type": event_type, "timestamp": from_instant(at).isoformat(), "data": dict(data)}
