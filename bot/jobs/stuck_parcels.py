"""Parcels without a scan for days: the customer is told before asking, once per silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.clock import DAY
from bot.flow.notify import stuck_parcels
from bot.jobs.timed_notices import HandOver, TimedNotices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.flow.order_changes import OrderChanges


def of_stuck_parcels(db: Database, changes: OrderChanges, days: int, hand_over: HandOver) -> TimedNotices:
    """Return the job; ``days`` without a scan are too many."""

    async def find(now: int) -> Sequence[str]:
        return await db.orders.silent_since(now - days * DAY)

    return TimedNotices(db, changes, find, lambda order, now: stuck_parcels(order, now - days * DAY, now=now), hand_over)
