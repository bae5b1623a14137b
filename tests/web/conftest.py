"""The HTTP edge over a real socket, with nothing behind it but the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest_asyncio

from bot.connectors.registry import CONNECTORS
from bot.flow.receive import Receiver
from bot.web.health import Health
from bot.web.routes import make_application
from bot.web.store_hook import StoreHook
from bot.web.whatsapp_hook import WhatsAppHook
from bot.workers.runner import Runner
from tests.connectors.knocking import NOOR

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web
    from aiohttp.test_utils import TestClient
    from pytest_aiohttp import AiohttpClient

    from bot.db import Database

NOW = 1_760_000_000_000
APP_SECRET = "test_app_secret"
SALLA_SECRET = "the secret of a Salla app".replace(" ", "-")
STORE_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Edge(NamedTuple):
    """A client, and the database that its requests end in."""

    client: TestClient[web.Request, web.Application]
    db: Database


@pytest_asyncio.fixture
async def edge(database: Database, aiohttp_client: AiohttpClient) -> AsyncIterator[Edge]:
    """The hooks as they are wired in the program, without workers."""

    def clock() -> int:
        return NOW

    receiver, runner = Receiver(database, lambda _items: None), Runner()
    runner.start("receiver", receiver.run)
    hooks = WhatsAppHook(receiver, [APP_SECRET], ["knock knock"], clock)
    secrets = {("standard", "noor"): [STORE_SECRET], ("salla", "noor"): [SALLA_SECRET]}
    stores = StoreHook(receiver, CONNECTORS, secrets, {"noor": NOOR}, clock, keep=database.tokens.put)
    yield Edge(await aiohttp_client(make_application(hooks, stores, Health(database))), database)
    await runner.close()
