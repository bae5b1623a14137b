"""``wasla connect``: a shop owner's way in. It checks everything at Meta, one thing after another, and sends a test message."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import aiohttp
import uvloop
from rich.progress import Progress, SpinnerColumn, TextColumn

from bot.app import clock
from bot.commands import setup_checks as checks
from bot.commands.check import show
from bot.commands.findings import Finding
from bot.commands.setup_checks import Setup
from bot.domain.content import TextOut
from bot.domain.message import WireIdentity
from bot.domain.phone import to_e164
from bot.domain.template import USABLE
from bot.errors import GraphError, Refused, SettingsError
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions
from bot.whatsapp.bodies import message_body
from bot.whatsapp.client import GraphClient
from bot.whatsapp.codes import WINDOW_CLOSED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from bot.commands.shell import Shell
    from bot.settings import Settings, StoreSettings


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Check every store's number, or one store's; 1 when anything is in the way."""
    options = _parser().parse_args(arguments)
    settings = shell.settings()
    shops = [shop for shop in settings.stores if options.store in {None, shop.store.id}]
    if not shops:
        raise SettingsError(f"there is no store {options.store!r}: there are {', '.join(shop.store.id for shop in settings.stores)}")
    good = uvloop.run(_all(shell, settings, shops, options))
    shell.say("Everything is in order." if good else "Mend what is marked with ✗, then run wasla connect again.")
    return 0 if good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla connect", description="Check everything at Meta that a number needs, and send a test message.")
    parser.add_argument("--store", help="only this store")
    parser.add_argument("--to", metavar="PHONE", help="send a test message to this number, with its country code; write to the bot first")
    parser.add_argument("--subscribe", action="store_true", help="have Meta send the account's webhooks to the app, if it doesn't yet")
    return parser


async def _all(shell: Shell, settings: Settings, shops: Sequence[StoreSettings], options: argparse.Namespace) -> bool:
    del settings
    good = True
    async with aiohttp.ClientSession() as session:
        for shop in shops:
            shell.say(f"{shop.store.name} ({shop.store.id})")
            setup = Setup(shop, GraphClient(session, shop.graph_number()), session, clock())
            found = await _one(shell, setup, options)
            for finding in found:
                show(shell, finding)
            good = good and all(finding.good for finding in found)
    return good


async def _one(shell: Shell, setup: Setup, options: argparse.Namespace) -> list[Finding]:
    app_id: str | None = None
    found: list[Finding] = []
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=shell.errors, transient=True) as progress:
        task = progress.add_task("looking at the clock")
        found.append(await checks.of_time(setup))
        progress.update(task, description="looking at the token")
        try:
            token, app_id = await checks.of_token(setup)
            found.append(token)
        except GraphError as error:
            # Whatever comes next would fail for the same reason.
            return [*found, checks.of_failure("token", error)]
        progress.update(task, description="looking at number, account, webhooks and templates")
        found += await _asked("number", checks.of_number(setup))
        found += await _asked("account", _listed(checks.of_account(setup)))
        found += await _asked("webhooks", _listed(checks.of_subscription(setup, app_id, subscribe=options.subscribe)))
        found += await _asked("webhooks", checks.of_fields(setup, app_id))
        found += await _asked("templates", _listed(_templates(setup)))
        if options.to:
            progress.update(task, description="sending a test message")
            found.append(await _test_message(setup, options.to))
    return found


async def _asked(what: str, asking: Awaitable[list[Finding]]) -> list[Finding]:
    try:
        return await asking
    except GraphError as error:
        return [checks.of_failure(what, error)]


async def _listed(asking: Awaitable[Finding]) -> list[Finding]:
    return [await asking]


async def _templates(setup: Setup) -> Finding:
    """See which of the templates that notices need are approved."""
    there = {(one.name, one.language) for one in await setup.client.templates() if one.status in USABLE}
    needed = {(str(one["name"]), str(one["language"])) for one in template_definitions(Catalogues.load(data_folder("locales")))}
    lacking = needed - there
    if lacking:
        mend = (
            "wasla templates push creates what is missing, wasla templates sync shows what Meta says. Until then notices wait for customers to write."
        )
        return Finding(good=False, what=f"templates: {len(lacking)} of {len(needed)} are missing or not approved", mend=mend)
    return Finding(good=True, what=f"templates: all {len(needed)} are approved")


async def _test_message(setup: Setup, phone: str) -> Finding:
    number = to_e164(phone, setup.shop.store.country)
    if number is None:
        return Finding(good=False, what=f"test message: {phone!r} is no phone number", mend="Write it with its country code, such as +966501234567.")
    words = TextOut(f"{setup.shop.store.name}: Wasla is connected.")
    body = message_body(words, WireIdentity(wa_id=number.removeprefix("+")), outbox_id="connect:test")
    try:
        answer = await setup.client.send(body)
    except Refused as error:
        mend = "Write anything to the shop's number from this phone first: that opens the window of 24 hours for free-form messages."
        return Finding(good=False, what=f"test message: {error}", mend=mend if error.code == WINDOW_CLOSED else "")
    except GraphError as error:
        return checks.of_failure("test message", error)
    return Finding(good=True, what=f"test message: WhatsApp took it ({answer.wamid})")
