"""A store that ships, customers' phones that report back, and what the bot has made of both."""

from __future__ import annotations

import asyncio
from collections import deque
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from bot.bench.crowd import address_book
from bot.bench.pacing import at_rate, until_done
from bot.bench.questions import Faults
from bot.bench.store_events import StoreEvents
from bot.bench.wall import now
from bot.domain.delivery import RANK

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.bench.crowd import Asker
    from bot.bench.stand import Stand
    from bot.db import Database
    from bot.simulator.records import Sent

_OK = 200
_MS = 1_000
# Seconds after the send at which WhatsApp's statuses typically come back.
_DELAYS = {"sent": 0.05, "delivered": 0.2, "read": 0.6}
_SAMPLE_EVERY = 20
_LOOK_EVERY = 0.02
_READ_AT_ONCE = 500


class Announcements:
    """Tells one thing of each customer once (a parcel that left), and reports three statuses for each notice that comes of it."""

    def __init__(self, on: Stand, database: Database, event: Callable[[StoreEvents, Asker], bytes] = StoreEvents.shipped) -> None:
        self._on = on
        self._database = database
        self._event = partial(event, StoreEvents("store.example", now))
        self._book = address_book(on.askers)
        self._to_ship = deque(on.askers)
        self._due: dict[str, float] = {}
        self._outbox_ids: dict[str, str] = {}
        self._sampled: dict[str, float] = {}
        self._faults = Faults()
        self._reports = 0
        self.latencies: list[float] = []
        self.lags: list[float] = []
        self.refused = 0
        self._span = (0.0, 0.0)
        self._acknowledged_at = 0.0
        on.far_end.listen(self._sent, self._book)

    async def at_rate(self, rate: float, seconds: float) -> None:
        """Ship so many parcels a second."""
        await at_rate(rate, seconds, self._ship)

    def all_at_once(self) -> None:
        """Tell everything now."""
        due = perf_counter()
        while self._to_ship:
            self._ship(due)

    @property
    def rate(self) -> float:
        """How many notices a second went out, from the first event to the last notice."""
        return len(self.latencies) / self.took if self.took > 0 else 0.0

    @property
    def took(self) -> float:
        """Seconds from the first event to the last notice."""
        first, last = self._span
        return last - first

    @property
    def acknowledged_within(self) -> float:
        """Seconds from the first event until the last one was acknowledged."""
        return max(0.0, self._acknowledged_at - self._span[0])

    async def drain(self, patience: float) -> bool:
        """Wait until every notice is out and every status taken in, or nothing has happened for ``patience`` seconds."""
        return await until_done(self._done, lambda: len(self._outbox_ids) + self._reports + len(self.lags), patience)

    def _done(self) -> bool:
        out = len(self._outbox_ids) + self.refused >= len(self._due)
        return out and self._reports == len(self._outbox_ids) * len(_DELAYS) and not self._sampled

    async def watch(self) -> None:
        """Look for sampled statuses in the transcript, for ever."""
        while True:
            found = await self._database.transcript.ranks(list(self._sampled))
            for outbox_id, rank in found.items():
                if rank >= RANK["delivered"]:
                    self.lags.append((perf_counter() - self._sampled.pop(outbox_id)) * _MS)
            await asyncio.sleep(_LOOK_EVERY)

    async def faults(self, patience: float) -> Faults:
        """Return what has gone wrong: notices and statuses that are nowhere to be found count as lost.

        Acknowledged statuses still have to pass the workers: they get time while their number falls, then ``patience`` seconds.
        """
        missing = [asker for asker in self._due if asker not in self._outbox_ids]
        behind = await self._behind(list(self._outbox_ids.values()), patience)
        faults = Faults(lost=max(0, len(missing) - self.refused) + len(behind))
        faults.add(self._faults)
        if missing:
            faults.note(f"{len(missing)} notices never came, one of them for {missing[0]}; {self.refused} events were refused")
        if behind:
            faults.note(f"{len(behind)} messages were read and don't say so, one of them is {behind[0]}")
        if self._on.far_end.refusals:
            faults.note(f"Graph refused sends, the last with {self._on.far_end.refusals[-1]}")
        return faults

    async def _behind(self, outbox_ids: list[str], patience: float) -> list[str]:
        behind, since = await self._not_read(outbox_ids), perf_counter()
        while behind and perf_counter() < since + patience:
            await asyncio.sleep(_LOOK_EVERY * 10)
            left = await self._not_read(behind)
            if len(left) < len(behind):
                since = perf_counter()
            behind = left
        return behind

    async def _not_read(self, outbox_ids: list[str]) -> list[str]:
        behind = []
        for start in range(0, len(outbox_ids), _READ_AT_ONCE):
            some = outbox_ids[start : start + _READ_AT_ONCE]
            ranks = await self._database.transcript.ranks(some)
            behind += [outbox_id for outbox_id in some if ranks.get(outbox_id, 0) < RANK["read"]]
        return behind

    def _ship(self, due: float) -> None:
        asker = self._to_ship.popleft()
        self._due[asker.id] = due
        self._on.pool.send(self._event(asker), self._taken_in)

    def _taken_in(self, status: int) -> None:
        self._acknowledged_at = perf_counter()
        self.refused += status != _OK

    def _sent(self, sent: Sent) -> None:
        asker = self._book.get(sent.to)
        if asker is None or asker.id not in self._due or asker.id in self._outbox_ids:
            self._faults.twice += 1
            self._faults.note(f"sent once too often: {sent.text!r} to {sent.to}")
            return
        sent_at = perf_counter()
        self._span = (self._span[0] or self._due[asker.id], sent_at)
        self.latencies.append((sent_at - self._due[asker.id]) * _MS)
        if asker.order_number not in sent.text:
            self._faults.wrong += 1
            self._faults.note(f"the notice about order {asker.order_number} says {sent.text!r}")
        self._outbox_ids[asker.id] = sent.outbox_id or ""
        for state, delay in _DELAYS.items():
            sampled = state == "delivered" and len(self._outbox_ids) % _SAMPLE_EVERY == 0
            asyncio.get_running_loop().call_later(delay, partial(self._report, asker, sent, state, sampled=sampled))

    def _report(self, asker: Asker, sent: Sent, state: str, *, sampled: bool) -> None:
        if sampled:
            self._sampled[sent.outbox_id or ""] = perf_counter()
        request = self._on.webhooks.status(asker, sent.wamid, state, sent.outbox_id or "")
        self._on.pool.send(request, self._reported)

    def _reported(self, status: int) -> None:
        self._reports += 1
        if status != _OK:
            self._faults.lost += 1
            self._faults.note(f"a status was answered {status}")
