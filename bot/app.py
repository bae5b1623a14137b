"""The composition root: the only module that sees settings, driver, registry and clock together."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import socket
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from bot.answers import answer_of
from bot.connectors.registry import CONNECTORS
from bot.db import Database, open_database
from bot.db.embedded import Embedded, start_embedded
from bot.domain.clock import SECOND
from bot.flow.account import AccountNews
from bot.flow.chat import Chats
from bot.flow.converse import Mind
from bot.flow.message_status import Statuses
from bot.flow.order_changes import OrderChanges
from bot.flow.receive import Receiver
from bot.flow.send import Claim, Sender
from bot.flow.store_events import StoreEvents
from bot.jobs.schedule import Job, Schedule
from bot.jobs.stuck_parcels import StuckParcels
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.intents import load_intents
from bot.language.understand import Matcher
from bot.web.health import Health
from bot.web.routes import make_application
from bot.web.store_hook import StoreHook
from bot.web.whatsapp_hook import WhatsAppHook
from bot.whatsapp.client import GraphClient
from bot.workers.crew import Crew, Desk
from bot.workers.inbox import Handle, InboxWorker, Listeners
from bot.workers.outbox import Lease, NumberSender, Rules
from bot.workers.partitions import Partitions
from bot.workers.runner import Runner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxKind
    from bot.domain.store import Store
    from bot.settings import Settings

log = logging.getLogger(__name__)

# Towards Graph, above what the senders have under way at once: waiting for a free one would count as not sent.
CONNECTIONS = 1_000
GC_THRESHOLD = 20_000
Attach = Callable[[web.Application, Database], Awaitable[None]]


def clock() -> int:
    """Return the present instant: the only clock of the program."""
    return time.time_ns() // 1_000_000


def load_mind() -> Mind:
    """Read the intents and catalogues; raises ``DataFileError`` naming file and line."""
    intents = load_intents(data_folder("intents"))
    answers = {name: answer_of(intent) for name, intent in intents.by_name.items()}
    return Mind(Matcher(intents), Catalogues.load(data_folder("locales")), answers)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[tuple[Database, Embedded | None]]:
    """Open the database of the settings, starting the embedded server where no other is named."""
    async with AsyncExitStack() as stack:
        embedded = None
        if not settings.mongodb_uri:
            embedded = await start_embedded(settings.data_dir / "database")
            stack.push_async_callback(embedded.stop)
        opened = await open_database(settings.mongodb_uri or (embedded.uri if embedded else ""))
        stack.push_async_callback(opened.close)
        if embedded is not None:
            # It is ours alone, so whoever held a lease is dead, and nobody need wait for its end.
            await opened.leases.clear()
        yield opened, embedded


async def keep_alive(embedded: Embedded) -> None:
    """Start the embedded server again whenever it dies, for ever; what it had acknowledged is still there."""
    while True:
        ended = await embedded.wait()
        log.error("the embedded database ended (%s); it is started again. Its last words:\n%s", ended.status, "\n".join(ended.log))
        await embedded.restart()


def spare_the_collector() -> None:
    """Take what was loaded out of the garbage collector's sight, and let it look more rarely.

    Messages make many short-lived objects without cycles; with Python's default of 700 new ones between looks, looking at
    everything that lives took a tenth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD, 20, 20)


