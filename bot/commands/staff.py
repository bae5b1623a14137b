"""``wasla staff``: who may use the support console, and in which role."""

from __future__ import annotations

import argparse
import re
from getpass import getpass
from typing import TYPE_CHECKING, Final

import uvloop
from rich.table import Column, Table

from bot.app import clock, database
from bot.domain.clock import from_instant
from bot.domain.staff import ROLES, StaffMember, normal_email, staff_id
from bot.errors import UserMistake
from bot.flow.sign_in import hash_password, password_problem
from bot.flow.staff_access import COMMAND_LINE as _HERE
from bot.flow.staff_access import StaffAccess

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.commands.shell import Shell
    from bot.db import Database
    from bot.settings import Settings

_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
_WRONG: Final = {"too_short": "it needs 12 characters or more", "too_long": "256 characters are enough", "same_as_email": "it is the address"}


def run(shell: Shell, arguments: Sequence[str], ask: Callable[[str], str] = getpass) -> int:
    """Add, list, disable people, or give them a new way in; ``ask`` reads a password from the terminal."""
    options = _parser().parse_args(arguments)
    settings = shell.process_settings()
    if options.action == "list":
        return uvloop.run(_list(shell, settings, as_json=options.json))
    email = _email(options.email)
    if options.action == "disable":
        return uvloop.run(_disable(shell, settings, email))
    password = _password(email, ask) if options.password else None
    if options.action == "add":
        return uvloop.run(_add(shell, settings, _new(options, email, password)))
    return uvloop.run(_reset(shell, settings, email, password, totp=options.codes))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla staff", description="The people who use the support console at /console/.")
    actions = parser.add_subparsers(dest="action", metavar="add|list|disable|reset", required=True)
    add = actions.add_parser("add", help="let somebody in: prints a link that signs in once, within a day")
    add.add_argument("--role", choices=ROLES, required=True, help="admin: everything; agent: helps customers; viewer: reads")
    add.add_argument("--name", metavar="N", help="as colleagues see it; otherwise what stands before the @")
    add.add_argument("--store", metavar="S", action="append", default=[], help="a store that it is about; leave it out for all")
    listing = actions.add_parser("list", help="everybody")
    listing.add_argument("--json", action="store_true", help="for other programs")
    disable = actions.add_parser("disable", help="let somebody in no more, at once")
    reset = actions.add_parser("reset", help="sign somebody out everywhere, forget the password, and print a new link; enables again")
    reset.add_argument("--codes", action="store_true", help="ask for no codes of an authenticator app any more (the phone is lost)")
    for action in (add, disable, reset):
        action.add_argument("email", metavar="EMAIL")
    for action in (add, reset):
        action.add_argument("--password", action="store_true", help="ask for a password here instead of printing a link")
    return parser


def _email(text: str) -> str:
    email = normal_email(text)
    if not _EMAIL.fullmatch(email):
        raise UserMistake(f"{text!r} is no email address")
    return email


def _password(email: str, ask: Callable[[str], str]) -> str:
    password = ask(f"Password for {email}: ")
    problem = password_problem(password, email)
    if problem is not None:
        raise UserMistake(f"this password can't be used: {_WRONG[problem]}")
    if ask("The same once more: ") != password:
        raise UserMistake("the two passwords are not equal")
    return password


def _new(options: argparse.Namespace, email: str, password: str | None) -> StaffMember:
    name = options.name or email.partition("@")[0]
    kept = hash_password(password) if password else None
    return StaffMember(staff_id(email), email, name, options.role, clock(), stores=tuple(options.store), password_hash=kept)


async def _add(shell: Shell, settings: Settings, member: StaffMember) -> int:
    async with database(settings) as (opened, _):
        if not await opened.staff.add(member):
            raise UserMistake(f"{member.email} is there already: wasla staff reset {member.email} gives a new way in")
        await StaffAccess(opened).note("staff_added", None, _HERE, clock(), about=member.email)
        shell.errors.print(f"{member.name} ({member.email}) may use the console as {member.role}.", highlight=False)
        return await _way_in(shell, settings, opened, member)


async def _reset(shell: Shell, settings: Settings, email: str, password: str | None, *, totp: bool) -> int:
    async with database(settings) as (opened, _):
        member = await _known(opened, email)
        await opened.staff_sessions.end_all(member.id)
        await opened.staff.disable(member.id, None)
        await opened.staff.set_password(member.id, hash_password(password) if password else None)
        if totp:
            await opened.staff.set_totp(member.id, None)
        await StaffAccess(opened).note("staff_reset", None, _HERE, clock(), about=email)
        return await _way_in(shell, settings, opened, await _known(opened, email))


async def _disable(shell: Shell, settings: Settings, email: str) -> int:
    async with database(settings) as (opened, _):
        member = await _known(opened, email)
        await opened.staff.disable(member.id, clock())
        await opened.staff_sessions.end_all(member.id)
        await opened.entry_tokens.forget_of(member.id)
        await StaffAccess(opened).note("staff_disabled", None, _HERE, clock(), about=email)
    shell.say(f"{email} is signed out everywhere and let in no more.")
    return 0


async def _list(shell: Shell, settings: Settings, *, as_json: bool) -> int:
    async with database(settings) as (opened, _):
        people = await opened.staff.all()
    if as_json:
        shell.say_json([_row(member) for member in people])
    elif people:
        table = Table(Column("email"), Column("name"), Column("role"), Column("stores"), Column("codes"), Column("disabled"))
        for member in people:
            row = _row(member)
            table.add_row(*(row[name] or "-" for name in ("email", "name", "role", "stores", "codes", "disabled_at")))
        shell.console.print(table)
    else:
        shell.say("There is nobody: wasla staff add EMAIL --role admin lets somebody in.")
    return 0


def _row(member: StaffMember) -> dict[str, str | None]:
    disabled = None if member.disabled_at is None else from_instant(member.disabled_at).isoformat(timespec="minutes")
    codes = "yes" if member.totp_secret else "no"
    stores = ", ".join(member.stores) or "all"
    return {"email": member.email, "name": member.name, "role": member.role, "stores": stores, "codes": codes, "disabled_at": disabled}


async def _known(opened: Database, email: str) -> StaffMember:
    member = await opened.staff.by_email(email)
    if member is None:
        raise UserMistake(f"nobody has the address {email}: wasla staff list shows everybody")
    return member


async def _way_in(shell: Shell, settings: Settings, opened: Database, member: StaffMember) -> int:
    """Print a one-time link, unless there is a password to come in with."""
    if member.password_hash is None:
        shell.errors.print("This link signs in once, within a day:", highlight=False)
        shell.say(link(settings, await StaffAccess(opened).invite(member, clock())))
    return 0


def link(settings: Settings, secret: str) -> str:
    """Return where a one-time link leads: as the outside reaches the bot where that is set, else as this machine does."""
    base = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    return f"{base}/console/enter/{secret}"
