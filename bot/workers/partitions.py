"""Which lanes are whose: several processes on one database share them by lease; one alone has them all.

Leases save work and nothing else: a lane that two processes work on at once comes out right, because commits are conditional.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.db import Database

COUNT = 16
LIVES = 6_000
RENEW_EVERY = 2.0
MEMBERS = 64


class Partitions:
    """The partitions that this process holds; ``owner`` is its name."""

    def __init__(self, db: Database, owner: str, clock: Callable[[], int]) -> None:
        self._db = db
        self._owner = owner
        self._clock = clock
        self._held: frozenset[int] = frozenset()

    @property
    def shared(self) -> bool:
        """Whether other processes hold some of the lanes."""
        return len(self._held) < COUNT

    def own(self, lane: str) -> bool:
        """Whether a lane is this process's to work on."""
        return crc32(lane.encode()) % COUNT in self._held

    async def run(self) -> None:
        """Keep a fair share of the partitions, for ever."""
        while True:
            await self.claim()
            await asyncio.sleep(RENEW_EVERY)

    async def claim(self) -> None:
        """Renew what is held, take what is free up to a fair share, give back what is above it."""
        now = self._clock()
        await self._db.leases.claim(f"member:{self._owner}", self._owner, now, LIVES)
        members = max(1, await self._db.leases.count("member:", now))
        fair = -(-COUNT // members)
        wanted = sorted(self._held)[:fair] if self._held else []
        others = [number for number in range(COUNT) if number not in wanted]
        held = await self._db.leases.claim_many([_name(number) for number in wanted], self._owner, now, LIVES) if wanted else set()
        for number in sorted(self._held)[fair:]:
            await self._db.leases.release(_name(number), self._owner)
            others.remove(number)
        if len(held) < fair and others:
            held |= await self._take(others, fair - len(held), now)
        self._held = frozenset(number for number in range(COUNT) if _name(number) in held)

    async def _take(self, numbers: list[int], most: int, now: int) -> set[str]:
        taken: set[str] = set()
        for number in numbers:
            if len(taken) < most and await self._db.leases.claim(_name(number), self._owner, now, LIVES):
                taken.add(_name(number))
        return taken

    async def release(self) -> None:
        """Give everything back, so that the others need not wait for the leases to end."""
        for number in self._held:
            await self._db.leases.release(_name(number), self._owner)
        self._held = frozenset()
        await self._db.leases.release(f"member:{self._owner}", self._owner)


def _name(number: int) -> str:
    return f"inbox:{number}"
