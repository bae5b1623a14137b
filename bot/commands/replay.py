"""Handing a parked item in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.registry import CONNECTORS
from bot.domain.inbox import InboxItem
from bot.whatsapp.split import SOURCE, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.inbox import Parked


async def replay(db: Database, item: Parked, now: int) -> str | None:
    """Put a parked item back into the inbox, then forget it; return why that can't be, or ``None``.

    Repeating it after a crash changes nothing, because ids in the inbox are unique.
    """
    items, reason = _taken_apart(item, now)
    if reason is None:
        await db.inbox.add_many(items)
        await db.parked.remove(item.id)
    return reason


def _taken_apart(item: Parked, now: int) -> tuple[Sequence[InboxItem], str | None]:
    """Return the inbox items that a parked item stands for, and why it stands for none."""
    if item.kind != "unknown" and item.lane:
        return [InboxItem(item.id, item.kind, item.lane, item.at, now, item.source, item.body)], None
    connector, _, store_id = item.source.partition("/")
    if store_id and connector in CONNECTORS:
        delivery = item.id.removeprefix(f"{connector}:{store_id}:")
        parts = CONNECTORS[connector].split({}, item.body, store_id, now, delivery)
        return parts.items, parts.parked[0].error if parts.parked else None
    if item.source != SOURCE:
        return (), f"it came from {item.source}, which is not set up any more"
    whatsapp = split(item.body, now)
    return whatsapp.items, whatsapp.parked[0].error if whatsapp.parked else None
