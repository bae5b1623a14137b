"""A request is one event: it waits in the lane of its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.items import one_item, one_parked, order_lane
from bot.connectors.times import first_instant
from bot.connectors.zid.envelope import ZONE, order_in, read, ref_of, topic_of
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Knock, Split


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the event as an item, or parked where it can't be read; the order's last change is its time."""
    topic = topic_of(knock)
    try:
        order = order_in(read(knock.body)) or {}
    except Unreadable as error:
        return one_parked("zid", knock, delivery_id, str(error), topic=topic)
    ref = ref_of(order)
    lane = order_lane(knock.store.id, ref) if ref else None
    at = first_instant((order.get("updated_at"), order.get("created_at")), ZONE, knock.received_at)
    return one_item("zid", knock, delivery_id, lane=lane, topic=topic, at=at)
