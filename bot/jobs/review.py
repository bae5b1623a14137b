"""How an order was, some days after all of it has arrived; only customers who agreed to it are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.notice import KINDS
from bot.flow.timed import reviews
from bot.jobs.timed_notices import HandOver, TimedNotices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.flow.order_changes import OrderChanges


def of_review(db: Database, changes: OrderChanges, hand_over: HandOver, *, after: int) -> TimedNotices:
    """Return the job; ``after`` is in milliseconds."""

    async def find(now: int) -> Sequence[str]:
        return await db.orders.between("arrived_at", now - after - KINDS["review"].stale_after, now - after)

    return TimedNotices(db, changes, find, lambda order, now: reviews(order, now, after=after), hand_over)
