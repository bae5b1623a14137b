"""What has changed on the desk since the last look, and how many lines there are of each kind: one look per process feeds all screens."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.db.away import AWAY
from bot.db.desk import MOST_CHANGES
from bot.domain.clock import HOUR, SECOND
from bot.flow.desk_tally import Tally

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from bot.db import Database
    from bot.db.desk import Counters, Filters
    from bot.domain.desk import DeskEntry

# A line is written a moment after the instant that it says, and clocks of several processes differ.
OVERLAP: Final = 5 * SECOND
# What is older than this was not kept up with lately: nobody was looking.
FRESH: Final = 2 * SECOND
# Lines that were erased are told by no change: every so often the whole desk is read anew. Seconds.
_ANEW: Final = HOUR // SECOND
_AGAIN: Final = 5.0


@dataclass
class Seen:
    """Which versions of lines were told of lately; ``known`` holds version and instant by line."""

    known: dict[str, tuple[int, int]] = field(default_factory=dict)
    newest: int = 0

    def news(self, changed: Iterable[DeskEntry], now: int) -> list[DeskEntry]:
        """Return lines in a version that was not seen before, and forget those that can't come again."""
        found = [entry for entry in changed if self.known.get(entry.id, (0, 0))[0] < entry.version]
        self.known |= {entry.id: (entry.version, entry.changed_at) for entry in found}
        self.newest = max([self.newest, *(entry.changed_at for entry in found)])
        oldest = min(self.newest, now - OVERLAP) - 2 * OVERLAP
        self.known = {key: seen for key, seen in self.known.items() if seen[1] >= oldest}
        return found


class Feed:
    """``turn`` grows with every look that has found something: what was read in the same turn is still true."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._seen = Seen()
        self._tally = Tally()
        self._next: Tally | None = None
        self._looked_at: int | None = None
        self._counting = asyncio.Lock()
        self.turn = 0

    async def look(self, now: int) -> list[DeskEntry]:
        """Return what has changed since the last look; raises ``DatabaseDown``."""
        # After a pause, as far back as the pause was long.
        since = (now if self._looked_at is None else min(now, self._looked_at)) - 2 * OVERLAP
        changed: dict[str, DeskEntry] = {}
        while True:
            part = await self._db.desk.changed_since(since)
            changed |= {entry.id: entry for entry in part}
            if len(part) < MOST_CHANGES:
                break
            since = part[-1].changed_at
        news = self._seen.news(changed.values(), now)
        for tally in (self._tally, self._next):
            if tally is not None:
                tally.put(news)
        self._looked_at = now
        self.turn += bool(news)
        return news

    def tally(self, now: int) -> Tally | None:
        """Return the lines by kind, where they have been kept up with to this moment."""
        fresh = self._looked_at is not None and now - self._looked_at <= FRESH
        return self._tally if fresh and self._tally.ready else None

    async def counters(self, filters: Filters, now: int, *, own: bool = False) -> Counters:
        """Return how many lines the tabs have: on a small desk, for ``own`` requests of a person, as the database has them this moment."""
        if self._tally.ready:
            return await self._counted(filters, now, own=own)
        # Right after the start: a database that counts a large desk for many at once answers none of them in time.
        async with self._counting:
            return await self._counted(filters, now, own=own)

    async def _counted(self, filters: Filters, now: int, *, own: bool) -> Counters:
        tally = self.tally(now)
        return tally.counters(filters) if tally is not None and (tally.large or not own) else await self._db.desk.counters(filters)

    @property
    def wants_looks(self) -> bool:
        """Whether it is worth looking while nobody is there: there are very many lines, or perhaps there are."""
        return self._next is not None or (self._tally.ready and self._tally.large)

    async def keep_learning(self, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Read the whole desk, and from time to time anew, for ever."""
        while True:
            self._next = Tally()
            try:
                await self._next.read(self._db)
            except AWAY:
                self._next = None
                await pause(_AGAIN)
                continue
            self._tally, self._next = self._next, None
            await pause(_ANEW)
