"""``python -m tests.faults --seconds 120 --seed N``: two replicas and their far ends, and everything that goes wrong in a year."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from pathlib import Path
from tempfile import mkdtemp

from rich.console import Console

from tests.faults.plan import make_plan
from tests.faults.run import Load, Tally, carry_out
from tests.faults.screen import complaint, line_of, summary

SHOW_EVERY = 0.5


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    line = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    line.add_argument("--seconds", type=float, default=120.0, help="how long faults happen; the calm afterwards takes its time")
    line.add_argument("--seed", type=int, default=1, help="the same seed and length give the same plan of faults")
    line.add_argument("--folder", type=Path, help="where databases, logs and journals go (default: a new one)")
    line.add_argument("--messages", type=float, default=Load.messages, help="customers' messages a second")
    line.add_argument("--events", type=float, default=Load.events, help="the store's events a second")
    line.add_argument("--plan", action="store_true", help="show the plan and do nothing")
    return line


async def _run(options: argparse.Namespace, console: Console) -> int:
    folder = options.folder or Path(mkdtemp(prefix="wasla-faults-"))
    folder.mkdir(parents=True, exist_ok=True)
    tally, load = Tally(), Load(options.messages, options.events)
    plan = make_plan(options.seed, options.seconds)
    console.print(f"seed {options.seed}, {len(plan)} faults in {options.seconds:g} s, everything in {folder}")
    with console.status("start") as status:

        async def show() -> None:
            while True:
                status.update(line_of(tally.phase, tally.counts))
                await asyncio.sleep(SHOW_EVERY)

        showing = asyncio.get_running_loop().create_task(show())
        try:
            outcome = await carry_out(folder, plan, options.seed, options.seconds, load, tally)
        finally:
            showing.cancel()
    console.print(summary(outcome))
    console.print(complaint(outcome, options.seed, str(folder / "faults.jsonl")), markup=False, highlight=False, soft_wrap=True)
    return 1 if outcome.violations else 0


def main() -> int:
    """Run the command line; 1 when something that must hold did not."""
    options = parser().parse_args()
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    console = Console()
    if options.plan:
        for fault in make_plan(options.seed, options.seconds):
            console.print(fault)
        return 0
    return asyncio.run(_run(options, console))


if __name__ == "__main__":
    sys.exit(main())
