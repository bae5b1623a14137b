"""A bot with every connector on one store, the offline WhatsApp, and a far system with a shop's API and the PDFs of invoices."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import clock, running
from bot.db import open_database
from bot.db.embedded import start_embedded
from bot.domain.clock import HOUR
from bot.flow.template_sync import synchronise
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions
from bot.settings import load_settings
from bot.simulator.app import standalone
from bot.simulator.world import SimNumber, Switches, World
from bot.whatsapp.client import GraphClient
from tests.crash.conftest import free_port
from tests.recorded_stores.providers import PROVIDERS, Request
from tests.recorded_stores.retelling import retold, sample
from tests.recorded_stores.rows import Row, read_rows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from bot.db import Database
    from bot.domain.store import Store
    from bot.settings import Settings

NUMBER = SimNumber("110000000000001", "210000000000001", "+966500000000", "Noor Home", "token", "the secret of the app", throughput="HIGH")
STORE = f"""
[stores.noor]
name = "Noor Home"
language = "ar"
[stores.noor.whatsapp]
app_secret = "{NUMBER.app_secret}"
verify_token = "word"
access_token = "{NUMBER.access_token}"
phone_number_id = "{NUMBER.phone_number_id}"
business_account_id = "{NUMBER.waba_id}"
graph_url = "GRAPH"
[stores.noor.notices]
checkout_collects_consent = true
delay = 0
"""
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WITHIN = 60.0


@dataclass(frozen=True)
class Stand:
    """A bot that runs, what it has stored, and where it asks. It doesn't send before ``let_go``."""

    url: str
    files: str
    db: Database
    store: Store
    session: aiohttp.ClientSession
    now: int

    async def post(self, made: Request) -> int:
        """Post a request and return the status of the answer."""
        async with self.session.post(f"{self.url}/webhooks{made.path}", data=made.body, headers=made.headers) as response:
            return response.status

    async def handled(self) -> None:
        """Return once nothing waits to be handled or fetched any more, but for what has been tried in vain."""
        await until(self._all_handled)

    async def let_go(self) -> None:
        """Let the bot send, and return once nothing waits to be sent, but for what waits for a reason."""
        await self.db.leases.release(f"number:{NUMBER.phone_number_id}", "the test")
        await until(self._all_sent)

    async def _all_handled(self) -> bool:
        later = clock() + 100 * HOUR
        return not await self.db.inbox.waiting(later, 1) and all(one.attempts for one in await self.db.fetches.due(later, 100))

    async def _all_sent(self) -> bool:
        return all(item.reason and item.state == "queued" for item in await self.db.outbox.all_of(NUMBER.phone_number_id, 1_000))


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Return once something holds; ``TimeoutError`` when it never does."""
    async with asyncio.timeout(WITHIN):
        while not await holds():  # noqa: ASYNC110 - the database tells nobody when it changes
            await asyncio.sleep(0.05)


@asynccontextmanager
async def standing(folder: Path) -> AsyncIterator[Stand]:
    """Run everything until the context ends."""
    now = clock() // 1_000
    async with AsyncExitStack() as stack:
        graph, files = await stack.enter_async_context(_serving(standalone(_world()))), await stack.enter_async_context(_serving(_far(now)))
        embedded = await start_embedded(folder / "database")
        stack.push_async_callback(embedded.stop)
        settings = _settings(folder, embedded.uri, f"{graph}/simulator/graph", files)
        db = await open_database(embedded.uri)
        stack.push_async_callback(db.close)
        await db.leases.claim(f"number:{NUMBER.phone_number_id}", "the test", clock(), HOUR)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        await synchronise(db, GraphClient(session, settings.stores[0].graph_number()), NUMBER.waba_id, clock())
        await stack.enter_async_context(running(settings))
        yield Stand(f"http://127.0.0.1:{settings.port}", files, db, settings.stores[0].store, session, now)


@pytest_asyncio.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    """One bot for one test."""
    async with standing(tmp_path) as stand:
        yield stand


def _world() -> World:
    """Return a WhatsApp that takes everything and tells nothing back."""
    templates = template_definitions(Catalogues.load(data_folder("locales")))
    return World(numbers=[NUMBER], templates=templates, strict=False, switches=Switches(statuses=False))


@asynccontextmanager
async def _serving(application: web.Application) -> AsyncIterator[str]:
    server = TestServer(application)
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()


def _settings(folder: Path, uri: str, graph: str, files: str) -> Settings:
    tables = [STORE.replace("GRAPH", graph)]
    for name, provider in PROVIDERS.items():
        options = dict(provider.options) | ({"site": files, "access_token": "t"} if name == "magento" else {})
        shown = ", ".join(f"{key} = {json.dumps(value)}" for key, value in options.items())
        tables.append(f"[stores.noor.connectors.{name}]\nsecrets = [{json.dumps(provider.secret)}]\noptions = {{ {shown} }}\n")
    (folder / "wasla.toml").write_text("".join(tables), encoding="utf-8")
    environ = {"WASLA_CONFIG": str(folder / "wasla.toml"), "WASLA_DATA_DIR": str(folder), "WASLA_PORT": str(free_port())}
    return load_settings({**environ, "WASLA_MONGODB_URI": uri, "WASLA_ALLOWED_HOSTS": '["127.0.0.1"]', "WASLA_ADDRESS_REFUSALS": "0"}, None)


def _far(now: int) -> web.Application:
    """Return a far system: every PDF that is asked for, and Magento's API, which knows the order of each row."""
    rows = {row.number: row for row in read_rows()}

    async def pdf(_request: web.Request) -> web.Response:
        return web.Response(body=PDF, content_type="application/pdf")

    async def one(request: web.Request) -> web.Response:
        return _answer(rows[int(request.match_info["ref"][-3:])], "constructed_order", now)

    async def some(request: web.Request) -> web.Response:
        ref = request.query["searchCriteria[filter_groups][0][filters][0][value]"]
        return _answer(rows[int(ref[-3:])], f"constructed_{request.match_info['what']}", now)

    application = web.Application()
    application.router.add_get("/rest/V1/orders/{ref}", one)
    application.router.add_get("/rest/V1/{what}", some)
    application.router.add_get("/{path:.*}", pdf)
    return application


def _answer(row: Row, name: str, now: int) -> web.Response:
    body = retold(sample("magento", name), number=row.number, later=row.later(now), files="")
    return web.Response(body=body, content_type="application/json")


Told = dict[str, Any]
