"""Parcels without a scan for days: the customer is told before asking, once per silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.clock import DAY
from bot.flow.notify import stuck_parcels
from bot.flow.order_changes import Draft, OrderChanges

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.db import Database
    from bot.domain.delivery import OutboxItem

BATCH = 200


class StuckParcels:
    """Finds silent parcels; repeating it changes nothing, because each silence has its place in the ledger."""

    def __init__(self, db: Database, changes: OrderChanges, days: int, on_outbox: Callable[[Sequence[OutboxItem]], None]) -> None:
        self._db = db
        self._changes = changes
        self._days = days
        self._on_outbox = on_outbox

    async def run(self, now: int) -> int:
        """Tell the customers of silent parcels; return how many notices were made."""
        silent_since = now - self._days * DAY
        ids = await self._db.orders.silent_since(silent_since)
        made = 0
        for start in range(0, len(ids), BATCH):
            loaded = await self._db.orders.load(ids[start : start + BATCH])
            # A job has no inbox item to be found by after a crash: what an earlier run left half done is finished here.
            await self._db.orders.finish([order for order in loaded.values() if order.pending])
            drafts = [Draft(order.value, (), notices) for order in loaded.values() if (notices := stuck_parcels(order.value, silent_since))]
            known = await self._db.ledger.known([entry.key for draft in drafts for entry in draft.notices])
            fresh = [draft for draft in drafts if any(entry.key not in known for entry in draft.notices)]
            _, outbox = await self._changes.write(fresh, now)
            self._on_outbox(outbox)
            made += len(outbox)
        return made
