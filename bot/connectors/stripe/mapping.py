"""From Stripe's events to what the domain understands (https://docs.stripe.com/api/events/types)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.connectors.reading import check, load
from bot.connectors.references import reference
from bot.connectors.stripe.case import Case
from bot.connectors.stripe.documents import credit_note, failed_invoice, final_invoice, paid_invoice
from bot.connectors.stripe.options import StripeOptions
from bot.connectors.stripe.payloads import Event
from bot.connectors.stripe.refunds import own_refund, refunds_of_charge
from bot.connectors.times import first_instant
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.domain.store_event import StoreEvent

_Reader = Callable[[Case], "tuple[StoreEvent, ...] | Ignored"]
_READERS: Final[dict[str, _Reader]] = {
    "invoice.finalized": final_invoice,
    "invoice.voided": final_invoice,
    "invoice.paid": paid_invoice,
    "invoice.payment_failed": failed_invoice,
    "credit_note.created": credit_note,
    "credit_note.voided": credit_note,
    "charge.refunded": refunds_of_charge,
    "refund.created": own_refund,
}
_REFUNDS: Final = {"charge": "charge.refunded", "refund": "refund.created"}
_SAID_OTHERWISE: Final = {"invoice.payment_succeeded": "invoice.paid says the same"}


@dataclass(frozen=True, slots=True)
class Told:
    """An event: ``about`` is its object, ``before`` what of it was otherwise before."""

    type: str
    created: object
    live: bool
    about: Mapping[str, object]
    before: Mapping[str, object]


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return what an event says of an order; raise ``Unreadable``."""
    options = delivery.options if isinstance(delivery.options, StripeOptions) else StripeOptions()
    event = read(delivery.body)
    reader = _READERS.get(event.type)
    if reader is None:
        return Ignored(_SAID_OTHERWISE.get(event.type, f"Stripe's event {event.type!r} is none of ours"))
    if event.type in _REFUNDS.values() and event.type != _REFUNDS[options.refunds]:
        return Ignored(f"refunds are told by {_REFUNDS[options.refunds]} in this shop")
    if not event.live and not options.test_events:
        return Ignored("it is an event of Stripe's test mode")
    ref = order_of(event.about.get("metadata"), options.order_key)
    if ref is None:
        return Ignored(f"its metadata names no order under {options.order_key!r}")
    at = first_instant((event.created,), "UTC", delivery.at)
    return reader(Case(event.about, event.before, ref, delivery.store.id, at))


def read(body: bytes) -> Told:
    """Return the event of a body, or raise ``Unreadable``."""
    event = check(Event, load(body))
    if not event.type or event.data is None or event.data.object is None:
        raise Unreadable("type, data.object: Stripe's events have both")
    return Told(event.type, event.created, event.livemode is not False, event.data.object, event.data.previous_attributes or {})


def order_of(metadata: object, key: str) -> str | None:
    """Return the order that an object's metadata names."""
    return reference(metadata.get(key)) if isinstance(metadata, Mapping) else None
