"""Which jobs ring, when, and in which of several processes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY, HOUR, MINUTE, SECOND
from bot.domain.delivery import TranscriptEntry
from bot.jobs.digest import Digest
from bot.jobs.schedule import LONG, Job, Schedule

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.db import Database

NOW = 1_760_000_000_000


class Work:
    """Counts its runs, and can fail."""

    def __init__(self) -> None:
        self.runs: list[int] = []
        self.broken = False

    async def run(self, now: int) -> int:
        self.runs.append(now)
        if self.broken:
            raise ValueError("this job is broken")
        return len(self.runs)

    def job(self, every: int = 60, *, on: bool = True) -> Job:
        return Job("sweep", every, self.run, on)


def processes(db: Database, job: Job, clock: list[int], count: int = 2) -> list[Callable[[], Awaitable[None]]]:
    """Return what rings the job in each of several processes."""
    schedules = [Schedule(db, (job,), f"process {n}", lambda: clock[0]) for n in range(count)]
    return [lambda schedule=schedule: schedule.ring(job) for schedule in schedules]  # type: ignore[misc]  # mypy can't see through the default


@pytest.mark.parametrize(("later", "runs"), [(0, 1), (53 * SECOND, 1), (54 * SECOND, 2), (MINUTE, 2), (DAY, 2)])
async def test_a_second_ring_within_the_interval_is_not_heard(later: int, runs: int, database: Database) -> None:
    work, clock = Work(), [NOW]
    first, second = processes(database, work.job(), clock)
    await first()
    clock[0] += later
    await second()
    assert len(work.runs) == runs


async def test_nor_in_the_same_process_that_was_started_anew(database: Database) -> None:
    work, clock = Work(), [NOW]
    (ring, _) = processes(database, work.job(), clock)
    await ring()
    clock[0] += SECOND
    await ring()
    assert work.runs == [NOW]


async def test_rings_at_one_moment_are_one(database: Database) -> None:
    work = Work()
    await asyncio.gather(*(ring() for ring in processes(database, work.job(), [NOW], count=12)))
    assert work.runs == [NOW]


async def test_a_job_that_fails_rings_again_in_the_next_interval(database: Database) -> None:
    work, clock = Work(), [NOW]
    (ring, _) = processes(database, work.job(), clock)
    work.broken = True
    with pytest.raises(ValueError, match="broken"):
        await ring()
    clock[0] += MINUTE
    work.broken = False
    await ring()
    assert work.runs == [NOW, NOW + MINUTE]


async def test_jobs_do_not_hold_one_another_up(database: Database) -> None:
    work, other = Work(), Work()
    jobs = (Job("one", 60, work.run), Job("two", 60, other.run))
    schedule = Schedule(database, jobs, "process", lambda: NOW)
    for job in jobs:
        await schedule.ring(job)
    assert (work.runs, other.runs) == ([NOW], [NOW])


async def test_what_was_never_started_can_be_stopped(database: Database) -> None:
    work = Work()
    schedule = Schedule(database, (work.job(on=False), Job("rare", LONG, work.run)), "process", lambda: NOW)
    schedule.stop()
    schedule.start()
    schedule.stop()
    assert work.runs == []


def line(n: int, at: int, state: str | None = "delivered", store_id: str = "noor") -> TranscriptEntry:
    return TranscriptEntry(f"o:{n}", "c:1", "cu:1", store_id, "out", at, "hello", "text", state=state)


async def digest_of(db: Database, now: int) -> dict[str, object]:
    await Digest(db, ["noor", "dar"]).run(now)
    return {event.id: dict(event.data) for event in await db.outgoing.of_store("noor")}


async def test_a_day_is_summed_up_by_what_became_of_its_messages(database: Database) -> None:
    await database.transcript.add(
        [line(1, NOW), line(2, NOW - HOUR, "read"), line(3, NOW - 2, "read"), line(4, NOW - DAY - 1), line(5, NOW, store_id="dar")]
    )
    day = {"day": "2025-10-09", "messages_delivered": 1, "messages_read": 2}
    assert await digest_of(database, NOW + 1) == {"digest:noor:2025-10-09": day}


async def test_a_day_that_is_summed_up_twice_is_told_once(database: Database) -> None:
    await database.transcript.add([line(1, NOW)])
    first = await digest_of(database, NOW + 1)
    await database.transcript.add([line(2, NOW)])
    assert await digest_of(database, NOW + 2) == first


async def test_a_day_without_messages_is_no_news(database: Database) -> None:
    assert await Digest(database, ["noor"]).run(NOW) == 0
    assert await database.outgoing.of_store("noor") == []
