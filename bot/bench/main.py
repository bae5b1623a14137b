"""The command: which figures, how long, where to; 1 when anything was lost, said twice or wrong, never because of speed."""

from __future__ import annotations

import argparse
import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import uvloop
from rich.console import Console

from bot.bench.figures import acknowledging, answering, growing, helping, matching, notifying, round_trip, selling, starting
from bot.bench.meter import Meter
from bot.bench.plan import FULL, SHORT, Plan
from bot.bench.report import Result, as_json, table

Measure = Callable[[Path, Plan, Meter], Awaitable[Result]]

FIGURES: Mapping[str, Measure] = {
    "reference": round_trip.measure,
    "match": matching.measure,
    "start": starting.measure,
    "acknowledge": acknowledging.measure,
    "answer": answering.measure,
    "statuses": answering.measure_with_statuses,
    "notices": notifying.measure,
    "events": selling.measure,
    "console": helping.measure,
    "growth": growing.measure,
}


def run(arguments: Sequence[str] | None = None, figures: Mapping[str, Measure] = FIGURES) -> int:
    """Measure what the command line asks for, show it, and return the exit status."""
    chosen = _parser(figures).parse_args(arguments)
    console = Console()
    wanted = {chosen.only: figures[chosen.only]} if chosen.only else figures
    result = uvloop.run(measure(wanted, SHORT if chosen.short else FULL, console))
    console.print(table(result.rows))
    _show_faults(result, console)
    if chosen.json is not None:
        chosen.json.write_bytes(orjson.dumps(as_json(result), option=orjson.OPT_INDENT_2))
    return 1 if result.faults.total else 0


async def measure(figures: Mapping[str, Measure], plan: Plan, console: Console) -> Result:
    """Measure the figures one after the other, each in a folder of its own that is gone afterwards."""
    task = asyncio.current_task()
    if task is not None:
        # Without this a plain ``kill`` would leave the bot and its database behind.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    result = Result()
    with Meter(console) as meter:
        for each in figures.values():
            with TemporaryDirectory(prefix="wasla-bench-") as folder:
                result.add(await each(Path(folder), plan, meter))
    return result


def _show_faults(result: Result, console: Console) -> None:
    faults = result.faults
    colour = "red" if faults.total else "green"
    console.print(f"[{colour}]lost {faults.lost}, answered twice {faults.twice}, wrong {faults.wrong}[/]")
    for example in faults.examples:
        console.print(f"  {example}", markup=False)


def _parser(figures: Mapping[str, Measure]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="under a minute in all, for a check on every change")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a JSON file too")
    parser.add_argument("--only", choices=sorted(figures), help="measure only this")
    return parser
