"""Parcels that have gone silent, and the schedule that looks for them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.clock import DAY
from bot.domain.customer import Customer
from bot.domain.money import Money
from bot.domain.order import Order, Shipment
from bot.domain.store import Store
from bot.flow.order_changes import OrderChanges
from bot.jobs.schedule import Job, Schedule
from bot.jobs.stuck_parcels import of_stuck_parcels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.jobs.timed_notices import TimedNotices

NOW = 1_760_000_000_000
STORE = Store("noor", "Noor Home", "n1", language="ar")
SARA = Customer("cu:sara", "noor", "Sara", e164="+966501234567", order_ids=("noor:1",))
PARCEL = Shipment("T1", "in_transit", NOW, tracking_number="T1", scan_at=NOW)
ORDER = Order("noor:1", "noor", "NH-1", NOW - DAY, "fulfilled", "paid", Money(100, "SAR"), customer_id="cu:sara", shipments=(PARCEL,))


async def shop(db: Database, *orders: Order) -> tuple[TimedNotices, list[OutboxItem]]:
    handed: list[OutboxItem] = []

    def hand_over(items: Sequence[OutboxItem]) -> None:
        handed.extend(items)

    await db.customers.put_many([SARA])
    await db.orders.put_many(orders)
    return of_stuck_parcels(db, OrderChanges(db, {"noor": STORE}), 3, hand_over), handed


async def test_a_silent_parcel_makes_one_notice_however_often_the_job_runs(database: Database) -> None:
    job, handed = await shop(database, ORDER)
    counts = [await job.run(NOW + days * DAY) for days in (2, 4, 5)]
    assert counts == [0, 1, 0]
    assert [item.notice.milestone for item in handed if item.notice] == ["stuck"]


async def test_a_delivered_parcel_is_not_silent(database: Database) -> None:
    job, _ = await shop(database, replace(ORDER, shipments=(replace(PARCEL, state="delivered"),)))
    assert await job.run(NOW + 9 * DAY) == 0


async def test_two_processes_make_one_notice(database: Database) -> None:
    job, handed = await shop(database, ORDER)
    await asyncio.gather(job.run(NOW + 4 * DAY), job.run(NOW + 4 * DAY))
    assert len(handed) == 1


async def test_a_parcel_that_moves_and_falls_silent_again_is_a_new_case(database: Database) -> None:
    job, handed = await shop(database, ORDER)
    await job.run(NOW + 4 * DAY)
    moved = replace(ORDER, version=7, shipments=(replace(PARCEL, scan_at=NOW + 5 * DAY),))
    await database.orders.put_many([moved])
    await job.run(NOW + 9 * DAY)
    assert len(handed) == 2


async def test_of_many_processes_one_runs_the_job_in_an_interval(database: Database) -> None:
    runs: list[int] = []

    async def run(now: int) -> int:
        runs.append(now)
        return 1

    clock = [NOW]
    job = Job("stuck_parcels", 60, run)
    schedules = [Schedule(database, (job,), f"process {n}", lambda: clock[0]) for n in range(5)]
    for moment in (NOW, NOW + 1_000, NOW + 60_000):
        clock[0] = moment
        await asyncio.gather(*(schedule.ring(job) for schedule in schedules))
    assert runs == [NOW, NOW + 60_000]


async def test_the_clock_rings_by_itself(database: Database) -> None:
    rung = asyncio.Event()

    async def run(_now: int) -> int:
        rung.set()
        return 0

    schedule = Schedule(database, (Job("often", 1, run),), "one", lambda: NOW)
    schedule.start()
    await asyncio.wait_for(rung.wait(), 10)
    schedule.stop()
    schedule.stop()
