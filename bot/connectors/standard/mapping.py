"""From the documented event to what the domain understands. Words are read whatever their case and separators."""

from __future__ import annotations

import re
from typing import get_args

from bot.connectors.base import Delivery, Ignored
from bot.connectors.reading import check, load
from bot.connectors.standard.envelope import Envelope, read
from bot.connectors.standard.payloads import OrderData, ShipmentData
from bot.domain.clock import to_instant
from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState
from bot.domain.store_event import OrderEvent, ShipmentEvent, StoreEvent
from bot.errors import Unreadable

_SEPARATORS = re.compile(r"[^a-z]+")


def _word(text: str) -> str:
    """Return the form in which ``out_for_delivery``, ``Out for delivery`` and ``OutForDelivery`` meet."""
    return _SEPARATORS.sub("", text.casefold())


_SHIPMENT: dict[str, ShipmentState] = {
    **{_word(state): state for state in get_args(ShipmentState)},
    # An update without a status brings details, such as the tracking number or a new day of arrival.
    "updated": "unknown",
    "created": "label_created",
    "inforeceived": "label_created",
    "pretransit": "label_created",
    "shipped": "in_transit",
    "transit": "in_transit",
    "readyforpickup": "available_for_pickup",
    "canceled": "cancelled",
}
_FLAG: dict[str, ShipmentFlag] = {
    **{_word(flag): flag for flag in get_args(ShipmentFlag)},
    "attempteddelivery": "attempt_failed",
    "attemptfail": "attempt_failed",
    "customs": "on_hold",
    "failure": "exception",
    "returntosender": "returning",
}
_ORDER: dict[str, OrderState] = {
    **{_word(state): state for state in get_args(OrderState)},
    "created": "received",
    "placed": "received",
    "processing": "preparing",
    "completed": "fulfilled",
    "canceled": "cancelled",
}
_PAYMENT: dict[str, PaymentState] = {
    **{_word(state): state for state in get_args(PaymentState)},
    "unpaid": "pending",
    "authorized": "authorised",
}


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return the event of an inbox item's body, ``Ignored`` when it says nothing to a customer; raise ``Unreadable`` if malformed."""
    envelope = read(load(delivery.body))
    event = _event(envelope, delivery.store.id)
    return event if isinstance(event, Ignored) else (event,)


def _event(envelope: Envelope, store_id: str) -> StoreEvent | Ignored:
    subject, verb = _topic(envelope.type)
    if subject == "shipment":
        return _shipment(envelope, verb, store_id)
    if subject == "order":
        return _order(envelope, verb, store_id)
    return Ignored(f"events of type {envelope.type!r} are none of ours")


def _topic(event_type: str) -> tuple[str, str]:
    """Return subject and verb: the last two parts, so that ``com.example.shipment.delivered`` is understood as well."""
    parts = event_type.casefold().split(".")
    return ("", parts[0]) if len(parts) == 1 else (parts[-2].strip(), parts[-1])


def _shipment(envelope: Envelope, verb: str, store_id: str) -> ShipmentEvent | Ignored:
    data = check(ShipmentData, envelope.data)
    status = _word(data.status or verb)
    flags = [_FLAG[word] for word in (status, *map(_word, data.flags)) if word in _FLAG]
    if status not in _SHIPMENT and status not in _FLAG:
        return Ignored(f"shipment status {data.status or verb!r} is not known")
    return ShipmentEvent(
        store_id,
        data.order,
        to_instant(data.occurred_at) if data.occurred_at else _time(envelope),
        _SHIPMENT.get(status, "unknown"),
        tracking_number=data.tracking_number,
        carrier=data.carrier,
        tracking_url=str(data.tracking_url) if data.tracking_url else None,
        place=data.place,
        eta=data.eta,
        flags=tuple(sorted(set(flags))),
    )


def _order(envelope: Envelope, verb: str, store_id: str) -> OrderEvent | Ignored:
    data = check(OrderData, envelope.data)
    words = [_word(text) for text in (data.payment, data.status, verb) if text]
    state = next((_ORDER[word] for word in words if word in _ORDER), None)
    payment = next((_PAYMENT[word] for word in words if word in _PAYMENT), None)
    if state is None and payment is None:
        return Ignored(f"order status {data.status or verb!r} is not known")
    occurred_at = to_instant(data.occurred_at) if data.occurred_at else _time(envelope)
    return OrderEvent(store_id, data.order, occurred_at, state, payment)


def _time(envelope: Envelope) -> int:
    if envelope.at is None:
        raise Unreadable("time: neither data.occurred_at nor the event says when it happened")
    return envelope.at
