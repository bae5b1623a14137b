"""The support console: how soon who asks for a person is on every open screen, and how long the queue's page takes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from bot.bench.dialogue import Dialogue
from bot.bench.flags import Flags
from bot.bench.full_desk import cookies, fill, people
from bot.bench.report import Result, Row
from bot.bench.screens import Window, screens
from bot.bench.stand import stand
from bot.bench.stats import summarise
from bot.bench.wall import now
from bot.bench.webhooks import Number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.bench.meter import Meter
    from bot.bench.plan import Plan
    from bot.bench.screens import Screen
    from bot.bench.stats import Summary
    from bot.db import Database

_CONNECTIONS = 64
_MESSAGES = 100
# Of these so many a second ask for a person: all of them still fit on the first page of the queue.
_FLAGS = 1.5
_LOADS = 100
_PAGES = ("/console/", "/console/?tab=flagged", "/console/?tab=mine", "/console/?tab=unassigned", "/console/?language=ar&label=vip")
_IN_TIME_MS = 1_000
_PAGE_MS = 100
_MS = 1_000


async def measure(folder: Path, plan: Plan, meter: Meter) -> Result:
    """Fill the desk, sign the agents in, flag conversations under load, then load the queue's page again and again."""
    flagged, agents, keys = int(_FLAGS * plan.flags_stretch) + 1, people(plan.agents, now()), list[str]()

    async def prepare(database: Database) -> None:
        async with meter.running(f"console: {plan.desk:,} conversations on the desk", plan.desk / 3_000):
            await fill(database, plan.desk, agents, Number().phone_number_id, now())
        keys.extend(await cookies(database, agents, now()))

    async with stand(folder, customers=plan.customers + flagged, connections=_CONNECTIONS, prepare=prepare) as on:
        dialogue = Dialogue(replace(on, askers=on.askers[flagged:]))
        flags = Flags(replace(on, askers=on.askers[:flagged]), Number().phone_number_id, plan.agents)
        async with screens(on.port, keys, flags.seen_by) as opened:
            async with meter.running("console: warming up", plan.warm_up):
                await dialogue.at_rate(_MESSAGES, plan.warm_up)
            async with meter.running(f"console: {_MESSAGES} messages/s, {plan.agents} agents", plan.flags_stretch):
                await asyncio.gather(dialogue.at_rate(_MESSAGES - _FLAGS, plan.flags_stretch), flags.at_rate(_FLAGS, plan.flags_stretch))
                await flags.drain(plan.patience)
            await dialogue.drain(plan.patience)
        async with meter.running("console: the queue's page", plan.stretch):
            pages = await _load(on.port, keys[0], _PAGES, _LOADS)
        faults = flags.faults()
        faults.add(dialogue.faults())
    return Result(_rows(flags, opened, pages, plan), faults)


async def _load(port: int, cookie: str, paths: Sequence[str], times: int) -> Summary:
    """Return how long pages took, one after the other."""
    window, took = Window(port, cookie), []
    for index in range(times):
        start = perf_counter()
        await window.get(paths[index % len(paths)])
        took.append((perf_counter() - start) * _MS)
    window.close()
    return summarise(took)


def _rows(flags: Flags, opened: Sequence[Screen], pages: Summary, plan: Plan) -> list[Row]:
    shown = summarise(flags.latencies)
    fetched = sum(screen.fetched for screen in opened)
    note = f"p50 {shown.p50:.0f} ms, worst {shown.worst:.0f} ms, {shown.count:,} times; {plan.agents} screens asked {fetched:,} times"
    desk = f"{plan.desk:,} conversations"
    return [
        Row(f"flagged conversation on an open screen at {_MESSAGES} messages/s, p99", shown.p99, "ms", _IN_TIME_MS, note=note),
        Row(f"the queue's page with {desk}, p50", pages.p50, "ms"),
        Row(f"the queue's page with {desk}, p99", pages.p99, "ms", _PAGE_MS, note=f"worst {pages.worst:.0f} ms, {pages.count} times"),
    ]
