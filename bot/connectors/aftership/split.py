"""From a verified request to an inbox item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.aftership.mapping import read
from bot.connectors.snapshots import split_snapshot

if TYPE_CHECKING:
    from bot.connectors.base import Knock, Split


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the one parcel of a request."""
    return split_snapshot("aftership", knock, delivery_id, read)
