"""Orders that wait for their payment: a reminder with the link, so often as is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.notice import KINDS
from bot.flow.timed import payment_reminders
from bot.jobs.timed_notices import HandOver, TimedNotices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.flow.order_changes import OrderChanges


def of_payment_reminder(db: Database, changes: OrderChanges, hand_over: HandOver, *, after: int, times: int) -> TimedNotices:
    """Return the job; ``after`` is in milliseconds."""

    async def find(now: int) -> Sequence[str]:
        return await db.orders.between("unpaid_since", now - times * after - KINDS["payment_reminder"].stale_after, now - after)

    return TimedNotices(db, changes, find, lambda order, now: payment_reminders(order, now, after=after, times=times), hand_over)
