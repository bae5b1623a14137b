"""``wasla jobs``: the jobs, and one of them now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uvloop

from bot.app import clock, database, jobs_of
from bot.errors import UserMistake

if TYPE_CHECKING:
    import argparse

    from bot.commands.shell import Shell
    from bot.settings import Settings


def configure(parser: argparse.ArgumentParser) -> None:
    """Add ``list`` and ``run NAME``."""
    actions = parser.add_subparsers(dest="action", metavar="list|run", required=True)
    actions.add_parser("list", help="the jobs and how often they run").add_argument("--json", action="store_true", help="for other programs")
    actions.add_parser("run", help="run a job now, whatever the clock says").add_argument("name", metavar="NAME")


def run(shell: Shell, options: argparse.Namespace) -> int:
    """List the jobs or run one; what it announces is sent by the bot that runs, or by the next one."""
    settings = shell.settings()
    uvloop.run(_run(shell, settings, options.name) if options.action == "run" else _list(shell, settings, as_json=options.json))
    return 0


async def _list(shell: Shell, settings: Settings, *, as_json: bool) -> None:
    async with database(settings) as (opened, _):
        jobs = jobs_of(settings, opened)
    if as_json:
        shell.say_json([{"name": job.name, "every_seconds": job.every} for job in jobs])
        return
    for job in jobs:
        shell.say(f"{job.name}  every {job.every // 60} minutes")


async def _run(shell: Shell, settings: Settings, name: str) -> None:
    async with database(settings) as (opened, _):
        jobs = {job.name: job for job in jobs_of(settings, opened)}
        if name not in jobs:
            raise UserMistake(f"there is no job {name!r}; there are: {', '.join(jobs)}")
        shell.say(f"{name} did {await jobs[name].run(clock())}")
