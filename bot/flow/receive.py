"""From the wire to the inbox: requests that arrive together share one write, and each is answered once its own items are stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.inbox import InboxItem, Parked, park
from bot.errors import DatabaseDown

if TYPE_CHECKING:
    from bot.db import Database

# One write holds the server's lock for about this many times 66 us; longer writes would keep other requests waiting.
MOST_PER_WRITE = 500
# So much waits in memory to be stored, some seconds' worth; what comes beyond is refused, and its sender repeats it.
MOST_WAITING = 20_000

Stored = Callable[[Sequence[InboxItem]], None]


class Receiver:
    """Stores what the hooks take in. ``run`` must be running; ``on_stored`` is told of new items once they are safe."""

    def __init__(self, db: Database, on_stored: Stored, most_waiting: int = MOST_WAITING) -> None:
        self._db = db
        self._most_waiting = most_waiting
        self._on_stored = on_stored
        self._waiting: list[tuple[InboxItem, asyncio.Future[str | None]]] = []
        self._arrived = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many items wait to be stored."""
        return len(self._waiting)

    async def receive(self, items: Sequence[InboxItem], parked: Sequence[Parked]) -> None:
        """Return once everything is stored; raise ``DatabaseDown`` when it is not known to be, so that the sender repeats."""
        if parked:
            await self._db.parked.add_many(parked)
        if not items:
            return
        if self._waiting and len(self._waiting) + len(items) > self._most_waiting:
            raise DatabaseDown(f"{len(self._waiting)} items wait to be stored")
        # Stored as taken once already: it goes straight to our own worker, and a crash there must count.
        items = [replace(item, attempts=1) for item in items]
        loop = asyncio.get_running_loop()
        futures = [loop.create_future() for _ in items]
        self._waiting.extend(zip(items, futures, strict=True))
        self._arrived.set()
        outcomes = await asyncio.gather(*futures)
        broken = [(item, why) for item, why in zip(items, outcomes, strict=True) if why not in {None, "duplicate"}]
        if broken:
            await self._db.parked.add_many([park(item, why or "", item.received_at) for item, why in broken])

    async def run(self) -> None:
        """Write what waits, for ever; while one write is under way the next one gathers."""
        while True:
            await self._arrived.wait()
            batch, self._waiting = self._waiting[:MOST_PER_WRITE], self._waiting[MOST_PER_WRITE:]
            if not self._waiting:
                self._arrived.clear()
            await self._write(batch)

    async def _write(self, batch: Sequence[tuple[InboxItem, asyncio.Future[str | None]]]) -> None:
        try:
            outcomes = await self._db.inbox.add_many([item for item, _ in batch])
        except DatabaseDown as error:
            for _, future in batch:
                if not future.done():
                    future.set_exception(DatabaseDown(str(error)))
            return
        self._on_stored([item for (item, _), outcome in zip(batch, outcomes, strict=True) if outcome is None])
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            # The sender may have hung up while we wrote: his future is cancelled, his items are stored all the same.
            if not future.done():
                future.set_result(outcome)
