"""A request is one event: it waits in the lane of its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.bigcommerce.envelope import ZONE, read
from bot.connectors.items import one_item, one_parked, order_lane
from bot.connectors.times import first_instant
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Knock, Split


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the event as an item, or parked where it can't be read."""
    try:
        event = read(knock.body)
    except Unreadable as error:
        return one_parked("bigcommerce", knock, delivery_id, str(error))
    at = first_instant((event.created_at,), ZONE, knock.received_at)
    return one_item("bigcommerce", knock, delivery_id, lane=order_lane(knock.store.id, event.ref) if event.ref else None, at=at)
