from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.simulator.app import standalone
from bot.simulator.phone import Phone
from bot.simulator.world import Person, Shippable, SimNumber, World

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = SimNumber("100", "200", "+966500000000", "Test shop", "token", "app secret")
OTHER = SimNumber("101", "201", "+4915112345678", "Other shop", "other token", "other secret")
SHOP = {"store_id": "shop", "store_name": "Test shop", "phone_number_id": "100"}
SARA = Person("sara", "Sara", "ar", "966511111111", "SA.111", "SA", **SHOP)
OMAR = Person("omar", "Omar", "en", "966522222222", None, "SA", **SHOP)
NOUR = Person("nour", "Nour", "fr", None, "FR.333", "FR", **SHOP)
PARCELS = (
    Shippable("1003", "Aramex", "AR3", "https://example.com/AR3"),
    Shippable("1002", "DHL", "DH2", "https://example.com/DH2"),
    Shippable("1001", "DHL", "DH1", "https://example.com/DH1", in_transit=True),
)
TOKEN = "token"
STORE_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
SHIPPED = {
    "name": "order_shipped",
    "language": "en",
    "category": "UTILITY",
    "components": [
        {"type": "HEADER", "format": "TEXT", "text": "Order {{1}}"},
        {"type": "BODY", "text": "{{1}}, order {{2}} is on its way."},
        {"type": "FOOTER", "text": "Test shop"},
        {
            "type": "BUTTONS",
            "buttons": [{"type": "URL", "text": "Track", "url": "https://example.com/t/{{1}}"}, {"type": "QUICK_REPLY", "text": "Stop updates"}],
        },
    ],
}
Json = dict[str, Any]


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 1_790_000_000_000

    def __call__(self) -> int:
        return self.now


@dataclass
class Post:
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def json(self) -> Json:
        value: Json = json.loads(self.body)
        return value

    def signed_with(self, secret: str) -> bool:
        expected = "sha256=" + hmac.new(secret.encode(), self.body, hashlib.sha256).hexdigest()
        return self.headers.get("X-Hub-Signature-256") == expected


@dataclass
class BotDouble:
    """Stands where the bot would: keeps what is posted and answers as told."""

    url: str = ""
    posts: list[Post] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    on_message: Callable[[Json], Awaitable[None]] | None = None

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.posts.append(Post(request.path, dict(request.headers), body, asyncio.get_running_loop().time()))
        status = self.answers.pop(0) if self.answers else 200
        if status == 200 and self.on_message is not None and request.path == "/webhooks/whatsapp":
            for message in self._list("messages", self.posts[-1:]):
                await self.on_message(message)
        return web.Response(status=status)

    @property
    def values(self) -> list[Json]:
        return self._values(self.posts)

    @property
    def messages(self) -> list[Json]:
        return self._list("messages", self.posts)

    @property
    def statuses(self) -> list[Json]:
        return self._list("statuses", self.posts)

    @property
    def states(self) -> list[str]:
        return [status["status"] for status in self.statuses]

    @staticmethod
    def _values(posts: list[Post]) -> list[Json]:
        whatsapp = (post.json for post in posts if post.path == "/webhooks/whatsapp")
        return [change["value"] for body in whatsapp for entry in body["entry"] for change in entry["changes"]]

    def _list(self, key: str, posts: list[Post]) -> list[Json]:
        return [one for value in self._values(posts) for one in value.get(key, ())]


@dataclass
class Answer:
    status: int
    json: Any
    body: bytes
    headers: dict[str, str]

    @property
    def code(self) -> int:
        return int(self.json["error"]["code"])

    @property
    def details(self) -> str:
        return str(self.json["error"]["error_data"]["details"])


@dataclass
class Sim:
    """A running world and the ways to call it."""

    world: World
    url: str
    session: ClientSession

    def phone(self, who: str = "sara") -> Phone:
        return Phone(self.world, who)

    async def call(self, method: str, path: str, **options: Any) -> Answer:
        async with self.session.request(method, f"{self.url}/simulator{path}", **options) as response:
            body = await response.read()
            parsed = json.loads(body) if response.content_type == "application/json" else None
            return Answer(response.status, parsed, body, dict(response.headers))

    async def graph(self, method: str, path: str, *, token: str | None = TOKEN, **options: Any) -> Answer:
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return await self.call(method, f"/graph/v26.0/{path}", headers=headers, **options)

    async def send(self, **fields: Any) -> Answer:
        body: Json = {"messaging_product": "whatsapp", "to": "+966511111111", "type": "text", "text": {"body": "hello"}}
        return await self.graph("POST", "100/messages", json={name: value for name, value in (body | fields).items() if value is not None})

    async def settled(self) -> None:
        await self.world.postman.settled()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def bot() -> AsyncIterator[BotDouble]:
    double = BotDouble()
    app = web.Application()
    app.router.add_post("/{path:.*}", double.handle)
    async with TestServer(app) as server:
        double.url = str(server.make_url("")).rstrip("/")
        yield double


StartSim = Callable[..., Awaitable[Sim]]


@pytest.fixture
async def start_sim(bot: BotDouble, clock: Clock) -> AsyncIterator[StartSim]:
    servers: list[TestServer] = []
    session = ClientSession()

    async def start(*, page: Path | None = None, **options: Any) -> Sim:
        known: Json = {"numbers": (NUMBER, OTHER), "people": (SARA, OMAR, NOUR), "templates": (SHIPPED,), "shippables": {"sara": PARCELS}}
        known |= {"bot_url": bot.url, "clock": clock, "run": "T", "store_secrets": {"shop": STORE_SECRET}}
        world = World(**(known | options))
        app = standalone(world, page=page) if page else standalone(world)
        server = TestServer(app)
        servers.append(server)
        await server.start_server()
        return Sim(world, str(server.make_url("")).rstrip("/"), session)

    yield start
    await session.close()
    for server in servers:
        await server.close()


@pytest.fixture
async def sim(start_sim: StartSim) -> Sim:
    return await start_sim()


@pytest.fixture
async def open_sim(sim: Sim) -> Sim:
    """A world in which Sara, Omar and Nour have written, so that free-form messages may go to them."""
    for person_id in ("sara", "omar", "nour"):
        sim.world.open_window("100", person_id)
    return sim
