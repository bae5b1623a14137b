"""How long a question takes from the webhook in to the send out, and how many a second are answered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bench.dialogue import Dialogue
from bot.bench.processes import resident_bytes
from bot.bench.ramp import Step, climb
from bot.bench.report import Result, Row
from bot.bench.stand import Stand, stand

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.bench.meter import Meter
    from bot.bench.plan import Plan

_CONNECTIONS = 256
_CALM_RATE = 200
_IN_FLIGHT = 256
_IN_TIME_MS = 300
_MIB = 2**20
_US = 1_000_000


async def measure(folder: Path, plan: Plan, meter: Meter) -> Result:
    """Measure without statuses: calm, flat out, and the highest rate that holds; then the bot's memory."""
    async with stand(folder, customers=plan.customers, connections=_CONNECTIONS) as on:
        dialogue = Dialogue(on)
        rows = await _calm(dialogue, plan, meter, "question answered")
        rows += await _flat_out(dialogue, plan, meter, "questions answered")
        rows += await _highest(dialogue, plan, meter)
        rows += _memory(on)
        await dialogue.drain(plan.patience)
    return Result(rows, dialogue.faults())


async def measure_with_statuses(folder: Path, plan: Plan, meter: Meter) -> Result:
    """Measure with two statuses, sent and delivered, coming back for every answer."""
    async with stand(folder, customers=plan.customers, connections=_CONNECTIONS) as on:
        dialogue = Dialogue(on, statuses=("sent", "delivered"))
        rows = await _calm(dialogue, plan, meter, "with statuses: question answered")
        rows += await _flat_out(dialogue, plan, meter, "with statuses: questions answered")
        await dialogue.drain(plan.patience)
        note = f"{dialogue.statuses_refused} refused" if dialogue.statuses_refused else ""
        rows.append(Row("with statuses: statuses acknowledged", dialogue.statuses_acknowledged, "", note=note))
    return Result(rows, dialogue.faults())


async def _calm(dialogue: Dialogue, plan: Plan, meter: Meter, what: str) -> list[Row]:
    async with meter.running(f"{what}: warming up", plan.warm_up):
        await dialogue.at_rate(_CALM_RATE / 2, plan.warm_up)
    async with meter.running(f"{what}: {_CALM_RATE}/s", plan.stretch):
        seen = await dialogue.at_rate(_CALM_RATE, plan.stretch)
        await dialogue.drain(plan.patience)
    answers, acks = seen.summary()
    note = f"worst {answers.worst:.0f} ms; acknowledged p50 {acks.p50:.1f} ms, p99 {acks.p99:.1f} ms"
    return [
        Row(f"{what} at {_CALM_RATE}/s, p50", answers.p50, "ms"),
        Row(f"{what} at {_CALM_RATE}/s, p99", answers.p99, "ms", 50, note=note),
    ]


async def _flat_out(dialogue: Dialogue, plan: Plan, meter: Meter, what: str) -> list[Row]:
    async with meter.running(f"{what}: {_IN_FLIGHT} at a time", plan.stretch):
        before = dialogue.processor_seconds()
        rate, seen = await dialogue.in_flight(_IN_FLIGHT, plan.stretch)
        spent = [after - earlier for earlier, after in zip(before, dialogue.processor_seconds(), strict=True)]
        await dialogue.drain(plan.patience)
    answers, acks = seen.summary()
    note = f"p50 {answers.p50:.0f} ms, p99 {answers.p99:.0f} ms; acknowledged p99 {acks.p99:.0f} ms"
    return [Row(f"{what}, {_IN_FLIGHT} open at a time", rate, "/s", note=note), *_cost(spent, answers.count, what)]


def _cost(spent: Sequence[float], answers: int, what: str) -> list[Row]:
    """Return what an answer costs in processor time, which a busy neighbour doesn't change much."""
    if not any(spent) or not answers:
        return []
    bot, database, load = (seconds / answers * _US for seconds in spent)
    return [
        Row(f"{what}, processor time of the bot for each", bot, "us", note=f"database {database:.0f} us, load and offline WhatsApp {load:.0f} us")
    ]


async def _highest(dialogue: Dialogue, plan: Plan, meter: Meter) -> list[Row]:
    async def attempt(rate: float) -> Step:
        async with meter.running(f"questions answered: {rate:,.0f}/s", plan.ramp_stretch):
            seen = await dialogue.at_rate(rate, plan.ramp_stretch)
            drained = await dialogue.drain(plan.patience)
        answers, acks = seen.summary()
        return Step(rate, drained and seen.refused == 0 and answers.p99 < _IN_TIME_MS, answers, acks)

    best = await climb(attempt, plan.ramp_from, plan.ramp_factor, plan.ramp_halvings)
    what = f"questions answered, highest rate with p99 under {_IN_TIME_MS} ms"
    if best is None:
        return [Row(what, 0, "/s", 1_000, "least", f"{plan.ramp_from:,.0f}/s did not hold")]
    note = f"p50 {best.answers.p50:.0f} ms, p99 {best.answers.p99:.0f} ms; acknowledged p99 {best.acknowledgements.p99:.0f} ms"
    return [Row(what, best.rate, "/s", 1_000, "least", note)]


def _memory(on: Stand) -> list[Row]:
    resident = resident_bytes(on.bot.pid)
    return [] if resident is None else [Row("memory of the bot after the load, resident", resident / _MIB, "MiB", 250)]
