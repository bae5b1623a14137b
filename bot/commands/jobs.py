"""``wasla jobs``: the jobs, and one of them now."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import uvloop

from bot.app import clock, database, jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell
    from bot.domain.delivery import OutboxItem
    from bot.settings import Settings

NAMES = ("stuck_parcels",)


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """List the jobs or run one; what it announces is sent by the bot that runs, or by the next one."""
    options = _parser().parse_args(arguments)
    settings = shell.settings()
    if options.action == "run":
        shell.say(f"{options.name} made {uvloop.run(_run(settings, options.name))} notices")
        return 0
    stuck = settings.jobs.stuck_parcels
    rows = [{"name": "stuck_parcels", "every_minutes": stuck.every_minutes, "days": stuck.days}]
    if options.json:
        shell.say_json(rows)
    else:
        shell.say(f"stuck_parcels  every {stuck.every_minutes:g} minutes: tells customers of parcels without a scan for {stuck.days} days")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla jobs", description="List the jobs, or run one of them now.")
    actions = parser.add_subparsers(dest="action", metavar="list|run", required=True)
    listing = actions.add_parser("list", help="the jobs and how often they run")
    listing.add_argument("--json", action="store_true", help="for other programs")
    running = actions.add_parser("run", help="run a job now, whatever the clock says")
    running.add_argument("name", metavar="NAME", choices=NAMES, help=", ".join(NAMES))
    return parser


async def _run(settings: Settings, name: str) -> int:
    async with database(settings) as (opened, _):
        return await next(job for job in jobs(settings, opened, _left_to_the_sender) if job.name == name).run(clock())


def _left_to_the_sender(_items: Sequence[OutboxItem]) -> None:
    """Hand nothing over: whoever has the number's lease finds the items in the outbox."""
