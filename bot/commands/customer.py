"""``wasla customer``: what is kept of a customer, given out or erased."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import uvloop

from bot.app import clock, database
from bot.commands.keys import store_of
from bot.domain.staff import AuditEntry
from bot.errors import UserMistake
from bot.flow.privacy.erase import Eraser
from bot.flow.privacy.export import export
from bot.flow.privacy.trace import who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell
    from bot.db import Database
    from bot.settings import Settings

_HERE = "command line"


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Export or erase a customer of a store."""
    options = _parser().parse_args(arguments)
    settings = shell.settings()
    store_id = store_of(settings, options.store)
    return uvloop.run(_export(shell, settings, store_id, options) if options.action == "export" else _erase(shell, settings, store_id, options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla customer", description="What is kept of a customer: to give it to him, or to erase it.")
    actions = parser.add_subparsers(dest="action", metavar="export|erase", required=True)
    exporting = actions.add_parser("export", help="everything that is kept, as JSON")
    exporting.add_argument("--out", metavar="FILE", type=Path, help="write it there; a .zip file holds the files that went to and fro, too")
    erasing = actions.add_parser("erase", help="remove everything that leads to him; orders stay without him")
    erasing.add_argument("--yes", action="store_true", help="don't ask before")
    erasing.add_argument("--json", action="store_true", help="what was removed, for other programs")
    erasing.add_argument("--everybody", action="store_true", help="every customer of the store")
    whom = "an id, phone number, BSUID, e-mail address or order number"
    exporting.add_argument("customer", metavar="CUSTOMER", help=whom)
    erasing.add_argument("customer", metavar="CUSTOMER", nargs="?", help=whom)
    for action in (exporting, erasing):
        action.add_argument("--store", metavar="S", help="the store whose customer he is; needed when there are several")
    return parser


async def _export(shell: Shell, settings: Settings, store_id: str, options: argparse.Namespace) -> int:
    async with database(settings) as (opened, _):
        customer = await _meant(opened, store_id, options.customer)
        found = await export(opened, store_id, customer, _numbers(settings, store_id), clock())
        await _note(opened, "customer_exported", await opened.erased.token(customer))
    if options.out is None:
        shell.console.file.write(found.json.decode() + "\n")
        return 0
    try:
        options.out.write_bytes(found.zip if options.out.suffix == ".zip" else found.json)
    except OSError as error:
        raise UserMistake(f"{options.out} can not be written: {error.strerror}") from error
    shell.say(f"{options.out}: {_counted(found.counts())}")
    return 0


async def _erase(shell: Shell, settings: Settings, store_id: str, options: argparse.Namespace) -> int:
    if (options.customer is None) != options.everybody:
        raise UserMistake("say which customer is meant, or --everybody for all of the store")
    async with database(settings) as (opened, _):
        meant = await _everybody(opened, store_id) if options.everybody else [await _meant(opened, store_id, options.customer)]
        if not options.yes and not _agreed(shell, store_id, meant):
            shell.say("Nothing was erased.")
            return 1
        for customer in meant:
            await _erase_one(shell, opened, Eraser(opened, store_id, _numbers(settings, store_id)), customer, as_json=options.json)
    return 0


async def _erase_one(shell: Shell, opened: Database, eraser: Eraser, customer: str, *, as_json: bool) -> None:
    now = clock()
    erasure = await eraser.erase(customer, now, _HERE)
    await _note(opened, "customer_erased", erasure.id)
    if as_json:
        shell.say_json({"id": erasure.id, "removed": dict(erasure.removed)})
    else:
        shell.say(f"{erasure.id}: {_counted(erasure.removed) or 'nothing was left'}")


async def _meant(opened: Database, store_id: str, text: str) -> str:
    found = await who(opened, store_id, text)
    if not found:
        raise UserMistake(f"the store {store_id} knows no customer by {text!r}")
    if len(found) > 1:
        raise UserMistake(f"{text!r} means several customers: {', '.join(found)}")
    return found[0]


async def _everybody(opened: Database, store_id: str) -> list[str]:
    return await opened.personal.ids_with("customers", "store_id", [store_id])


def _agreed(shell: Shell, store_id: str, meant: Sequence[str]) -> bool:
    whom = meant[0] if len(meant) == 1 else f"all {len(meant)} customers"
    if not shell.console.is_terminal and not sys.stdin.isatty():
        raise UserMistake("nobody is here to be asked: --yes erases without asking")
    try:
        return shell.console.input(f"Erase {whom} of the store {store_id} for good? [y/N] ", markup=False, emoji=False).strip().casefold() in {
            "y",
            "yes",
        }
    except EOFError:
        return False


def _numbers(settings: Settings, store_id: str) -> list[str]:
    return [shop.whatsapp.phone_number_id for shop in settings.stores if shop.store.id == store_id]


def _counted(counts: object) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items()) if isinstance(counts, dict) else ""


async def _note(opened: Database, what: str, about: str) -> None:
    now = clock()
    await opened.audit.add([AuditEntry(f"{now}:{token_hex(8)}", now, what, None, about, _HERE)])
