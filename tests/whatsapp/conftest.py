"""Webhook bodies to start from, and a Graph API of our own at the far end of a real socket."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
import pytest
import pytest_asyncio
from aiohttp import web

from bot.whatsapp.client import GraphClient, GraphNumber

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from pytest_aiohttp import AiohttpServer

Json = dict[str, Any]


def value_of(**parts: object) -> Json:
    """Return the value of a change for one of our numbers."""
    metadata = {"display_phone_number": "15550001111", "phone_number_id": "1093849293"}
    return {"messaging_product": "whatsapp", "metadata": metadata, **parts}


@pytest.fixture
def webhook() -> Callable[..., bytes]:
    """Make a webhook body: ``webhook(messages=[...])``, or ``webhook(field="flows", value={...})``."""

    def make(*, field: str = "messages", value: object = None, **parts: object) -> bytes:
        change = {"field": field, "value": value_of(**parts) if value is None else value}
        return orjson.dumps({"object": "whatsapp_business_account", "entry": [{"id": "8856", "changes": [change]}]})

    return make


@pytest.fixture
def stored() -> Callable[..., bytes]:
    """Make the stored body of an item: ``stored("message", {...})``."""

    def make(part: str, element: object, contact: Json | None = None, **more: object) -> bytes:
        metadata = value_of()["metadata"]
        return orjson.dumps({"at": 1_454_119_029_000, "metadata": metadata, "contact": contact, part: element, **more})

    return make


@dataclass
class FarEnd:
    """Plays the Graph API: answers what the test laid down, in order, and keeps what it was asked."""

    answers: list[Callable[[web.Request], web.StreamResponse]] = field(default_factory=list)
    requests: list[tuple[str, str, Json, str | None]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    silent: bool = False
    url: str = ""

    def say(self, body: object, status: int = 200, **headers: str) -> None:
        """Answer the next request with this JSON (or with these bytes)."""
        raw = body if isinstance(body, bytes) else orjson.dumps(body)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.append(lambda _: web.Response(body=raw, status=status, headers=names))

    def refuse(self, code: int, status: int = 400, **more: object) -> None:
        """Answer the next request with one of Graph's errors."""
        self.say({"error": {"message": f"(#{code}) refused", "code": code, **more}}, status)

    def hang_up(self) -> None:
        """Take the next request and close the connection without a word."""

        def close(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()

        self.answers.append(close)

    def cut_short(self) -> None:
        """Answer the next request with a part of what was promised, then close."""

        def part(_: web.Request) -> web.StreamResponse:
            response = web.Response(body=b'{"messages":', headers={"Content-Length": "500"})
            response.force_close()
            return response

        self.answers.append(part)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((request.method, request.path, dict(request.query), request.headers.get("Authorization")))
        self.bodies.append(await request.read())
        if self.silent:
            await self.released.wait()
        return self.answers.pop(0)(request)


@pytest_asyncio.fixture
async def graph(aiohttp_server: AiohttpServer) -> AsyncIterator[FarEnd]:
    far_end = FarEnd()
    app = web.Application(client_max_size=2**22)
    app.router.add_route("*", "/{path:.*}", far_end.handle)
    server = await aiohttp_server(app)
    far_end.url = str(server.make_url("")).rstrip("/")
    yield far_end
    far_end.released.set()


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def client(graph: FarEnd, session: aiohttp.ClientSession) -> GraphClient:
    number = GraphNumber("1093849293", "8856", "EAAG-token", app_secret="s3cret", graph_url=graph.url)
    return GraphClient(session, number, timeout=aiohttp.ClientTimeout(total=5))
