"""The API over a real socket, mounted as the program mounts it, with the database behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest_asyncio
from aiohttp import web
from mongomock_motor import AsyncMongoMockClient

from bot.connectors.registry import CONNECTORS
from bot.db import Database
from bot.domain.api_key import SCOPES, ApiKey, hashed, token
from bot.domain.clock import DAY
from bot.domain.customer import Customer
from bot.domain.money import Money
from bot.domain.order import Invoice, Line, Order, Refund, Shipment
from bot.flow.order_changes import OrderChanges
from bot.flow.receive import Receiver
from bot.flow.store_events import StoreEvents
from bot.web.api import make_api
from bot.web.api.office import Office
from bot.web.buckets import Pace
from bot.whatsapp.prices import load_prices
from bot.workers.runner import Runner
from tests.connectors.knocking import NOOR, NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp.test_utils import TestClient
    from pytest_aiohttp import AiohttpClient

    from bot.domain.api_key import Scope
    from bot.domain.delivery import OutboxItem

SECRET = "s" * 43
SARA = Customer("cu:sara", "noor", "Sara", "ar", "SA", e164="+966501234567", order_ids=("noor:5001",))
SHIPPED = Order(
    "noor:5001",
    "noor",
    "NH-1042",
    NOW - DAY,
    "fulfilled",
    "paid",
    Money(19_900, "SAR"),
    customer_id="cu:sara",
    lines=(Line("Lamp", 2, Money(8_950, "SAR"), "L-1"),),
    shipments=(Shipment("T1", "in_transit", NOW - 1_000, "Aramex", "T1", scan_at=NOW - 1_000, scan_place="Riyadh"),),
    invoices=(Invoice("INV-1", NOW - DAY, Money(19_900, "SAR"), "noor/1.pdf"),),
    refunds=(Refund("R-1", NOW - 500, Money(1_000, "SAR")),),
    state_at=NOW - 2_000,
    phone="+966501234567",
)


@dataclass
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    json: Any


@dataclass
class Api:
    """A client of the API with every scope, unless it is told another token."""

    db: Database
    client: TestClient[web.Request, web.Application] = field(init=False)
    queued: list[OutboxItem] = field(default_factory=list)
    now: int = NOW

    async def ask(self, method: str, path: str, token_: str | None = None, headers: dict[str, str] | None = None, **more: Any) -> Answered:
        if isinstance(more.get("data"), bytes):
            more["data"] = BytesIO(more["data"])
        sent = {"Authorization": f"Bearer {token_ or token('all', SECRET)}", **(headers or {})}
        async with self.client.request(method, f"/api/v1{path}", headers=sent, **more) as response:
            return Answered(response.status, dict(response.headers), await response.json(content_type=None))

    async def handle(self) -> None:
        """Handle what waits in the inbox, as the worker does."""
        events = StoreEvents(self.db, {"noor": NOOR}, CONNECTORS)
        outcome = await events.handle(await self.db.inbox.waiting(self.now + 1, 100), self.now)
        assert not outcome.parked, outcome.parked


async def add_key(db: Database, key_id: str, *scopes: Scope, store_id: str = "noor", revoked_at: int | None = None) -> str:
    """Make a key and return its token."""
    await db.api_keys.add(ApiKey(key_id, store_id, key_id, scopes, hashed(SECRET), NOW, revoked_at))
    return token(key_id, SECRET)


@pytest_asyncio.fixture
async def api(database: Database, aiohttp_client: AiohttpClient) -> AsyncIterator[Api]:
    """The API with an order on its way, without workers."""
    receiver, runner = Receiver(database, lambda _items: None), Runner()
    runner.start("receiver", receiver.run)
    await add_key(database, "all", *SCOPES)
    await database.customers.put_many([SARA])
    await database.orders.put_many([SHIPPED])
    application, made = web.Application(), Api(database)
    parts = make_api(database, receiver, {"noor": NOOR}, lambda: made.now, load_prices(), made.queued.extend, pace=Pace(1_000, 1_000))
    application.add_subapp("/api", parts)
    made.client = await aiohttp_client(application)
    yield made
    await runner.close()


def office() -> Office:
    """Return what operations work with, for those who only look at the operations."""
    db = Database(AsyncMongoMockClient()["unused"])
    return Office(db, Receiver(db, lambda _items: None), OrderChanges(db, {"noor": NOOR}), load_prices(), lambda _items: None)
