"""From a verified request to one inbox item for each parcel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.connectors.base import Split
from bot.connectors.dhl.envelope import read
from bot.connectors.dhl.mapping import read_shipment
from bot.connectors.items import one_item, one_parked
from bot.connectors.reading import dump
from bot.connectors.snapshots import split_snapshot
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Knock


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the parcels of a push, each by itself: one that can't be read must not hold up the others."""
    try:
        push = read(knock.body)
    except Unreadable as error:
        return one_parked("dhl", knock, delivery_id, str(error))
    if not push.shipments:
        return one_item("dhl", knock, delivery_id)
    if len(push.shipments) == 1:
        return split_snapshot("dhl", knock, delivery_id, read_shipment)
    parts = [
        split_snapshot("dhl", replace(knock, body=dump({"shipments": [shipment]})), f"{delivery_id}:{place}", read_shipment)
        for place, shipment in enumerate(push.shipments)
    ]
    return Split(tuple(item for part in parts for item in part.items), tuple(parked for part in parts for parked in part.parked))
