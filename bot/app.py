"""The composition root: the only module that sees settings, driver, registry and clock together."""

from __future__ import annotations

import asyncio
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
from bot.domain.clock import MINUTE, SECOND
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
from bot.workers.inbox import Handle, InboxWorker, Listeners, sweep
from bot.workers.outbox import BATCHES, Lease, NumberSender, Rules
from bot.workers.partitions import Partitions
from bot.workers.runner import Runner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxItem, InboxKind
    from bot.domain.message import InboundMessage
    from bot.domain.store import Store
    from bot.settings import Settings

log = logging.getLogger(__name__)

DRAIN_FOR = 5.0
# Towards Graph, above what the senders have under way at once: waiting for a free one would count as not sent.
CONNECTIONS = 1_000
Attach = Callable[[web.Application, Database], Awaitable[None]]
RECEIPT_LOOPS = 4
# While one batch waits for the database, another one is being decided.
INBOX_LOOPS = 2


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


@asynccontextmanager
async def running(settings: Settings, attach: Attach | None = None, mind: Callable[[], Mind] = load_mind) -> AsyncIterator[None]:
    """Run the whole bot until the context ends; ``attach`` may add to the application before it listens (the demo does)."""
    async with AsyncExitStack() as stack:
        # The mind is loaded while the database starts in a process of its own.
        (opened, embedded), ready = await asyncio.gather(stack.enter_async_context(database(settings)), asyncio.to_thread(mind))
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS)))
        bot = build(settings, opened, session, ready)
        if attach is not None:
            await attach(bot.application, opened)
        if embedded is not None:
            bot.runner.start("embedded database", lambda: keep_alive(embedded))
        stack.push_async_callback(bot.stop)
        site = web.AppRunner(bot.application, access_log=None, handle_signals=False)
        stack.push_async_callback(site.cleanup)
        await site.setup()
        await bot.start(opened, work=settings.workers)
        await web.TCPSite(site, settings.host, settings.port, backlog=1_024).start()
        yield


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that runs for one process, wired."""

    application: web.Application
    receiver: Receiver
    workers: dict[InboxKind, InboxWorker]
    senders: dict[str, NumberSender]
    leases: tuple[Lease, ...]
    partitions: Partitions
    schedule: Schedule
    runner: Runner

    async def start(self, db: Database, *, work: bool) -> None:
        """Start every loop; without ``work`` only what is needed to take things in."""
        self.runner.start("receiver", self.receiver.run)
        if not work:
            return
        await self.partitions.claim()
        self.runner.start("partitions", self.partitions.run)
        for kind, worker in self.workers.items():
            for loop in range(INBOX_LOOPS):
                self.runner.start(f"inbox {kind} {loop}", worker.run)
            self.runner.start(f"inbox {kind} pauses", worker.wake)
        self.runner.start("inbox sweep", lambda: sweep(db, self.workers, self.partitions, clock))
        for number, sender in self.senders.items():
            self.runner.start(f"lease {number}", sender.hold_lease)
            self.runner.start(f"outbox sweep {number}", sender.sweep)
            self.runner.start(f"outbox pauses {number}", sender.wake)
            for loop in range(BATCHES):
                self.runner.start(f"outbox {number} {loop}", sender.run)
            for loop in range(RECEIPT_LOOPS):
                self.runner.start(f"receipts {number} {loop}", sender.send_receipts)
        self.schedule.start()

    async def stop(self) -> None:
        """Finish what is being sent, then end every loop and give the leases back."""
        self.schedule.stop()
        try:
            async with asyncio.timeout(DRAIN_FOR):
                await asyncio.gather(*(sender.drain() for sender in self.senders.values()))
        except TimeoutError:
            log.warning("some messages were still being sent; a status or the deadline will settle them")
        await self.runner.close()
        for lease in self.leases:
            await lease.release()
        await self.partitions.release()


def build(settings: Settings, db: Database, session: aiohttp.ClientSession, mind: Mind) -> Bot:
    """Wire everything that runs; nothing is started."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
    numbers = {shop.whatsapp.phone_number_id: shop.store for shop in settings.stores}
    stores = {shop.store.id: shop.store for shop in settings.stores}
    runner = Runner()
    senders: dict[str, NumberSender] = {}
    leases: list[Lease] = []
    rules = Rules(round(settings.unknown_deadline * SECOND), settings.unknown_notices)
    for shop in settings.stores:
        lease = Lease(db, shop.whatsapp.phone_number_id, owner, clock)
        claim = Claim(owner, lease, rules.deadline)
        sender = Sender(db, GraphClient(session, shop.graph_number()), stores, mind, clock, claim)
        senders[shop.whatsapp.phone_number_id] = NumberSender(db, shop.whatsapp.phone_number_id, sender, lease, rules, clock)
        leases.append(lease)

    def hand_out(items: Sequence[OutboxItem]) -> None:
        for item in items:
            senders[item.phone_number_id].hand_over((item,))

    def mark_read(messages: Sequence[InboundMessage], typing: bool) -> None:
        for message in messages:
            senders[message.phone_number_id].read((message,), typing=typing)

    workers = _workers(settings, db, numbers, stores, mind, Listeners(hand_out, mark_read))
    partitions = Partitions(db, owner, clock)

    def hand_in(items: Sequence[InboxItem]) -> None:
        for item in items:
            if partitions.own(item.lane):
                workers[item.kind].hand_over((item,))

    receiver = Receiver(db, hand_in)
    stuck = settings.jobs.stuck_parcels
    job = StuckParcels(db, OrderChanges(db, stores), stuck.days, hand_out)
    schedule = Schedule(db, (Job("stuck_parcels", round(stuck.every_minutes * 60), job.run),), owner, clock)
    return Bot(_application(settings, db, receiver), receiver, workers, senders, tuple(leases), partitions, schedule, runner)


def _workers(
    settings: Settings, db: Database, numbers: dict[str, Store], stores: dict[str, Store], mind: Mind, listeners: Listeners
) -> dict[InboxKind, InboxWorker]:
    news = AccountNews(db, numbers)
    chats = Chats(db, numbers, mind, round(settings.reply_pause * SECOND))
    handlers: dict[InboxKind, Handle] = {
        "message": chats.handle,
        "status": Statuses(db).handle,
        "event": StoreEvents(db, stores, CONNECTORS).handle,
        "identity": news.identities,
        "account": news.keep,
    }
    return {kind: InboxWorker(db, kind, handle, clock, listeners) for kind, handle in handlers.items()}


def _application(settings: Settings, db: Database, receiver: Receiver) -> web.Application:
    secrets = {
        (name, shop.store.id): [secret.get_secret_value() for secret in connector.secrets]
        for shop in settings.stores
        for name, connector in shop.connectors.items()
    }
    app_secrets = dict.fromkeys(shop.whatsapp.app_secret.get_secret_value() for shop in settings.stores)
    verify_tokens = dict.fromkeys(shop.whatsapp.verify_token.get_secret_value() for shop in settings.stores)
    return make_application(
        WhatsAppHook(receiver, list(app_secrets), list(verify_tokens), clock), StoreHook(receiver, CONNECTORS, secrets, clock), Health(db)
    )
