"""Handing a parked item in again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.connectors.base import Knock
from bot.connectors.registry import CONNECTORS
from bot.domain.inbox import InboxItem, Parked, park
from bot.domain.store import Store
from bot.whatsapp.split import split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it: how many items are in the inbox now, and what is still parked, with the reason of today."""

    stored: int
    parked: tuple[Parked, ...]


async def replay(db: Database, item: Parked, now: int) -> Replayed:
    """Put what a parked item stands for into the inbox; what still can't be read of it stays parked, and the rest is forgotten.

    Repeating it after a crash changes nothing, because ids in the inbox are unique.
    """
    taken, left = _taken_apart(item)
    items = [replace(one, received_at=now) for one in taken]
    outcomes = await db.inbox.add_many(items) if items else []
    broken = [park(one, why, one.received_at) for one, why in zip(items, outcomes, strict=True) if why is not None and why != "duplicate"]
    # What stays as it was keeps its id, whatever the splitter would call it today.
    parked = [replace(item, error=one.error) if one.body == item.body else one for one in (*left, *broken)]
    await db.parked.add_many([one for one in parked if one.id != item.id])
    if all(one.id != item.id for one in parked):
        await db.parked.remove(item.id)
    return Replayed(len(items) - len(broken), tuple(parked))


def _taken_apart(item: Parked) -> tuple[Sequence[InboxItem], Sequence[Parked]]:
    """Return the inbox items that a parked item stands for, and what of it can't be read."""
    if item.kind == "unknown":
        # Of WhatsApp, a whole body or an odd element as a body of its own. Where a time is missing, that of its arrival holds.
        whatsapp = split(item.body, item.at or item.parked_at)
        return whatsapp.items, whatsapp.parked
    if item.lane:
        return [InboxItem(item.id, item.kind, item.lane, item.at, item.parked_at, item.source, item.body, topic=item.topic)], []
    connector, _, store_id = item.source.partition("/")
    if connector not in CONNECTORS:
        return [], [replace(item, error=f"it came from {item.source}, which is not set up any more")]
    delivery = item.id.removeprefix(f"{connector}:{store_id}:")
    # A splitter asks the store for its id alone.
    knock = Knock("POST", {}, {}, item.body, Store(store_id, "", ""), item.at or item.parked_at, topic=item.topic)
    parts = CONNECTORS[connector].split(knock, delivery)
    return parts.items, parts.parked
