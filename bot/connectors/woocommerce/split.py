"""From a verified request to an inbox item in the lane of its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.items import one_item, one_parked, order_lane
from bot.connectors.reading import Payload, Ref, check, load
from bot.connectors.times import first_instant
from bot.connectors.woocommerce.verify import topic_of
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Knock, Split


class _Head(Payload):
    id: Ref | None = None
    date_modified_gmt: object = None
    code: object = None
    message: object = None


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the event of a request; what is about no order gets a lane of its own."""
    topic = topic_of(knock)
    try:
        head = check(_Head, load(knock.body))
    except Unreadable as error:
        return one_parked("woocommerce", knock, delivery_id, str(error), topic=topic)
    if not topic.startswith("order."):
        return one_item("woocommerce", knock, delivery_id, topic=topic)
    if head.id is None:
        return one_parked("woocommerce", knock, delivery_id, _missing(head), topic=topic)
    at = first_instant((head.date_modified_gmt,), "UTC", knock.received_at)
    return one_item("woocommerce", knock, delivery_id, lane=order_lane(knock.store.id, head.id), topic=topic, at=at)


def _missing(head: _Head) -> str:
    """Return why there is no order; a webhook whose user may not read orders delivers the refusal in their place."""
    if isinstance(head.code, str) and isinstance(head.message, str):
        return f"WooCommerce sent {head.code!r} instead of an order: give the webhook to a user who may read orders"
    return "id: Field required"
