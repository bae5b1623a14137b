"""From a verified request to one inbox item for each waybill."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.connectors.aramex.mapping import read
from bot.connectors.aramex.options import AramexOptions
from bot.connectors.aramex.payloads import results
from bot.connectors.base import Split
from bot.connectors.items import one_parked
from bot.connectors.reading import dump
from bot.connectors.snapshots import split_snapshot
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Ignored, Knock
    from bot.connectors.snapshots import Snapshot
    from bot.domain.store import Store


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the waybills of a request, each by itself."""
    try:
        found = results(knock.body)
    except Unreadable as error:
        return one_parked("aramex", knock, delivery_id, str(error))
    if len(found) < 2:  # noqa: PLR2004 - one
        return split_snapshot("aramex", knock, delivery_id, _read)
    parts = [
        split_snapshot("aramex", replace(knock, body=dump({"TrackingResults": {waybill: rows}})), f"{delivery_id}:{waybill}", _read)
        for waybill, rows in found.items()
    ]
    return Split(tuple(item for part in parts for item in part.items), tuple(parked for part in parts for parked in part.parked))


def _read(body: bytes, store: Store) -> Snapshot | Ignored:
    return read(body, store, AramexOptions())
