"""What the database costs on this machine, so that figures from different machines can be compared."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from bot.bench.crowd import crowd, seed
from bot.bench.report import Result, Row
from bot.bench.stats import summarise
from bot.bench.wall import now
from bot.db import Database, open_database
from bot.db.embedded import start_embedded
from bot.domain.inbox import InboxItem

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bench.meter import Meter
    from bot.bench.plan import Plan

_US = 1_000_000
_SEEDED = 200
_BATCH = 100
_BODY = b"x" * 400


async def measure(folder: Path, plan: Plan, meter: Meter) -> Result:
    """Measure reading one customer by id, and storing 100 inbox items at once, one after the other."""
    embedded = await start_embedded(folder / "database")
    try:
        database = await open_database(embedded.uri)
        await seed(database, crowd(_SEEDED), now())
        async with meter.running("database: round trips", plan.stretch / 2):
            reads = summarise(await _reads(database, plan.stretch / 4))
            writes = summarise(await _writes(database, plan.stretch / 4))
        await database.close()
    finally:
        await embedded.stop()
    return Result(
        [
            Row("reference: one document read by id, p50", reads.p50, "us", note=f"p99 {reads.p99:.0f} us"),
            Row(f"reference: {_BATCH} inbox items stored in one call, p50", writes.p50, "us", note=f"p99 {writes.p99:.0f} us"),
        ]
    )


async def _reads(database: Database, seconds: float) -> list[float]:
    ids = [asker.id for asker in crowd(_SEEDED)]
    end, took = perf_counter() + seconds, list[float]()
    while (start := perf_counter()) < end:
        await database.customers.get_many([ids[len(took) % _SEEDED]])
        took.append((perf_counter() - start) * _US)
    return took


async def _writes(database: Database, seconds: float) -> list[float]:
    end, took = perf_counter() + seconds, list[float]()
    while (start := perf_counter()) < end:
        ids = [f"wa:round-trip-{len(took)}-{index}" for index in range(_BATCH)]
        await database.inbox.add_many([InboxItem(id_, "message", f"wa:{id_}", 0, 0, "bench", _BODY) for id_ in ids])
        took.append((perf_counter() - start) * _US)
    return took
