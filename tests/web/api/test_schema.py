"""Schemathesis asks the running API whatever its own document allows, and much that it does not."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from aiohttp import web
from hypothesis import HealthCheck, Phase, settings
from mongomock_motor import AsyncMongoMockClient
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.db.database import Database
from bot.domain.api_key import SCOPES, token
from bot.flow.receive import Receiver
from bot.web.api import make_api
from bot.web.api.app import operations_of
from bot.web.api.openapi import openapi
from bot.web.buckets import Pace
from bot.whatsapp.prices import load_prices
from bot.workers.runner import Runner
from tests.connectors.knocking import NOOR, NOW
from tests.web.api.conftest import SARA, SECRET, SHIPPED, add_key, office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemathesis import Case

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance]
PHASES = [Phase.explicit, Phase.generate]
document = openapi(operations_of(office()))
schema = schemathesis.openapi.from_dict(document)


@schemathesis.serializer("application/pdf")
def as_it_is(_context: object, value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | bytearray) else str(getattr(value, "data", value)).encode("utf-8", "replace")


async def serve(ready: threading.Event, address: list[str], over: asyncio.Event) -> None:
    database = Database(AsyncMongoMockClient()["test"])
    receiver, runner = Receiver(database, lambda _items: None), Runner()
    runner.start("receiver", receiver.run)
    await add_key(database, "all", *SCOPES)
    await database.customers.put_many([SARA])
    await database.orders.put_many([SHIPPED])
    application = web.Application()
    api = make_api(database, receiver, {"noor": NOOR}, lambda: NOW, load_prices(), lambda _items: None, pace=Pace(1_000_000, 1_000))
    application.add_subapp("/api", api)
    site = web.AppRunner(application)
    await site.setup()
    await web.TCPSite(site, "127.0.0.1", 0).start()
    address.append(f"http://127.0.0.1:{site.addresses[0][1]}/api")
    ready.set()
    await over.wait()
    await site.cleanup()
    await runner.close()


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    """The API in a thread of its own, because Schemathesis waits for each answer."""
    ready, address, loop = threading.Event(), [""], asyncio.new_event_loop()
    over = asyncio.Event()
    address.clear()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve(ready, address, over)))
    thread.start()
    assert ready.wait(10)
    yield address[0]
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(over.set)
    thread.join()
    loop.close()


@pytest.mark.usefixtures("_adapted_mongomock")
@schema.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, database=None, phases=PHASES, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_documented(case: Case[Any], base_url: str) -> None:
    response = case.call(base_url=base_url, headers={"Authorization": f"Bearer {token('all', SECRET)}"})
    # Below HTTP's own floor: aiohttp answers what no handler ever sees.
    if "Got more than 8190 bytes" not in response.text:
        case.validate_response(response, checks=CHECKS)
