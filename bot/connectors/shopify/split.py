"""From a verified request to an inbox item in the lane of its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.items import one_item, one_parked, order_lane
from bot.connectors.reading import Payload, Ref, check, load
from bot.connectors.shopify.mapping import ORDERS
from bot.connectors.shopify.payloads import Edited
from bot.connectors.shopify.verify import header, topic_of
from bot.connectors.times import first_instant
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Knock, Split

_EDITED = "orders/edited"
_OF_AN_ORDER = ("fulfillments/", "fulfillment_events/", "refunds/")


class _Whole(Payload):
    id: Ref


class _Part(Payload):
    order_id: Ref


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the event of a request; what names no order (privacy requests, holds) gets a lane of its own."""
    topic = topic_of(knock)
    try:
        ref = _order_ref(topic, load(knock.body))
    except Unreadable as error:
        return one_parked("shopify", knock, delivery_id, str(error), topic=topic)
    lane = order_lane(knock.store.id, ref) if ref else None
    at = first_instant((header(knock.headers, "Triggered-At"),), knock.store.timezone, knock.received_at)
    return one_item("shopify", knock, delivery_id, lane=lane, topic=topic, at=at)


def _order_ref(topic: str, document: object) -> str | None:
    if topic == _EDITED:
        return check(Edited, document).order_edit.order_id
    if topic in ORDERS:
        return check(_Whole, document).id
    if topic.startswith(_OF_AN_ORDER):
        return check(_Part, document).order_id
    check(Payload, document)
    return None
