"""From a verified request to inbox items in the lanes of their orders: one event, or an array of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.connectors.base import Split
from bot.connectors.items import digest, one_item, one_parked, order_lane
from bot.connectors.magento.envelope import ZONE, event_in
from bot.connectors.reading import dump, load
from bot.connectors.times import first_instant
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Knock


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the event of a request, or each of a batch with an id of its own."""
    try:
        document = load(knock.body)
    except Unreadable as error:
        return one_parked("magento", knock, delivery_id, str(error))
    if not isinstance(document, list):
        return _one(knock, delivery_id, document)
    parts = [_one(replace(knock, body=dump(one)), digest(delivery_id, str(place)), one) for place, one in enumerate(document)]
    return Split(tuple(item for part in parts for item in part.items), tuple(aside for part in parts for aside in part.parked))


def _one(knock: Knock, delivery_id: str, document: object) -> Split:
    try:
        event = event_in(document)
    except Unreadable as error:
        return one_parked("magento", knock, delivery_id, str(error))
    ref = (event.order_id or event.number) if event.kind else None
    at = first_instant((event.value.get("updated_at"), event.time), ZONE, knock.received_at)
    return one_item("magento", knock, delivery_id, lane=order_lane(knock.store.id, ref) if ref else None, at=at)
