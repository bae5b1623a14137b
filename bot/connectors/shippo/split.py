"""From a verified request to an inbox item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.shippo.mapping import read
from bot.connectors.shippo.options import ShippoOptions
from bot.connectors.snapshots import split_snapshot

if TYPE_CHECKING:
    from bot.connectors.base import Knock, Split


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the one parcel of a request; its lane only keeps order, so the usual options will do for it."""
    return split_snapshot("shippo", knock, delivery_id, lambda body, store: read(body, store, ShippoOptions()))
