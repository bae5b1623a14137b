"""A thousand notices a second going out while three statuses for each come back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.bench.announcements import Announcements
from bot.bench.report import Result, Row
from bot.bench.stand import stand
from bot.bench.stats import summarise
from bot.db import open_database

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bench.meter import Meter
    from bot.bench.plan import Plan

_RATE = 1_000
_CONNECTIONS = 256


async def measure(folder: Path, plan: Plan, meter: Meter) -> Result:
    """Measure from the store's event to the notice at Graph, and from a status to its place in the transcript."""
    customers = int(_RATE * plan.notices_stretch)
    async with stand(folder, customers=customers, connections=_CONNECTIONS, parcels="label_created") as on:
        database = await open_database(on.uri)
        shop = Announcements(on, database)
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(shop.watch())
            async with meter.running(f"notices: {_RATE:,}/s with three statuses each", plan.notices_stretch):
                await shop.at_rate(_RATE, plan.notices_stretch)
            async with meter.running("notices: waiting for the last statuses", plan.patience):
                await shop.drain(plan.patience)
            watching.cancel()
        faults = await shop.faults(plan.patience)
        await database.close()
    return Result(_rows(shop, plan), faults)


def _rows(shop: Announcements, plan: Plan) -> list[Row]:
    notices, lags = summarise(shop.latencies), summarise(shop.lags)
    note = f"{notices.count:,} sent for {_RATE:,} events/s for {plan.notices_stretch:.0f} s, {shop.refused} refused"
    return [
        Row("notices sent, with three statuses each coming back", shop.rate, "/s", _RATE * 0.98, "least", note),
        Row("from a store's event to its notice at Graph, p99", notices.p99, "ms", note=f"p50 {notices.p50:.0f} ms, worst {notices.worst:.0f} ms"),
        Row("status lag, p99", lags.p99, "ms", 2_000, note=f"p50 {lags.p50:.0f} ms, {lags.count} looked at"),
    ]
