"""``wasla inbox``: what could not be handled, why, and once more after a fix."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import uvloop
from rich.markup import escape
from rich.table import Column, Table

from bot.app import clock, database
from bot.connectors.registry import CONNECTORS
from bot.domain.clock import from_instant
from bot.errors import UserMistake
from bot.flow.parked import replay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell
    from bot.db import Database
    from bot.domain.inbox import Parked


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """List, show or hand in again; 1 when something that was handed in again still can't be read."""
    options = _parser().parse_args(arguments)
    return uvloop.run(_run(shell, options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla inbox", description="Look at what could not be handled, and hand it in again.")
    actions = parser.add_subparsers(dest="action", metavar="parked|show|replay", required=True)
    parked = actions.add_parser("parked", help="list what is parked, the oldest first")
    parked.add_argument("--json", action="store_true", help="for other programs")
    show = actions.add_parser("show", help="one parked item with all it holds")
    show.add_argument("id", metavar="ID")
    show.add_argument("--json", action="store_true", help="for other programs")
    again = actions.add_parser("replay", help="hand parked items in again, after a fix")
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument("ids", metavar="ID", nargs="*", default=[])
    which.add_argument("--all", action="store_true", help="everything that is parked")
    return parser


async def _run(shell: Shell, options: argparse.Namespace) -> int:
    async with database(shell.process_settings()) as (opened, _):
        if options.action == "parked":
            _list(shell, await opened.parked.all(), as_json=options.json)
            return 0
        if options.action == "show":
            (item,) = await _named(opened, [options.id])
            _show(shell, item, as_json=options.json)
            return 0
        items = await opened.parked.all() if options.all else await _named(opened, options.ids)
        return await _replay(shell, opened, items)


async def _named(opened: Database, ids: Sequence[str]) -> list[Parked]:
    """Return the items with these ids; ``UserMistake`` names the first that isn't parked."""
    items = []
    for item_id in ids:
        item = await opened.parked.get(item_id)
        if item is None:
            raise UserMistake(f"nothing is parked under {item_id!r}: wasla inbox parked lists what is")
        items.append(item)
    return items


async def _replay(shell: Shell, opened: Database, items: Sequence[Parked]) -> int:
    failed = False
    for item in items:
        replayed = await replay(opened, item, clock(), CONNECTORS)
        failed = failed or bool(replayed.parked)
        if replayed.stored or not replayed.parked:
            shell.say(f"{item.id}: {_handed_in(replayed.stored)}")
        for left in replayed.parked:
            shell.say(f"{left.id}: still can not be read: {left.error}")
    return 1 if failed else 0


def _handed_in(count: int) -> str:
    if count == 0:
        return "there is nothing in it to handle; it is not parked any more"
    return "handed in again" if count == 1 else f"handed in again, {count} items"


def _list(shell: Shell, items: Sequence[Parked], *, as_json: bool) -> None:
    if as_json:
        shell.say_json([_facts(item) for item in items])
    elif not items:
        shell.say("Nothing is parked.")
    else:
        # The id is what the other commands want: it may run over lines, but nothing of it is cut off.
        table = Table(Column("id", overflow="fold", min_width=24), "from", "parked", "why", box=None)
        for item in items:
            table.add_row(*map(escape, (item.id, item.source, _when(item), item.error)))
        shell.console.print(table)


def _show(shell: Shell, item: Parked, *, as_json: bool) -> None:
    facts = _facts(item)
    if as_json:
        shell.say_json(facts)
        return
    for name, value in facts.items():
        shell.say(f"{name:10} {value}")


def _facts(item: Parked) -> dict[str, str]:
    """Return what there is to know; bytes that are no UTF-8 are shown as escapes."""
    body = item.body.decode("utf-8", "backslashreplace")
    return {"id": item.id, "kind": item.kind, "source": item.source, "parked_at": _when(item), "error": item.error, "body": body}


def _when(item: Parked) -> str:
    return from_instant(item.parked_at).isoformat(timespec="seconds")
