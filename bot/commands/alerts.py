"""``wasla alerts``: what somebody has to do before something works again."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

import uvloop
from rich.markup import escape
from rich.table import Column, Table

from bot.app import clock, database
from bot.domain.clock import from_instant
from bot.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell
    from bot.domain.alert import Alert


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """List open alerts or close some; an alert whose cause is still there opens again by itself."""
    options = _parser().parse_args(arguments)
    if options.action == "done":
        return uvloop.run(_done(shell, options.ids))
    found = uvloop.run(_open(shell))
    if options.json:
        shell.say_json([_row(one) for one in found])
    elif not found:
        shell.say("There is nothing to do.")
    else:
        shell.console.print(_table(found))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla alerts", description="What somebody has to do before something works again.")
    actions = parser.add_subparsers(dest="action", metavar="list|done", required=True)
    listing = actions.add_parser("list", help="open alerts, the newest first")
    listing.add_argument("--json", action="store_true", help="for other programs")
    done = actions.add_parser("done", help="close alerts whose causes are gone")
    done.add_argument("ids", metavar="ID", nargs="+")
    return parser


async def _open(shell: Shell) -> list[Alert]:
    async with database(shell.process_settings()) as (opened, _):
        return await opened.alerts.open()


async def _done(shell: Shell, ids: Sequence[str]) -> int:
    async with database(shell.process_settings()) as (opened, _):
        known = await opened.alerts.get_many(ids)
        if missing := [one for one in ids if one not in known]:
            raise UserMistake(f"there is no alert {', '.join(map(repr, missing))}: wasla alerts list shows those that are open")
        await opened.alerts.close(ids, clock())
    shell.say(f"{len(ids)} closed")
    return 0


def _table(alerts: Sequence[Alert]) -> Table:
    table = Table(Column("id", overflow="fold", min_width=20), "since", Column("times", justify="right"), "what to do", box=None, pad_edge=False)
    for one in alerts:
        table.add_row(escape(one.id), _when(one.first_at), str(one.count), escape(one.text))
    return table


def _row(one: Alert) -> dict[str, object]:
    seen_at = None if one.seen_at is None else _when(one.seen_at)
    return {**asdict(one), "first_at": _when(one.first_at), "last_at": _when(one.last_at), "seen_at": seen_at}


def _when(instant: int) -> str:
    return from_instant(instant).isoformat(timespec="minutes")
