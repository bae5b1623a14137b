"""``wasla keys``: who may use the REST API, for which store, and for what."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import uvloop
from rich.table import Column, Table

from bot.app import clock, database
from bot.domain.api_key import SCOPES
from bot.domain.clock import from_instant
from bot.errors import UserMistake
from bot.flow.api_keys import new_key
from bot.flow.staff_access import COMMAND_LINE, StaffAccess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell
    from bot.domain.api_key import ApiKey, Scope
    from bot.settings import Settings


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Make, list or revoke keys."""
    options = _parser().parse_args(arguments)
    if options.action == "create":
        settings = shell.settings()
        return uvloop.run(_create(shell, settings, options))
    return uvloop.run(_list(shell, options) if options.action == "list" else _revoke(shell, options.id))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla keys", description="Keys of the REST API: see /api/docs.")
    actions = parser.add_subparsers(dest="action", metavar="create|list|revoke", required=True)
    create = actions.add_parser("create", help="make a key and show it, once")
    create.add_argument("--store", metavar="S", help="the store that it opens; needed when there are several")
    create.add_argument("--scopes", metavar="A,B", type=_scopes, required=True, help=f"what it may do: all, or some of {', '.join(SCOPES)}")
    create.add_argument("--name", metavar="N", default="", help="who will use it, for the list")
    listing = actions.add_parser("list", help="the keys, without their secrets")
    listing.add_argument("--json", action="store_true", help="for other programs")
    revoke = actions.add_parser("revoke", help="let a key open nothing any more")
    revoke.add_argument("id", metavar="ID")
    return parser


def _scopes(text: str) -> tuple[Scope, ...]:
    wanted = {one.strip() for one in text.split(",")}
    if wanted == {"all"}:
        return SCOPES
    unknown = sorted(wanted - set(SCOPES))
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(map(repr, unknown))}: use all, or some of {', '.join(SCOPES)}")
    return tuple(scope for scope in SCOPES if scope in wanted)


def store_of(settings: Settings, wanted: str | None) -> str:
    """Return the id of the store that is meant; ``UserMistake`` names those that there are."""
    known = [shop.store.id for shop in settings.stores]
    if wanted is None and len(known) == 1:
        return known[0]
    if wanted not in known:
        raise UserMistake(f"{'say which store is meant' if wanted is None else f'there is no store {wanted!r}'}: --store {'|'.join(known)}")
    return wanted


async def _create(shell: Shell, settings: Settings, options: argparse.Namespace) -> int:
    store_id = store_of(settings, options.store)
    key, secret = new_key(store_id, options.name, options.scopes, clock())
    async with database(settings) as (opened, _):
        await opened.api_keys.add(key)
        await StaffAccess(opened).note("key_made", None, COMMAND_LINE, clock(), f"{key.id}: {key.name}: {', '.join(key.scopes)}", store_id)
    shell.errors.print(f"The key {key.id} opens the store {store_id} for: {', '.join(key.scopes)}. It is shown this once:", highlight=False)
    shell.say(secret)
    return 0


async def _list(shell: Shell, options: argparse.Namespace) -> int:
    async with database(shell.process_settings()) as (opened, _):
        keys = await opened.api_keys.all()
    if options.json:
        shell.say_json([_row(key) for key in keys])
    elif keys:
        table = Table(Column("id"), Column("store"), Column("name"), Column("scopes"), Column("created"), Column("last used"), Column("revoked"))
        for key in keys:
            row = _row(key)
            table.add_row(*(", ".join(value) if isinstance(value, tuple) else value or "-" for value in row.values()))
        shell.console.print(table)
    else:
        shell.say("There are no keys: wasla keys create makes one.")
    return 0


async def _revoke(shell: Shell, key_id: str) -> int:
    async with database(shell.process_settings()) as (opened, _):
        if not await opened.api_keys.revoke(key_id, clock()):
            raise UserMistake(f"no key {key_id!r} opens anything: wasla keys list shows those that there are")
        key = await opened.api_keys.get(key_id)
        about, store_id = (f"{key.id}: {key.name}", key.store_id) if key else (key_id, None)
        await StaffAccess(opened).note("key_revoked", None, COMMAND_LINE, clock(), about, store_id)
    shell.say(f"The key {key_id} opens nothing any more.")
    return 0


def _row(key: ApiKey) -> dict[str, str | tuple[str, ...] | None]:
    return {
        "id": key.id,
        "store": key.store_id,
        "name": key.name,
        "scopes": key.scopes,
        "created_at": _day(key.created_at),
        "last_used_at": _day(key.last_used_at),
        "revoked_at": _day(key.revoked_at),
    }


def _day(instant: int | None) -> str | None:
    return None if instant is None else from_instant(instant).isoformat(timespec="minutes")
