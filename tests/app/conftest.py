"""A whole bot, wired by ``bot.app`` from a settings file: two stores with numbers of their own, real sockets, the embedded database.

Around it stand what it talks to: the offline Cloud API, and a shop that gives out files and hears what the bot tells.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple

import aiohttp
import orjson
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from motor.motor_asyncio import AsyncIOMotorClient
from standardwebhooks import Webhook

from bot.app import clock, jobs, load_mind, running
from bot.app.parts import make_parts
from bot.connectors.fetch import GuardedFetch
from bot.domain.api_key import SCOPES, ApiKey, hashed, token
from bot.domain.clock import from_instant
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions
from bot.settings import load_settings
from bot.simulator.app import standalone
from bot.simulator.phone import Phone
from bot.simulator.world import Person, SimNumber, World
from tests.crash.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bot.db import Database
    from bot.db.codec import Document
    from bot.db.embedded import Embedded
    from bot.domain.inbox import InboxItem
    from bot.flow.converse import Mind
    from bot.settings import Settings

NOOR = SimNumber("110000000000001", "210000000000001", "+966500000001", "Noor Home", "noor token", "noor app secret", throughput="HIGH")
DAR = SimNumber("110000000000002", "210000000000002", "+971500000002", "Dar & Date", "dar token", "dar app secret", throughput="HIGH")
SARA = Person("sara", "Sara", "ar", "966501234567", "SA.111", "SA", "noor", "Noor Home", NOOR.phone_number_id)
OMAR = Person("omar", "Omar", "en", "971501234567", None, "AE", "dar", "Dar & Date", DAR.phone_number_id)
SECRETS = {"noor": "whsec_bm9vciBub29yIG5vb3Igbm9vciBub29y", "dar": "whsec_ZGFyIGRhciBkYXIgZGFyIGRhciBkYXI="}
SHOPIFY_SECRET = "shpss_0123456789abcdef0123456789abcdef"
WOO_SECRET = "a secret of the WooCommerce webhook"
OUTGOING_SECRET = "whsec_b3V0Z29pbmcgb3V0Z29pbmcgb3V0Z29pbmc="
API_SECRET = "s" * 43
WITHIN = 30.0
TOML = """
[stores.noor]
name = "Noor Home"
[stores.noor.whatsapp]
phone_number_id = "110000000000001"
business_account_id = "210000000000001"
access_token = "noor token"
app_secret = "noor app secret"
[stores.noor.notices]
checkout_collects_consent = true
delay = 0
monthly_budget = 0.001
[stores.noor.connectors.standard]
secrets = ["env:NOOR_SECRET"]
[stores.noor.connectors.shopify]
secrets = ["env:SHOPIFY_SECRET"]
[stores.noor.outgoing]
url = "http://shop.local/told"
secret = "env:OUTGOING_SECRET"

[stores.dar]
name = "Dar & Date"
country = "AE"
currency = "AED"
timezone = "Asia/Dubai"
[stores.dar.whatsapp]
phone_number_id = "110000000000002"
business_account_id = "210000000000002"
access_token = "dar token"
app_secret = "dar app secret"
[stores.dar.notices]
checkout_collects_consent = true
delay = 0
[stores.dar.connectors.standard]
secrets = ["env:DAR_SECRET"]
[stores.dar.connectors.woocommerce]
secrets = ["env:WOO_SECRET"]
options = { site = "http://shop.local", consumer_key = "ck_1", consumer_secret = "cs_1" }
"""


class Told(NamedTuple):
    """What the bot has posted to the shop."""

    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Return the body, once its signature was checked."""
        return Webhook(OUTGOING_SECRET).verify(self.body, self.headers)


@dataclass
class Shop:
    """A shop's own server in the local network: it gives out ``files`` by path and lists ``orders``; ``answers`` are to what it is told."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    orders: list[dict[str, object]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.path == "/told":
            self.told.append(Told(dict(request.headers), await request.read()))
            return web.Response(status=self.answers.pop(0) if self.answers else 204)
        if request.path == "/wp-json/wc/v3/orders":
            return web.json_response(self.orders)
        data = self.files.get(request.path)
        return web.Response(status=404) if data is None else web.Response(body=data, content_type="application/pdf")

    def heard(self, kind: str) -> list[Any]:
        """Return the data of the events of a type."""
        return [one.json["data"] for one in self.told if one.json["type"] == kind]


@dataclass
class Bot:
    """A bot that runs, and the ways to reach it."""

    url: str
    settings: Settings
    db: Database
    session: aiohttp.ClientSession
    world: World
    shop: Shop
    mind: Mind
    application: web.Application

    async def get(self, path: str, **more: Any) -> tuple[int, str]:
        async with self.session.get(f"{self.url}{path}", **more) as response:
            return response.status, await response.text()

    async def post(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        async with self.session.post(f"{self.url}{path}", data=body, headers=headers) as response:
            return response.status

    async def api(self, method: str, path: str, store: str = "noor", **more: Any) -> tuple[int, Any]:
        """Ask the REST API with a key of a store."""
        headers = {"Authorization": f"Bearer {token(store, API_SECRET)}"}
        async with self.session.request(method, f"{self.url}/api/v1{path}", headers=headers, **more) as response:
            return response.status, await response.json(content_type=None)

    async def event(self, kind: str, data: dict[str, object], store: str = "noor", *, secret: str | None = None) -> int:
        """Send a signed event of the documented schema."""
        now = from_instant(clock())
        body = orjson.dumps({"type": kind, "timestamp": now.isoformat(), "data": data})
        key = f"msg_{token_hex(8)}"
        signature = Webhook(secret or SECRETS[store]).sign(key, now, body.decode())
        headers = {"webhook-id": key, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
        return await self.post(f"/webhooks/standard/{store}", body, headers)

    def phone(self, who: str) -> Phone:
        return Phone(self.world, who)

    async def _into_the_inbox(self, items: Sequence[InboxItem]) -> None:
        if items:
            await self.db.inbox.add_many(items)

    async def run_job(self, name: str, now: int | None = None) -> int:
        """Run a job beside the bot, as ``wasla jobs run`` does: what it makes is found by the bot."""
        fetch = GuardedFetch(self.settings.allowed_hosts)
        try:
            parts = make_parts(self.settings, self.db, self.session, self.mind, fetch)
            await parts.book.refresh()
            wanted = jobs(parts, lambda _items: None, self._into_the_inbox)
            return await next(job for job in wanted if job.name == name).run(clock() if now is None else now)
        finally:
            await fetch.close()

    async def order(self, number: str = "NH-1", *, store: str = "noor", **more: object) -> None:
        """Tell of a new order of the store's customer, and wait until it is written down."""
        phone = {"noor": SARA, "dar": OMAR}[store].wa_id
        data = {"id": number, "number": number, "placed_at": from_instant(clock()).isoformat(), "total": "199.00", "payment": "paid", **more}
        assert await self.event("order.updated", {**data, "customer": {"phone": f"+{phone}", "consent": True}}, store) == 200
        await until(lambda: self.written(f"{store}:{number}"))

    async def written(self, order_id: str) -> bool:
        return order_id in await self.db.orders.get_many([order_id])


