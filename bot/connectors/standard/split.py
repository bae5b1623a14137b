"""From a verified request to inbox items; what can't be taken apart is parked, never refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.base import Split
from bot.connectors.items import item_id, order_lane, parcel_lane
from bot.connectors.reading import dump, load
from bot.connectors.standard.envelope import Envelope, read
from bot.domain.clock import SECOND
from bot.domain.inbox import InboxItem, Parked
from bot.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Knock


def split(knock: Knock, webhook_id: str) -> Split:
    """Return what a request holds: one event, or a batch of CloudEvents (a JSON array).

    An item's id comes from ``webhook_id``, for a CloudEvent from its ``source|id``, so that repeats meet in the inbox. Its lane is
    the order; events that name none get a lane of their own. The headers give the time where the event doesn't.
    """
    request = _Request(knock.store.id, knock.received_at, _attempted_at(knock.headers) or knock.received_at)
    try:
        document = load(knock.body)
    except Unreadable as error:
        return Split(parked=(request.park(webhook_id, knock.body, str(error)),))
    if not isinstance(document, list):
        return _gather([request.take(webhook_id, document, knock.body)])
    return _gather([request.take(f"{webhook_id}:{place}", event, dump(event)) for place, event in enumerate(document)])


def lane(store_id: str, envelope: Envelope) -> str | None:
    """Return what keeps an event in order with others: its order, else its parcel; ``None`` when it names neither."""
    if envelope.order:
        return order_lane(store_id, envelope.order)
    return parcel_lane(store_id, envelope.parcel) if envelope.parcel else None


class _Request:
    """What the items of one request have in common."""

    def __init__(self, store_id: str, received_at: int, attempted_at: int) -> None:
        self._store_id = store_id
        self._received_at = received_at
        self._attempted_at = attempted_at
        self._source = f"standard/{store_id}"

    def take(self, delivery: str, document: object, body: bytes) -> InboxItem | Parked:
        try:
            envelope = read(document)
        except Unreadable as error:
            return self.park(delivery, body, str(error))
        item_id = self._id(envelope.identity or delivery)
        at = self._attempted_at if envelope.at is None else envelope.at
        return InboxItem(item_id, "event", self._lane(envelope, item_id), at, self._received_at, self._source, body)

    def park(self, delivery: str, body: bytes, error: str) -> Parked:
        return Parked(self._id(delivery), "event", self._received_at, self._source, error, body, at=self._attempted_at)

    def _id(self, delivery: str) -> str:
        return item_id("standard", self._store_id, delivery)

    def _lane(self, envelope: Envelope, item_id: str) -> str:
        return lane(self._store_id, envelope) or f"event:{item_id}"


def _gather(parts: list[InboxItem | Parked]) -> Split:
    # A batch may hold an event twice: the first one counts, as with repeats.
    first = {part.id: part for part in reversed(parts)}
    items = tuple(part for part in first.values() if isinstance(part, InboxItem))[::-1]
    return Split(items, tuple(part for part in parts if isinstance(part, Parked)))


def _attempted_at(headers: Mapping[str, str]) -> int | None:
    stamps = [value for name, value in headers.items() if name.lower() == "webhook-timestamp"]
    try:
        return int(float(stamps[0]) * SECOND) if stamps else None
    except (ValueError, OverflowError):
        return None
