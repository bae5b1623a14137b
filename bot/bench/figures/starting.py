"""How long the program takes from its start to its first good ``/readyz``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bench.processes import free_port, running
from bot.bench.report import Result, Row
from bot.bench.stand import settings
from bot.bench.webhooks import Number

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bench.meter import Meter
    from bot.bench.plan import Plan

_NOWHERE = "http://127.0.0.1:9"


async def measure(folder: Path, plan: Plan, meter: Meter) -> Result:
    """Measure ``wasla serve`` and ``wasla demo`` with the embedded database, each after one start that makes its data."""
    rows = []
    for command in ("serve", "demo"):
        async with meter.running(f"start: wasla {command}", 2 * (plan.starts + 1)):
            took = [await _start(command, folder / command) for _ in range(plan.starts + 1)]
        rows.append(Row(f"ready after, wasla {command}", sorted(took[1:])[plan.starts // 2], "s", 2, note=f"first start {took[0]:.2f} s"))
    return Result(rows)


async def _start(command: str, folder: Path) -> float:
    port = free_port()
    environment = {**settings(Number(), _NOWHERE, port), "WASLA_DATA_DIR": str(folder / "data")}
    async with running([command], environment, folder, port) as bot:
        return bot.seconds_to_ready