async def until(holds: Callable[[], Awaitable[object]]) -> None:
    """Wait until something has come to be; whatever never comes fails the test."""
    async with asyncio.timeout(WITHIN):
        while not await holds():  # noqa: ASYNC110 - what is waited for happens in the bot, which knows no event of ours
            await asyncio.sleep(0.02)


@pytest.fixture(scope="session")
def mind() -> Mind:
    """What the bot understands and says, read once."""
    return load_mind()


@pytest_asyncio.fixture
async def shop() -> AsyncIterator[Shop]:
    """The shop, listening on this machine."""
    shop = Shop()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", shop.handle)
    async with TestServer(application) as server:
        shop.url = str(server.make_url("")).rstrip("/")
        yield shop


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """The offline Cloud API with both numbers, listening; ``graph_url`` is where."""
    templates = template_definitions(Catalogues.load(data_folder("locales")))
    world = World(numbers=[NOOR, DAR], people=[SARA, OMAR], templates=templates)
    async with TestServer(standalone(world)) as server:
        world.graph_url = f"{str(server.make_url('')).rstrip('/')}/simulator/graph"  # type: ignore[attr-defined]
        yield world


@pytest.fixture
def settings(embedded_server: Embedded, world: World, shop: Shop, tmp_path: Path) -> Settings:
    """The settings as ``wasla serve`` would read them."""
    (tmp_path / "wasla.toml").write_text(TOML.replace("http://shop.local", shop.url), "utf-8")
    environ = {
        "WASLA_CONFIG": str(tmp_path / "wasla.toml"),
        "WASLA_MONGODB_URI": embedded_server.uri,
        "WASLA_DATA_DIR": str(tmp_path / "data"),
        "WASLA_PORT": str(free_port()),
        "WASLA_REPLY_PAUSE": "0",
        "WASLA_ALLOWED_HOSTS": '["127.0.0.1"]',
        "WASLA_WHATSAPP__VERIFY_TOKEN": "knock knock",
        "WASLA_WHATSAPP__GRAPH_URL": world.graph_url,  # type: ignore[attr-defined]
        "NOOR_SECRET": SECRETS["noor"],
        "DAR_SECRET": SECRETS["dar"],
        "SHOPIFY_SECRET": SHOPIFY_SECRET,
        "WOO_SECRET": WOO_SECRET,
        "OUTGOING_SECRET": OUTGOING_SECRET,
    }
    return load_settings(environ, None)


Start = Callable[["Settings"], AbstractAsyncContextManager[Bot]]


@pytest_asyncio.fixture
async def start(
    world: World, shop: Shop, mind: Mind, embedded_server: Embedded
) -> AsyncIterator[Callable[[Settings], AbstractAsyncContextManager[Bot]]]:
    """Start a bot of given settings; afterwards the database and the garbage collector are as they were."""
    thresholds, interval = gc.get_threshold(), sys.getswitchinterval()

    @asynccontextmanager
    async def started(settings: Settings) -> AsyncIterator[Bot]:
        url = f"http://{settings.host}:{settings.port}"
        world.bot_url = url
        opened: list[Database] = []
        served: list[web.Application] = []

        async def attach(application: web.Application, db: Database) -> None:
            opened.append(db)
            served.append(application)
            for store in {shop.store.id for shop in settings.stores} - {key.id for key in await db.api_keys.all()}:
                await db.api_keys.add(ApiKey(store, store, "test", SCOPES, hashed(API_SECRET), clock()))

        async with running(settings, attach, lambda: mind), aiohttp.ClientSession() as session:
            yield Bot(url, settings, opened[0], session, world, shop, mind, served[0])

    yield started
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    sys.setswitchinterval(interval)
    client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(embedded_server.uri)
    await client.drop_database("wasla")
    client.close()


@pytest_asyncio.fixture
async def bot(start: Start, settings: Settings) -> AsyncIterator[Bot]:
    """The bot, running."""
    async with start(settings) as bot:
        yield bot
