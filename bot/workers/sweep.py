"""The sweep of the inbox: finds what is stored and that nobody has in hand."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.db import Database
    from bot.domain.inbox import InboxKind
    from bot.workers.inbox import InboxWorker
    from bot.workers.partitions import Partitions

# What the hook has stored and handed over is in memory; the sweep is for what a crash or another process left, and what was too much.
SWEEP_EVERY: Final = 1.0
SWEEP_AGE: Final = 1_000
SWEEP_EVERY_SHARED: Final = 0.2
SWEEP_EVERY_BEHIND: Final = 0.05
SWEEP_LIMIT: Final = 500


class Sweep:
    """Looks through the waiting items of one kind, page by page, from the oldest on, and begins again at their end.

    So what is in hand, or another process's, does not hide what is behind it: a system that is silent for a day may have thousands of
    items waiting.
    """

    def __init__(self, db: Database, worker: InboxWorker, partitions: Partitions, clock: Callable[[], int]) -> None:
        self._db = db
        self._worker = worker
        self._partitions = partitions
        self._clock = clock
        self._since = 0
        self._limit = SWEEP_LIMIT

    async def once(self) -> bool:
        """Look at a page; tell whether the worker is behind, so that the next look must not wait."""
        worker, behind = self._worker, self._worker.behind
        if behind and not worker.roomy:
            return True
        worker.look()
        # What came just now is being handed over, unless the worker is behind or another process took it in.
        age = 0 if self._partitions.shared or behind else SWEEP_AGE
        found = await self._db.inbox.waiting(self._clock() + 1 - age, self._limit, kind=worker.kind, since=self._since)
        if await worker.take_up([item for item in found if self._partitions.own(item.lane)]):
            return True
        if len(found) < self._limit:
            self._since, self._limit = 0, SWEEP_LIMIT
            worker.caught_up()
        elif found[-1].received_at > found[0].received_at:
            self._since, self._limit = found[-1].received_at, SWEEP_LIMIT
        else:
            # More than a page came in within one millisecond: the next page begins with the same ones.
            self._limit *= 2
        return worker.behind


async def sweep(db: Database, workers: Mapping[InboxKind, InboxWorker], partitions: Partitions, clock: Callable[[], int]) -> None:
    """Look for items that nobody here has in hand, for ever."""
    sweeps = [Sweep(db, worker, partitions, clock) for worker in workers.values()]
    while True:
        behind = [await one.once() for one in sweeps]
        usual = SWEEP_EVERY_SHARED if partitions.shared else SWEEP_EVERY
        await asyncio.sleep(SWEEP_EVERY_BEHIND if any(behind) else usual)
