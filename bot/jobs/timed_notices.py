"""Jobs that tell customers something because time has passed: silent parcels, unpaid orders, cash on delivery, reviews."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from bot.flow.order_changes import Draft, OrderChanges

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.notice import Notice
    from bot.domain.order import Order

BATCH = 200
Find = Callable[[int], Awaitable[Sequence[str]]]
Make = Callable[["Order", int], tuple["Notice", ...]]
HandOver = Callable[[Sequence["OutboxItem"]], None]


class TimedNotices:
    """``find(now)`` returns the ids of orders that may be concerned, ``make(order, now)`` their notices.

    Repeating it changes nothing, because each notice has its place in the ledger.
    """

    def __init__(self, db: Database, changes: OrderChanges, find: Find, make: Make, hand_over: HandOver) -> None:
        self._db = db
        self._changes = changes
        self._find = find
        self._make = make
        self._hand_over = hand_over

    async def run(self, now: int) -> int:
        """Make what is due; return how many notices that were."""
        ids = await self._find(now)
        made = 0
        for start in range(0, len(ids), BATCH):
            made += await self._batch(ids[start : start + BATCH], now)
        return made

    async def _batch(self, ids: Sequence[str], now: int) -> int:
        loaded = await self._db.orders.load(ids)
        # A job has no inbox item to be found by after a crash: what an earlier run left half done is finished here.
        await self._db.orders.complete(loaded.values())
        drafts = [Draft(order.value, (), notices) for order in loaded.values() if (notices := self._make(order.value, now))]
        known = await self._db.ledger.known([entry.key for draft in drafts for entry in draft.notices])
        fresh = [draft for draft in drafts if any(entry.key not in known for entry in draft.notices)]
        if not fresh:
            return 0
        _, outbox = await self._changes.write(fresh, now)
        self._hand_over(outbox)
        return len(outbox)
