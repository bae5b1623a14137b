"""From a verified request to an inbox item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.items import one_item, one_parked, order_lane
from bot.connectors.references import first_reference
from bot.connectors.scan_fields import moment
from bot.connectors.zoho_books.envelope import read
from bot.connectors.zoho_books.options import ZohoOptions
from bot.connectors.zoho_books.payloads import field_of
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Knock, Split


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the one record of a request; its lane only keeps order, so the usual field will do for it."""
    try:
        told = read(knock.body)
    except Unreadable as error:
        return one_parked("zoho_books", knock, delivery_id, str(error))
    ref = first_reference(field_of(told.fields, ZohoOptions().reference))
    lane = order_lane(knock.store.id, ref) if ref else None
    return one_item("zoho_books", knock, delivery_id, lane=lane, at=moment(told.fields.get("last_modified_time"), knock.store.timezone))
