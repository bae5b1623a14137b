"""From a verified request to an inbox item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.items import one_item, one_parked, order_lane
from bot.connectors.scan_fields import moment
from bot.connectors.stripe.mapping import order_of, read
from bot.connectors.stripe.options import DEFAULT_KEY
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Knock, Split


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the one event of a request; its lane only keeps order, so the usual key will do for it."""
    try:
        event = read(knock.body)
    except Unreadable as error:
        return one_parked("stripe", knock, delivery_id, str(error))
    ref = order_of(event.about.get("metadata"), DEFAULT_KEY)
    lane = order_lane(knock.store.id, ref) if ref else None
    return one_item("stripe", knock, delivery_id, lane=lane, at=moment(event.created, "UTC"))
