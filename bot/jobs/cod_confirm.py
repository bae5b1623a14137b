"""Orders that are paid at the door: the customer says whether they are meant, before anybody packs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.notice import KINDS
from bot.flow.timed import cod_confirmations
from bot.jobs.timed_notices import HandOver, TimedNotices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.flow.order_changes import OrderChanges


def of_cod_confirm(db: Database, changes: OrderChanges, hand_over: HandOver, *, after: int) -> TimedNotices:
    """Return the job; ``after`` is in milliseconds."""

    async def find(now: int) -> Sequence[str]:
        return await db.orders.between("cod_since", now - after - KINDS["cod_confirm"].stale_after, now - after)

    return TimedNotices(db, changes, find, lambda order, now: cod_confirmations(order, now, after=after), hand_over)
