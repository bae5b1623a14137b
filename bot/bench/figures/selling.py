"""A sale: thousands of orders at once, all of them confirmed, while other customers go on asking and want their answers as quickly as before."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.bench.announcements import Announcements
from bot.bench.dialogue import Dialogue
from bot.bench.http import Pool
from bot.bench.questions import Phase
from bot.bench.report import Result, Row
from bot.bench.stand import stand
from bot.bench.store_events import StoreEvents
from bot.db import open_database

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.bench.meter import Meter
    from bot.bench.plan import Plan

_CONNECTIONS = 64
_ASKED = 100
_ASKED_FOR = 0.5
_IN_TIME_MS = 300
_US = 1_000_000


async def measure(folder: Path, plan: Plan, meter: Meter) -> Result:
    """Measure answers before the sale, then post all orders at once and measure until the last customer has been told."""
    async with stand(folder, customers=plan.burst + plan.customers, connections=_CONNECTIONS) as on:
        database = await open_database(on.uri)
        # Connections of their own: a question must not queue behind the orders before the bot has even seen it.
        pool = await Pool.open("127.0.0.1", on.port, _CONNECTIONS)
        dialogue = Dialogue(replace(on, askers=on.askers[plan.burst :]))
        sale = Announcements(replace(on, askers=on.askers[: plan.burst], pool=pool), database, StoreEvents.placed)
        async with meter.running("sale: warming up", plan.warm_up):
            await dialogue.at_rate(_ASKED, plan.warm_up)
        async with meter.running(f"sale: before it, {_ASKED} questions/s", plan.stretch):
            before = await dialogue.at_rate(_ASKED, plan.stretch)
            await dialogue.drain(plan.patience)
        async with meter.running(f"sale: {plan.burst:,} orders at once", plan.stretch):
            earlier = dialogue.processor_seconds()
            meanwhile = await _sell(sale, dialogue, plan)
            spent = [after - then for then, after in zip(earlier, dialogue.processor_seconds(), strict=True)]
        faults = await sale.faults(plan.patience)
        faults.add(dialogue.faults())
        await pool.close()
        await database.close()
    return Result(_rows(sale, before, meanwhile, plan) + _cost(spent, plan.burst), faults)


async def _sell(sale: Announcements, dialogue: Dialogue, plan: Plan) -> Phase:
    """Post all orders, ask until every customer has been told and his phone has reported back, and return what the askers have seen."""
    over, phase = asyncio.Event(), Phase()

    async def ask() -> None:
        while not over.is_set():
            await dialogue.at_rate(_ASKED, _ASKED_FOR, phase)

    async with asyncio.TaskGroup() as group:
        group.create_task(ask())
        watching = group.create_task(sale.watch())
        sale.all_at_once()
        await sale.drain(plan.patience)
        over.set()
        watching.cancel()
    await dialogue.drain(plan.patience)
    return phase


def _cost(spent: Sequence[float], orders: int) -> list[Row]:
    """Return what an order costs in processor time, its notice, its statuses and the questions meanwhile included."""
    if not any(spent):
        return []
    bot, database, load = (seconds / orders * _US for seconds in spent)
    note = f"database {database:.0f} us, load and offline WhatsApp {load:.0f} us; with the questions asked meanwhile"
    return [Row("sale: processor time of the bot for each order", bot, "us", note=note)]


def _rows(sale: Announcements, before: Phase, meanwhile: Phase, plan: Plan) -> list[Row]:
    calm, (busy, acks) = before.summary()[0], meanwhile.summary()
    note = f"{plan.burst:,} orders acknowledged within {sale.acknowledged_within:.1f} s, {sale.refused} refused; last notice after {sale.took:.1f} s"
    return [
        Row("sale: store events handled, each with its notice and three statuses", sale.rate, "/s", note=note),
        Row(f"sale: question answered before it at {_ASKED}/s, p99", calm.p99, "ms", note=f"p50 {calm.p50:.0f} ms"),
        Row(
            f"sale: question answered while it drains at {_ASKED}/s, p99",
            busy.p99,
            "ms",
            _IN_TIME_MS,
            note=f"p50 {busy.p50:.0f} ms, worst {busy.worst:.0f} ms, {busy.count} asked; acknowledged p99 {acks.p99:.0f} ms",
        ),
    ]
