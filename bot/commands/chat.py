"""``wasla chat --as CUSTOMER``: talk to the bot in the terminal, as one of the customers. Nothing is stored or sent."""

from __future__ import annotations

import argparse
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import uvloop

from bot.app import clock, database, load_mind
from bot.commands.keys import store_of
from bot.demo import load_customers
from bot.domain.clock import MINUTE
from bot.domain.content import ButtonsOut, ContactRequestOut, DocumentOut, LinkOut, ListOut
from bot.domain.message import Contacts, Location, Media, SharedContact, Tapped, Text
from bot.domain.spoken import spoken_text
from bot.errors import UserMistake
from bot.flow.rehearse import Rehearsal, customer_called
from bot.simulator.sample import sample

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.commands.shell import Shell
    from bot.db import Database
    from bot.domain.content import OutContent
    from bot.domain.message import Content
    from bot.domain.store import Store
    from bot.settings import Settings

HELP: Final = (
    "Write as the customer would. /2 taps the second button; /photo, /voice, /place and /share send such; /later 40 lets minutes pass; /bye ends."
)
_KINDS: Final[dict[str, Content]] = {
    "photo": Media("image", "try", "image/jpeg"),
    "voice": Media("audio", "try", "audio/ogg", voice=True),
    "place": Location(24.713552, 46.675296),
}


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Talk until the input ends."""
    options = _parser().parse_args(arguments)
    return uvloop.run(_run(shell, options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla chat", description="Talk to the bot in the terminal. Nothing is stored or sent.", epilog=HELP)
    parser.add_argument("--as", dest="customer", required=True, metavar="CUSTOMER", help="a phone number, a BSUID or a customer's id")
    parser.add_argument("--store", metavar="S", help="whose customer that is; needed when there are several stores")
    parser.add_argument("--demo", action="store_true", help="with the sample store: CUSTOMER may be the name of somebody there, as sara")
    return parser


@dataclass(frozen=True, slots=True)
class _Place:
    """Where somebody talks, and as whom."""

    db: Database
    stores: tuple[Store, ...]
    customer: str


async def _run(shell: Shell, options: argparse.Namespace) -> int:
    opened = _sample(shell.process_settings(), options) if options.demo else _own(shell.settings(), options)
    async with opened as place:
        (store,) = place.stores
        customer = await customer_called(place.db, store, place.customer)
        shell.say(f"You are {customer.name or place.customer} with {len(customer.order_ids)} orders at {store.name}. {HELP}")
        await _talk(shell, Rehearsal(place.db, load_mind(), store, customer))
    return 0


@asynccontextmanager
async def _own(settings: Settings, options: argparse.Namespace) -> AsyncIterator[_Place]:
    wanted = store_of(settings, options.store)
    async with database(settings) as (db, _):
        yield _Place(db, tuple(shop.store for shop in settings.stores if shop.store.id == wanted), options.customer)


@asynccontextmanager
async def _sample(settings: Settings, options: argparse.Namespace) -> AsyncIterator[_Place]:
    shown = sample(clock())
    person = next((one for one in shown.persons if options.customer.lower() in {one.id, one.name.lower(), one.name.lower().split()[0]}), None)
    if person is None:
        raise UserMistake(f"nobody in the sample store is called {options.customer!r}: {', '.join(one.id for one in shown.persons)}")
    with TemporaryDirectory() as folder:
        async with database(settings.model_copy(update={"data_dir": Path(folder), "mongodb_uri": ""})) as (db, _):
            await load_customers(db, shown)
            yield _Place(db, tuple(store for store in shown.stores if store.id == person.store_id), person.wa_id or person.bsuid or "")


async def _talk(shell: Shell, chat: Rehearsal) -> None:
    passed = 0
    taps: list[Tapped] = []
    for line in sys.stdin:
        word, _, rest = line.strip().removeprefix("/").partition(" ")
        if line.startswith("/bye"):
            return
        if line.startswith("/later") and rest.isdigit():
            passed += int(rest) * MINUTE
            continue
        content = _content(line.strip(), word, taps, chat)
        if content is None:
            shell.say(HELP)
            continue
        answers = await chat.say(content, clock() + passed)
        taps = [tap for answer in answers for tap in _taps(answer)] or taps
        for answer in answers:
            _show(shell, answer)


def _content(line: str, word: str, taps: Sequence[Tapped], chat: Rehearsal) -> Content | None:
    """Return what a line sends, ``None`` for a command that there isn't."""
    if not line.startswith("/"):
        return Text(line)
    if word == "share":
        return Contacts((SharedContact(None, wa_ids=(chat.customer.address.wa_id or "",)),), requested=True)
    if word.isdigit():
        return taps[int(word) - 1] if 0 < int(word) <= len(taps) else None
    return _KINDS.get(word)


def _taps(answer: OutContent) -> list[Tapped]:
    match answer:
        case ButtonsOut(buttons=buttons):
            return [Tapped(button.id, button.title) for button in buttons]
        case ListOut(sections=sections):
            return [Tapped(row.id, row.title) for section in sections for row in section.rows]
        case _:
            return []


def _show(shell: Shell, answer: OutContent) -> None:
    shell.say(f"\n{spoken_text(answer)}")
    for place, tap in enumerate(_taps(answer), start=1):
        shell.say(f"  [/{place}] {tap.title}")
    match answer:
        case LinkOut(label=label, url=url):
            shell.say(f"  [{label}] {url}")
        case DocumentOut(filename=filename):
            shell.say(f"  ({filename})")
        case ContactRequestOut():
            shell.say("  [/share] shares the phone number")
        case _:
            pass
