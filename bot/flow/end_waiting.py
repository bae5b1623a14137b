"""The end of waiting: events whose order never came are shown to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.clock import DAY
from bot.domain.inbox import park

if TYPE_CHECKING:
    from bot.db import Database

LONGEST_WAIT = 7 * DAY


async def end_waiting(db: Database, now: int, longest: int = LONGEST_WAIT) -> int:
    """Park what has waited too long, and return how many items that were. For a job; it may run in several processes at once.

    What has been handled since (under another of its names) is let go, and what can be found by now goes back to the inbox.
    """
    parked = 0
    while waiting := await db.waiting.since_before(now - longest):
        handled = await db.events.known(list({item.id for _, item in waiting}))
        names = await db.names.resolve(list({name for name, _ in waiting}))
        await db.waiting.recall(list(names))
        called = {item.id for name, item in waiting if name in names}
        over = {item.id: (name, item) for name, item in waiting if item.id not in handled | called}
        await db.parked.add_many([park(item, _why(name), now) for name, item in over.values()])
        await db.waiting.forget(waiting)
        parked += len(over)
    return parked


def _why(name: str) -> str:
    store_id, kind, ref = name.split(":", 2)
    what = f"no order {ref}" if kind == "order" else f"no parcel with the tracking number {ref}"
    return f"the store {store_id} has {what} here, and none became known while this waited: send the order, then replay"