@asynccontextmanager
async def running(settings: Settings, attach: Attach | None = None, mind: Callable[[], Mind] = load_mind) -> AsyncIterator[None]:
    """Run the whole bot until the context ends; ``attach`` may add to the application before it listens (the demo does)."""
    async with AsyncExitStack() as stack:
        # The mind is loaded while the database starts in a process of its own.
        (opened, embedded), ready = await asyncio.gather(stack.enter_async_context(database(settings)), asyncio.to_thread(mind))
        session = await stack.enter_async_context(
            # Graph sets no cookies that matter, and keeping none saves their handling on every message.
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS), cookie_jar=aiohttp.DummyCookieJar())
        )
        bot = build(settings, opened, session, ready)
        if attach is not None:
            await attach(bot.application, opened)
        if embedded is not None:
            bot.crew.runner.start("embedded database", lambda: keep_alive(embedded))
        stack.push_async_callback(bot.crew.stop)
        site = web.AppRunner(bot.application, access_log=None, handle_signals=False)
        stack.push_async_callback(site.cleanup)
        await site.setup()
        await bot.crew.start(opened, clock, work=settings.workers)
        if settings.workers:
            stack.callback(bot.schedule.stop)
            bot.schedule.start()
        await web.TCPSite(site, settings.host, settings.port, backlog=1_024).start()
        spare_the_collector()
        yield


@dataclass(frozen=True, slots=True)
class Bot:
    """One process's parts, wired and not started."""

    application: web.Application
    crew: Crew
    schedule: Schedule


def build(settings: Settings, db: Database, session: aiohttp.ClientSession, mind: Mind) -> Bot:
    """Wire everything that runs; nothing is started."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
    stores = {shop.store.id: shop.store for shop in settings.stores}
    desk = Desk(Partitions(db, owner, clock))
    rules = Rules(round(settings.unknown_deadline * SECOND), settings.unknown_notices)
    for shop in settings.stores:
        number = shop.whatsapp.phone_number_id
        lease = Lease(db, number, owner, clock)
        sender = Sender(db, GraphClient(session, shop.graph_number()), stores, mind, clock, Claim(owner, lease, rules.deadline))
        desk.senders[number] = NumberSender(db, number, sender, lease, rules, clock)
    listeners = Listeners(desk.hand_out, desk.mark_read)
    for kind, handle in _handlers(settings, db, stores, mind).items():
        desk.workers[kind] = InboxWorker(db, kind, handle, clock, listeners)
    receiver = Receiver(db, desk.hand_in)
    schedule = Schedule(db, jobs(settings, db, desk.hand_out), owner, clock)
    return Bot(_application(settings, db, receiver), Crew(desk, receiver, Runner()), schedule)


def jobs(settings: Settings, db: Database, hand_out: Callable[[Sequence[OutboxItem]], None]) -> tuple[Job, ...]:
    """Return every job; ``hand_out`` gets what is to be sent."""
    stores = {shop.store.id: shop.store for shop in settings.stores}
    stuck = settings.jobs.stuck_parcels
    finder = StuckParcels(db, OrderChanges(db, stores), stuck.days, hand_out)
    return (Job("stuck_parcels", round(stuck.every_minutes * 60), finder.run),)


def _handlers(settings: Settings, db: Database, stores: dict[str, Store], mind: Mind) -> dict[InboxKind, Handle]:
    numbers = {shop.whatsapp.phone_number_id: shop.store for shop in settings.stores}
    news = AccountNews(db, numbers)
    return {
        "message": Chats(db, numbers, mind, round(settings.reply_pause * SECOND)).handle,
        "status": Statuses(db).handle,
        "event": StoreEvents(db, stores, CONNECTORS).handle,
        "identity": news.identities,
        "account": news.keep,
    }


def _application(settings: Settings, db: Database, receiver: Receiver) -> web.Application:
    secrets = {
        (name, shop.store.id): [secret.get_secret_value() for secret in connector.secrets]
        for shop in settings.stores
        for name, connector in shop.connectors.items()
    }
    app_secrets = dict.fromkeys(shop.whatsapp.app_secret.get_secret_value() for shop in settings.stores)
    verify_tokens = dict.fromkeys(shop.whatsapp.verify_token.get_secret_value() for shop in settings.stores)
    hook = WhatsAppHook(receiver, list(app_secrets), list(verify_tokens), clock)
    return make_application(
        hook, StoreHook(receiver, CONNECTORS, secrets, {shop.store.id: shop.store for shop in settings.stores}, clock), Health(db)
    )
