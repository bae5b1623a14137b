"""Looking after a number: what Meta allows it, and, when it has been stopped, whether it works again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.alert import alert_id
from bot.domain.clock import DAY, HOUR, MINUTE
from bot.domain.delivery import RANK
from bot.domain.happening import NumberResumed
from bot.domain.rates import TIERS, per_second
from bot.errors import GraphError, Refused
from bot.flow.pace import PROBE_EVERY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.db import Database
    from bot.domain.delivery import TranscriptEntry
    from bot.domain.number import NumberState
    from bot.flow.reports import Report
    from bot.flow.send import Sender

log = logging.getLogger(__name__)

LOOK_EVERY: Final = HOUR
# A message that was sent on trial and of which nothing bad is heard for so long has arrived.
TRIAL_LASTS: Final = MINUTE
# A stop that is not in the database after so long has been lifted by another process.
STOP_SETTLES: Final = 5_000


def verdict(line: TranscriptEntry | None, waited: int) -> Literal["resume", "stay", "wait"]:
    """Decide what a message that was accepted on trial says of a number whose failures are told by statuses."""
    if line is not None and line.state == "failed":
        return "stay"
    if (line is not None and line.rank >= RANK["sent"]) or waited >= TRIAL_LASTS:
        return "resume"
    return "wait"


class NumberWatch:
    """Looks after one number; ``try_one`` sends one message that waits, ``wake`` has the others sent."""

    def __init__(
        self,
        db: Database,
        phone_number_id: str,
        sender: Sender,
        clock: Callable[[], int],
        try_one: Callable[[], Awaitable[Report | None]],
        wake: Callable[[], None],
    ) -> None:
        self._db = db
        self._number = phone_number_id
        self._sender = sender
        self._pace = sender.pace
        self._clock = clock
        self._try_one = try_one
        self._wake = wake
        self._look_at = 0
        self._changed_at = 0
        self._probe_at = 0
        self._trial: tuple[str, int] | None = None

    def begin(self) -> None:
        """Look at everything anew: the number has become ours just now."""
        self._look_at = 0
        self._trial = None

    async def tick(self) -> None:
        """Look after the number once; only whoever holds its lease may."""
        now = self._clock()
        state = await self._db.numbers.get(self._number)
        if state.per_second:
            self._pace.learn(state.per_second, now)
        self._heed(state, now)
        if now >= self._look_at or (state.changed_at or 0) > self._changed_at:
            self._changed_at = state.changed_at or 0
            await self._look(now)
        if self._pace.reach.full and self._pace.reach.has_room(now):
            self._pace.reach.full = False
            await self._db.alerts.close([alert_id(store, "daily_limit", self._number) for store in self._stores], now)
        if self._pace.stop is not None:
            await self._probe(state, now)

    @property
    def _stores(self) -> list[str]:
        return self._sender.stores_of(self._number)

    def _heed(self, state: NumberState, now: int) -> None:
        """Take over what another process has found out."""
        if state.stop is not None:
            self._pace.stop = state.stop
        elif self._pace.stop is not None and now - self._pace.stop.at > STOP_SETTLES:
            self._pace.stop = None
            self._wake()

    async def _look(self, now: int) -> None:
        """Ask Meta how the number stands."""
        self._look_at = now + MINUTE
        try:
            told = await self._sender.client.phone_number()
        except GraphError as error:
            log.warning("number %s: Meta does not say how it stands (%s)", self._number, error)
            return
        self._look_at = now + LOOK_EVERY
        speed = per_second(told.throughput, coexists=told.on_business_app)
        await self._db.numbers.learn(
            self._number,
            per_second=speed,
            tier=told.messaging_limit,
            quality=told.quality_rating,
            name=told.verified_name,
            name_status=told.name_status,
        )
        if speed is not None:
            self._pace.learn(speed, now)
        reach = self._pace.reach
        reach.limit = TIERS.get(told.messaging_limit or "", reach.limit)
        if reach.limit is not None:
            reach.load(await self._db.reached.since(reach.portfolio, now - DAY))

    async def _probe(self, state: NumberState, now: int) -> None:
        """Find out whether a stopped number works again: Meta has to speak to us, and then to take a message."""
        stopped_at = state.stopped_at or now
        if self._trial is not None:
            line = (await self._db.transcript.get_many([self._trial[0]])).get(self._trial[0])
            found = verdict(line, now - self._trial[1])
            self._trial = self._trial if found == "wait" else None
            if found == "resume":
                await self._resume(stopped_at, now)
        elif now >= max(self._probe_at, stopped_at + PROBE_EVERY):
            self._probe_at = now + PROBE_EVERY
            if await self._is_spoken_to():
                await self._attempt(state, stopped_at, now)

    async def _is_spoken_to(self) -> bool:
        try:
            await self._sender.client.phone_number()
        except Refused as error:
            log.warning("number %s is still stopped: %s", self._number, error)
            return False
        except GraphError:
            return False
        return True

    async def _attempt(self, state: NumberState, stopped_at: int, now: int) -> None:
        report = await self._try_one()
        if report is None:
            await self._resume(stopped_at, now)
        elif report.entry is not None and report.entry.state == "accepted":
            if state.stop_by_status:
                self._trial = (report.item.id, now)
            else:
                await self._resume(stopped_at, now)

    async def _resume(self, stopped_at: int, now: int) -> None:
        resumed = await self._db.numbers.resume(self._number, stopped_at)
        if not resumed and (await self._db.numbers.get(self._number)).stop is not None:
            return  # it has been stopped anew in the meantime
        self._pace.stop = None
        log.info("number %s sends again", self._number)
        await self._sender.consequences.of([NumberResumed(store, self._number, now) for store in self._stores])
        self._wake()
