"""Small work that is found in a collection and done by one process at a time: fetching files, telling other systems."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.workers.runner import survive

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.db import Database

LEASE_LIVES = 120_000
PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Errand:
    """``run(now)`` does a batch and returns how much it did; repeating it must be harmless."""

    name: str
    run: Callable[[int], Awaitable[int]]


class Errands:
    """Runs each errand again and again, at once while there is something to do."""

    def __init__(self, db: Database, errands: tuple[Errand, ...], owner: str, clock: Callable[[], int]) -> None:
        self._db = db
        self._owner = owner
        self._clock = clock
        self.errands = errands

    async def keep_doing(self, errand: Errand) -> None:
        """Do one errand, for ever."""
        while True:
            if not await self.once(errand):
                await asyncio.sleep(PAUSE)

    async def once(self, errand: Errand) -> int:
        """Do a batch if no other process is at it; a failure is logged and counts as nothing done."""
        now = self._clock()
        if not await self._db.leases.claim(f"errand:{errand.name}", self._owner, now, LEASE_LIVES):
            return 0
        return await survive(errand.name, self._run(errand, now)) or 0

    async def _run(self, errand: Errand, now: int) -> int:
        return await errand.run(now)
