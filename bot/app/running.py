"""Running the whole bot: what is opened first is closed last."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from bot.app.build import build
from bot.app.mind import FreshMind, load_mind
from bot.app.parts import make_parts
from bot.app.tracing import open_spans
from bot.app.trail import Trail
from bot.app.wall import clock
from bot.connectors.fetch import GuardedFetch
from bot.db import Database, open_database
from bot.db.embedded import Embedded, start_embedded
from bot.domain.clock import SECOND
from bot.language.data import data_folder
from bot.workers.backlog import BacklogWatch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.app.build import Bot
    from bot.app.parts import Parts
    from bot.flow.converse import Mind
    from bot.settings import Settings

log = logging.getLogger(__name__)

# Towards Graph, above what the senders have under way at once: waiting for a free one would count as not sent.
CONNECTIONS = 1_000
GC_THRESHOLD = 20_000
SWITCH_AFTER = 0.001
Attach = Callable[[web.Application, Database], Awaitable[None]]


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


def share_with_the_driver() -> None:
    """Let the database's driver have the interpreter sooner.

    It works in threads. With Python's default of 5 ms each of them waits so long for a busy loop, twice in every call, and what a
    customer waits for is a dozen of calls.
    """
    sys.setswitchinterval(SWITCH_AFTER)


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
        fetch = GuardedFetch(settings.allowed_hosts)
        stack.push_async_callback(fetch.close)
        spans = await stack.enter_async_context(open_spans(wanted=settings.traces))
        parts = replace(make_parts(settings, opened, session, ready, fetch), trail=Trail(clock, spans))
        await _read_up(parts)
        bot = build(parts)
        if attach is not None:
            await attach(bot.application, opened)
        _start_watching(bot, parts, embedded)
        stack.push_async_callback(bot.crew.stop)
        site = web.AppRunner(bot.application, access_log=None, handle_signals=False)
        stack.push_async_callback(site.cleanup)
        await site.setup()
        works = settings.role != "web"
        await bot.crew.start(opened, clock, work=works)
        if works:
            _start_the_rest(bot, parts)
            stack.callback(bot.schedule.stop)
        await web.TCPSite(site, settings.host, settings.port, backlog=1_024).start()
        spare_the_collector()
        share_with_the_driver()
        yield
        await _take_leave(parts)


async def _take_leave(parts: Parts) -> None:
    """Say that nothing more is wanted while everything still works, so that whoever sends us something can look elsewhere."""
    parts.pulse.ending = True
    if parts.settings.drain_seconds:
        await asyncio.sleep(parts.settings.drain_seconds)


async def _read_up(parts: Parts) -> None:
    """Read what people have decided before this process was there."""
    await parts.book.refresh()
    await parts.rules.refresh()
    await parts.classroom.refresh()


def _start_watching(bot: Bot, parts: Parts, embedded: Embedded | None) -> None:
    """Start what every process does, whatever its part is."""
    if embedded is not None:
        bot.crew.runner.start("embedded database", lambda: keep_alive(embedded))
    if bot.live is not None:
        bot.crew.runner.start("live screens", bot.live.keep_watching)
        bot.crew.runner.start("lines of the desk", bot.live.feed.keep_learning)
    watch = BacklogWatch(parts.db, parts.stores, round(parts.settings.backlog_alarm * SECOND), parts.owner, clock)
    bot.crew.runner.start("backlog", watch.keep_watching)
    bot.crew.runner.start("choices of stores", parts.book.keep_fresh)
    bot.crew.runner.start("what is taught", parts.classroom.keep_fresh)


def _start_the_rest(bot: Bot, parts: Parts) -> None:
    """Start what is not part of handling and sending."""
    bot.crew.runner.start("rules", parts.rules.keep_fresh)
    bot.crew.runner.start("intent files", FreshMind(parts.mind, data_folder("intents"), parts.settings.data_dir / "models").keep_fresh)
    for errand in bot.errands.errands:
        bot.crew.runner.start(errand.name, partial(bot.errands.keep_doing, errand))
    bot.schedule.start()
