"""``wasla jobs``: the jobs, and one of them now."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import aiohttp
import uvloop
from rich.table import Table

from bot.app import clock, database, jobs, load_mind
from bot.app.parts import make_parts
from bot.connectors.fetch import GuardedFetch
from bot.settings import JobSettings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.commands.shell import Shell
    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxItem
    from bot.settings import Settings

    Receive = Callable[[Sequence[InboxItem]], Awaitable[None]]

NAMES = tuple(JobSettings.model_fields)


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """List the jobs or run one; what it announces is sent by the bot that runs, or by the next one."""
    options = _parser().parse_args(arguments)
    settings = shell.settings()
    if options.action == "run":
        shell.say(f"{options.name} did {uvloop.run(_run(settings, options.name))}")
        return 0
    rows = [{"name": name, **getattr(settings.jobs, name).model_dump()} for name in NAMES]
    if options.json:
        shell.say_json(rows)
    else:
        shell.console.print(_table(rows))
    return 0


def _table(rows: Sequence[dict[str, object]]) -> Table:
    table = Table("job", "runs", "every", "settings", box=None, pad_edge=False)
    for row in rows:
        rest = ", ".join(f"{name} = {value}" for name, value in row.items() if name not in {"name", "on", "every_minutes"})
        table.add_row(str(row["name"]), "yes" if row["on"] else "no", f"{row['every_minutes']:g} min", rest)
    return table


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla jobs", description="List the jobs, or run one of them now.")
    actions = parser.add_subparsers(dest="action", metavar="list|run", required=True)
    listing = actions.add_parser("list", help="the jobs, whether they run by the clock, and how often")
    listing.add_argument("--json", action="store_true", help="for other programs")
    running = actions.add_parser("run", help="run a job now, whatever the clock says and whether it is switched on")
    running.add_argument("name", metavar="NAME", choices=NAMES, help=", ".join(NAMES))
    return parser


async def _run(settings: Settings, name: str) -> int:
    async with database(settings) as (opened, _), aiohttp.ClientSession() as session:
        fetch = GuardedFetch(settings.allowed_hosts)
        try:
            parts = make_parts(settings, opened, session, load_mind(), fetch)
            await parts.book.refresh()
            wanted = jobs(parts, _left_to_the_sender, _into(opened))
            return await next(job for job in wanted if job.name == name).run(clock())
        finally:
            await fetch.close()


def _left_to_the_sender(_items: Sequence[OutboxItem]) -> None:
    """Hand nothing over: whoever has the number's lease finds the items in the outbox."""


def _into(opened: Database) -> Receive:
    """Return what puts found events into the inbox: the bot that runs finds them there."""

    async def receive(items: Sequence[InboxItem]) -> None:
        if items:
            await opened.inbox.add_many(items)

    return receive
