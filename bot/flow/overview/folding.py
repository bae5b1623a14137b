"""The job that keeps the days of stores in figures.

A page must never read the transcript, so each day of a store is counted beforehand, into one small document. It is counted whole
from the books that hold it, and not added up by a cursor: statuses come late and out of order, and a sum to which something was added
twice can't be mended, while a day that is counted twice is the same day. The running day is counted at every run, a past one ever
more rarely for a week, because what became of its last messages is told days later (``bot.domain.daily.due``); after that never
again. What people have not finished in the evening is handed to the next day, which is counted again when that has changed.

Nothing here needs more than the lease of its run: two that count the same day write the same, and older figures never replace
newer ones. Days are those of the store's time zone as it is set now; days that have settled stay as they were counted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.clock import HOUR
from bot.domain.daily import blank_day, due, local_day
from bot.flow.overview.fold import Books, Tally, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from bot.db import Database
    from bot.domain.cost import PriceTable
    from bot.domain.daily import Case, Day
    from bot.domain.store import Store

# When there is nothing yet, so many days are counted from what the books still hold.
HISTORY: Final = 90
# So much of a transcript is read at once: what is read of a busy day would else fill the memory.
STRETCH: Final = HOUR
_WAITING: Final = 5_000


class Folding:
    """Counts what is due of each store."""

    def __init__(self, db: Database, stores: Mapping[str, Store], prices: PriceTable) -> None:
        self._db = db
        self._stores = stores
        self._prices = prices

    async def run(self, now: int) -> int:
        """Return how many days were counted."""
        return sum([await self._store(store, now) for store in self._stores.values()])

    async def _store(self, store: Store, now: int) -> int:
        days = [blank_day(store.id, day, store.timezone) for day in await self._days(store, now)]
        known = await self._db.daily.get_many([day.id for day in days])
        counted, changed = 0, False
        for before, blank in zip([None, *days], days, strict=False):
            if not changed and not due(known.get(blank.id), blank, now):
                continue
            at_dawn = await self._db.daily.cases(before.id) if before is not None else ()
            in_the_evening = await self._db.daily.cases(blank.id)
            day, left = await self._fold(store, blank, at_dawn, now)
            await self._db.daily.put(day, left)
            counted, changed = counted + 1, left != in_the_evening
        return counted

    async def _days(self, store: Store, now: int) -> list[date]:
        """Return the days to look at, the oldest first: from the first line that there is, up to the running one."""
        today = local_day(now, store.timezone)
        first = await self._db.transcript.first_at()
        oldest = today if first is None else min(today, local_day(first, store.timezone))
        return [today - timedelta(days=ago) for ago in range(min(HISTORY, (today - oldest).days + 1) - 1, -1, -1)]

    async def _fold(self, store: Store, blank: Day, at_dawn: tuple[Case, ...], now: int) -> tuple[Day, tuple[Case, ...]]:
        span = (store.id, blank.starts_at, blank.ends_at)
        running = blank.starts_at <= now < blank.ends_at
        waiting = await self._db.outbox.all_of(store.phone_number_id, _WAITING) if running else []
        books = Books(
            flags=await self._db.outgoing.between(span[0], "conversation.flagged", *span[1:]),
            unclear=await self._db.misunderstood.between(*span),
            unsaid=await self._db.ledger.unsaid_between(*span),
            charges=await self._db.charges.between(*span),
            ratings=await self._db.ratings.between(*span),
            waiting=[item for item in waiting if item.store_id == store.id],
        )
        tally = Tally(at_dawn, books.flags)
        for since, until in _stretches(blank, now):
            tally.take(await self._db.transcript.facts_between(store.id, since, until))
        return fold(blank, tally, books, self._prices, now)


def _stretches(day: Day, now: int) -> Iterator[tuple[int, int]]:
    # The clocks of those who write are not quite ours.
    end = min(day.ends_at, now + STRETCH)
    for since in range(day.starts_at, end, STRETCH):
        yield since, min(since + STRETCH, end)
