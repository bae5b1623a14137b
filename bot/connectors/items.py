"""Making inbox items out of verified requests: ids that repeats share, lanes that keep an order's events together."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bot.connectors.base import Split
from bot.domain.inbox import InboxItem, Parked
from bot.domain.order import parcel_key

if TYPE_CHECKING:
    from bot.connectors.base import Knock

_LONGEST_ID = 200


def digest(*parts: bytes | str) -> str:
    """Return a delivery's id for systems that give none: the same parts give the same id."""
    found = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


def item_id(connector: str, store_id: str, delivery_id: str) -> str:
    """Return the inbox id of a delivery."""
    fitting = delivery_id if len(delivery_id) <= _LONGEST_ID and delivery_id.isascii() else digest(delivery_id)
    return f"{connector}:{store_id}:{fitting}"


def order_lane(store_id: str, order_ref: str) -> str:
    """Return the lane of an order's events."""
    return f"order:{store_id}:{order_ref}"


def parcel_lane(store_id: str, tracking_number: str) -> str:
    """Return the lane of a parcel whose order the sender doesn't know."""
    return f"parcel:{store_id}:{parcel_key(tracking_number)}"


def one_item(connector: str, knock: Knock, delivery_id: str, *, lane: str | None = None, topic: str = "", at: int | None = None) -> Split:
    """Return a request that is one item; without ``lane`` it gets one of its own. ``at`` is the sender's time where it is known."""
    key = item_id(connector, knock.store.id, delivery_id)
    item = InboxItem(
        key,
        "event",
        lane or f"event:{key}",
        knock.received_at if at is None else at,
        knock.received_at,
        f"{connector}/{knock.store.id}",
        knock.body,
        topic=topic,
    )
    return Split((item,))


def one_parked(connector: str, knock: Knock, delivery_id: str, error: str, *, topic: str = "") -> Split:
    """Return a request that can't be taken apart, kept aside with the sentence that says why."""
    key = item_id(connector, knock.store.id, delivery_id)
    source = f"{connector}/{knock.store.id}"
    return Split(parked=(Parked(key, "event", knock.received_at, source, error, knock.body, at=knock.received_at, topic=topic),))
