"""``python -m tests.fuzz --inputs 1000000``: throw odd inputs at every parser in turn, and say what broke.

An input that breaks something is kept in ``tests/fuzz/crashes``, where ``test_crashes`` tries it again ever after.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.fuzz.finds import CRASHES
from tests.fuzz.targets import targets

ROOT = Path(__file__).parents[2]


def shares(inputs: int, names: list[str]) -> dict[str, int]:
    """Divide the inputs among targets by their weights."""
    weights = {name: targets()[name].weight for name in names}
    return {name: max(1, round(inputs * weight / sum(weights.values()))) for name, weight in weights.items()}


def fuzz(name: str, inputs: int, options: argparse.Namespace, progress: Progress) -> tuple[int, dict[str, str]]:
    """Fuzz one target in a process of its own; return how many inputs were tried and what was found."""
    bar = progress.add_task(name, total=inputs)
    command = [sys.executable, "-m", "tests.fuzz.child", name, str(inputs), str(options.seed), str(options.crashes), options.engine]
    told: dict[str, object] = {"tried": 0, "seen": {}}
    with (
        tempfile.TemporaryFile("w+", errors="replace") as errors,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True) as child,  # noqa: S603 - ours
    ):
        assert child.stdout is not None
        for line in child.stdout:
            told = json.loads(line)
            progress.update(bar, completed=int(str(told["tried"])))
        child.wait()
        errors.seek(0)
        said = errors.read()
    tried, seen = int(str(told["tried"])), dict(told["seen"])  # type: ignore[call-overload]
    if child.returncode or not tried:
        seen["the process"] = f"ended with {child.returncode} after {tried} inputs: {said[-2_000:]}"
    return tried, seen


def main() -> int:
    """Fuzz every target, or those that are named; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Throw odd inputs at every parser.")
    parser.add_argument("--inputs", type=int, default=100_000, help="how many in all (100000)")
    parser.add_argument("--only", default="", help=f"some of {', '.join(targets())}, separated by commas")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same inputs (1)")
    parser.add_argument("--engine", choices=("atheris", "plain"), default="atheris" if find_spec("atheris") else "plain")
    parser.add_argument("--crashes", type=Path, default=CRASHES, help="where inputs are kept that break something")
    options = parser.parse_args()
    names = [name for name in targets() if not options.only or name in options.only.split(",")]
    console, total, found = Console(), 0, 0
    columns = (TextColumn("{task.description:>18}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        for name, inputs in shares(options.inputs, names).items():
            tried, seen = fuzz(name, inputs, options, progress)
            total, found = total + tried, found + len(seen)
            for where, what in seen.items():
                progress.console.print(f"{name}: {where}: {what}", markup=False)
    console.print(f"{total:,} inputs to {len(names)} targets ({options.engine}, seed {options.seed}): {found or 'nothing'} found")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
