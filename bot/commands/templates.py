"""``wasla templates``: the notices' templates, checked here, read from Meta, and created there."""

from __future__ import annotations

import argparse
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import aiohttp
import uvloop
from rich.markup import escape
from rich.progress import Progress
from rich.table import Column, Table

from bot.app import clock, database
from bot.commands.store_wording import known_wordings, own_definitions, wordings
from bot.errors import UserMistake
from bot.flow.template_sync import MOST_CREATED, MOST_UNVERIFIED, Comparison, Created, Definition, compare, create, may_create, synchronise
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions, template_language
from bot.language.notices.lint import lint
from bot.language.notices.own_words import in_own_words
from bot.whatsapp.client import GraphClient

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.commands.shell import Shell
    from bot.commands.store_wording import Wording
    from bot.db import Database
    from bot.domain.template import TemplateCopy
    from bot.settings import Settings, StoreSettings


@dataclass(frozen=True, slots=True)
class Account:
    """A WhatsApp Business account with the templates that its stores need."""

    shop: StoreSettings
    client: GraphClient
    definitions: list[Definition]

    @property
    def id(self) -> str:
        """Meta's id of it."""
        return self.shop.whatsapp.business_account_id


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Lint, synchronise or push; 1 when something is wrong with a template or Meta refused one."""
    options = _parser().parse_args(arguments)
    catalogues = Catalogues.load(data_folder("locales"))
    if options.action == "lint":
        return _lint(shell, catalogues, as_json=options.json)
    languages = frozenset(options.language) if options.action == "push" and options.language else frozenset(catalogues.languages)
    if unknown := sorted(languages - {*catalogues.languages}):
        raise UserMistake(f"there is no catalogue for {', '.join(unknown)} (there are {', '.join(catalogues.languages)})")
    settings = shell.settings()
    pushing = Pushing(languages, yes=options.yes) if options.action == "push" else None
    return uvloop.run(_with_meta(shell, settings, catalogues, pushing))


@dataclass(frozen=True, slots=True)
class Pushing:
    """What may be created: in which of our languages, and whether to ask before (``yes``: don't)."""

    languages: frozenset[str]
    yes: bool


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla templates", description="The templates that notices need, in Meta's form.")
    actions = parser.add_subparsers(dest="action", metavar="lint|sync|push", required=True)
    checking = actions.add_parser("lint", help="would Meta take them? Nothing leaves this machine")
    checking.add_argument("--json", action="store_true", help="for other programs")
    actions.add_parser("sync", help="read how they stand at Meta")
    pushing = actions.add_parser("push", help="create at Meta what is missing there; nothing else is changed")
    pushing.add_argument("--yes", action="store_true", help="don't ask before something is created")
    pushing.add_argument("--language", action="append", metavar="LANG", help="only this language; may be given more than once (default: all)")
    return parser


def _lint(shell: Shell, catalogues: Catalogues, *, as_json: bool) -> int:
    definitions = template_definitions(catalogues)
    codes = [template_language(language) for language in catalogues.languages]
    found = [*lint(definitions, codes)]
    own, unread = known_wordings(shell)
    for store, wording in own.items():
        found += [replace(one, name=f"{one.name} of {store}") for one in lint(own_definitions(wording, catalogues))]
    if as_json:
        shell.say_json([asdict(finding) for finding in found])
    else:
        for finding in found:
            shell.say(f"{finding.level}: {finding.name} in {finding.language}: {finding.what}")
        if unread:
            shell.say(unread)
        shell.say(f"{len(definitions)} templates in {len(codes)} languages: {len(found) or 'no'} findings")
    return 1 if any(finding.level == "error" for finding in found) else 0


async def _with_meta(shell: Shell, settings: Settings, catalogues: Catalogues, pushing: Pushing | None) -> int:
    async with database(settings) as (opened, _), aiohttp.ClientSession() as session:
        status = 0
        for account in _accounts(settings, catalogues, session, await wordings(opened, settings)):
            with Progress(console=shell.console, transient=True, disable=not shell.console.is_terminal) as progress:
                task = progress.add_task(f"reading the templates of {account.id}", total=None)
                copies = await synchronise(opened, account.client, account.id, clock())
                progress.update(task, total=1, completed=1)
            compared = compare(account.definitions, copies)
            if pushing is None:
                _show(shell, account, compared, copies)
            else:
                status |= await _push(shell, opened, account, compared, copies, pushing)
        return status


def _accounts(settings: Settings, catalogues: Catalogues, session: aiohttp.ClientSession, own: Mapping[str, Wording]) -> list[Account]:
    """Return every business account once; of several stores in one the first one's wording is used."""
    shops: dict[str, StoreSettings] = {}
    for shop in settings.stores:
        if not shop.whatsapp.business_account_id:
            raise UserMistake(f"store {shop.store.id}: set WASLA_WHATSAPP__BUSINESS_ACCOUNT_ID (WhatsApp, API setup), templates belong to it")
        shops.setdefault(shop.whatsapp.business_account_id, shop)
    return [
        Account(shop, GraphClient(session, shop.graph_number()), template_definitions(in_own_words(catalogues, own[shop.store.id])))
        for shop in shops.values()
    ]


def _show(shell: Shell, account: Account, compared: Sequence[Comparison], copies: Sequence[TemplateCopy]) -> None:
    table = Table(Column("template", overflow="fold"), "language", "status", "category", "quality", "differs from ours in", box=None)
    for one in compared:
        copy = one.copy
        cells = (copy.status, copy.category, copy.quality or "-") if copy else ("missing", "-", "-")
        table.add_row(*map(escape, (str(one.definition["name"]), str(one.definition["language"]), *cells, ", ".join(one.differs) or "-")))
    shell.console.print(table)
    ours = {(one.definition["name"], one.definition["language"]) for one in compared}
    others = sum((copy.name, copy.language) not in ours for copy in copies)
    missing = sum(one.copy is None for one in compared)
    shell.say(f"business account {account.id}: {len(compared) - missing} of {len(compared)} are there; {others} others are none of ours.")
    if missing:
        shell.say("wasla templates push creates what is missing.")


async def _push(
    shell: Shell, opened: Database, account: Account, compared: Sequence[Comparison], copies: Sequence[TemplateCopy], pushing: Pushing
) -> int:
    codes = {template_language(language) for language in pushing.languages}
    missing = [one.definition for one in compared if one.copy is None and one.definition["language"] in codes]
    for one in compared:
        if one.differs:
            shell.say(f"{one.definition['name']} in {one.definition['language']} differs in {', '.join(one.differs)}: it is left as it is at Meta")
    if not missing:
        shell.say(f"business account {account.id}: nothing is missing.")
        return 0
    batch = missing[: may_create(copies, clock())]
    _plan(shell, account, missing, len(batch), len(copies))
    if batch and not pushing.yes and not _agreed(shell):
        shell.say("Nothing was created.")
        return 0
    return _told(shell, await _create(shell, opened, account, batch), len(missing))


def _plan(shell: Shell, account: Account, missing: Sequence[Definition], now: int, there: int) -> None:
    shell.say(f"business account {account.id}: {len(missing)} templates are to be created:")
    for one in missing:
        shell.say(f"  {one['name']} in {one['language']} ({one['category']})")
    if now < len(missing):
        shell.say(f"Meta takes {MOST_CREATED} an hour: {now} now, the rest when this is run again.")
    if there + len(missing) > MOST_UNVERIFIED:
        shell.say(f"A business that Meta has not verified may have {MOST_UNVERIFIED} templates: --language leaves languages out.")


def _agreed(shell: Shell) -> bool:
    try:
        return shell.console.input("Create them? [y/N] ").strip().casefold() in {"y", "yes"}
    except EOFError:
        return False


async def _create(shell: Shell, opened: Database, account: Account, batch: Sequence[Definition]) -> list[Created]:
    with Progress(console=shell.console, transient=True, disable=not shell.console.is_terminal) as progress:
        task = progress.add_task("creating templates", total=len(batch))
        return await create(opened, account.client, account.id, batch, clock, lambda: progress.advance(task))


def _told(shell: Shell, made: Sequence[Created], wanted: int) -> int:
    for one in made:
        shell.say(f"{one.name} in {one.language}: {one.error or one.status}")
    done = sum(not one.error for one in made)
    shell.say(f"{done} of {wanted} were created; Meta reviews each, which takes up to a day. wasla templates sync shows how they stand.")
    if made and made[-1].over:
        shell.say("Meta takes no more at the moment. Is the token's permission whatsapp_business_management there? Else run this again in an hour.")
    return 1 if any(one.error for one in made) else 0
