"""The schedule: APScheduler rings in every process, a lease lets one of them do the work."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain.clock import SECOND, from_instant

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.db import Database

# Jobs that run more rarely than this also ring soon after the start; the lease says whether that was too early.
LONG = 3_600
SETTLED = timedelta(seconds=20)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A row of the schedule: ``run(now)`` returns how much it did, ``every`` is in seconds, ``on`` whether it runs by the clock."""

    name: str
    every: int
    run: Callable[[int], Awaitable[int]]
    on: bool = True


def _nobody_counts(_run: JobRun) -> None:
    """Stand in for metrics."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a job: how long it took in seconds, and how much it did; ``None`` where it failed."""

    name: str
    at: int
    took: float
    done: int | None


class Schedule:
    """Runs the jobs by the clock; ``owner`` names this process, ``tally`` hears of every run."""

    def __init__(
        self, db: Database, jobs: tuple[Job, ...], owner: str, clock: Callable[[], int], tally: Callable[[JobRun], None] = _nobody_counts
    ) -> None:
        self._db = db
        self._jobs = jobs
        self._owner = owner
        self._clock = clock
        self._tally = tally
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Begin to ring; a ring that is missed is made up for by the next one."""
        for job in self._jobs:
            if not job.on:
                continue
            # A process that is started anew every day would never come to ring for a job that runs once a day.
            early = {"next_run_time": from_instant(self._clock()) + SETTLED} if job.every >= LONG else {}
            self._scheduler.add_job(self.ring, "interval", args=[job], seconds=job.every, id=job.name, coalesce=True, max_instances=1, **early)
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ringing."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def ring(self, job: Job) -> None:
        """Run a job unless another process has run it within this interval."""
        now = self._clock()
        # The lease outlasts the run and ends before the next ring; nobody renews it, so it marks the interval as done.
        if await self._db.leases.claim(f"job:{job.name}", f"{self._owner}:{now}", now, job.every * SECOND * 9 // 10):
            done: int | None = None
            try:
                done = await job.run(now)
            finally:
                self._tally(JobRun(job.name, now, (self._clock() - now) / SECOND, done))
            log.log(logging.INFO if done else logging.DEBUG, "job %s did %d", job.name, done)
