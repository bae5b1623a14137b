"""What others recorded of the real WhatsApp, through the whole bot: every update twice, and all of them in reverse order."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer

from bot.app import clock, database, running
from bot.settings import load_settings
from bot.simulator.app import standalone
from bot.simulator.world import SimNumber, Switches, World
from bot.whatsapp.signature import sign
from bot.whatsapp.split import split
from tests.crash.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings

UPDATES = sorted((Path(__file__).parents[1] / "fixtures" / "whatsapp").rglob("*/*.json"))
BODIES = [path.read_bytes() for path in UPDATES if b'"whatsapp_business_account"' in path.read_bytes()]
SECRET = "the secret of the app"
STORE = """
[stores.shop{n}]
name = "Shop {n}"
language = "en"
[stores.shop{n}.whatsapp]
app_secret = "{secret}"
verify_token = "word"
access_token = "token"
phone_number_id = "{number}"
business_account_id = "1"
graph_url = "{graph}"
"""


def numbers() -> list[str]:
    """Return every phone number id that the recordings speak of and that is one."""
    values = [change["value"] for body in BODIES for entry in json.loads(body)["entry"] for change in entry["changes"]]
    ids = {value.get("metadata", {}).get("phone_number_id") for value in values if isinstance(value, dict)}
    return sorted(number for number in ids if isinstance(number, str) and number.isdigit())


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """The far end: takes everything, tells nothing back."""
    accounts = [SimNumber(number, "1", f"+9665{n:08d}", "Shop", "token", SECRET) for n, number in enumerate(numbers())]
    world = World(numbers=accounts, strict=False, switches=Switches(window="off", statuses=False))
    server = TestServer(standalone(world))
    await server.start_server()
    world.graph_url = str(server.make_url("/simulator/graph"))  # type: ignore[attr-defined]
    yield world
    await server.close()


@pytest.fixture
def settings(world: World, tmp_path: Path) -> Settings:
    """A store for every number of the recordings, so that each message is not only stored but answered."""
    graph = world.graph_url  # type: ignore[attr-defined]
    tables = [STORE.format(n=n, number=number, secret=SECRET, graph=graph) for n, number in enumerate(numbers())]
    (tmp_path / "wasla.toml").write_text("".join(tables), encoding="utf-8")
    environ = {"WASLA_CONFIG": str(tmp_path / "wasla.toml"), "WASLA_DATA_DIR": str(tmp_path / "data"), "WASLA_PORT": str(free_port())}
    return load_settings({**environ, "WASLA_REPLY_PAUSE": "0"}, None)


@pytest.mark.embedded
async def test_every_recorded_update_is_taken_in_and_nothing_is_parked(settings: Settings, world: World) -> None:
    assert len(BODIES) > 50
    async with running(settings), aiohttp.ClientSession() as session:
        for body in [*(body for body in BODIES for _ in range(2)), *reversed(BODIES)]:
            headers = {"X-Hub-Signature-256": sign(body, SECRET)}
            async with session.post(f"http://127.0.0.1:{settings.port}/webhooks/whatsapp", data=body, headers=headers) as response:
                assert response.status == 200
        await asyncio.sleep(3)  # what the workers have not done by then fails the test
    async with database(settings) as (db, _):
        assert [(parked.id, parked.error) for parked in await db.parked.all()] == []
        assert await db.inbox.waiting(clock() + 1, 10) == []
        messages = {item.id for body in BODIES for item in split(body, 0).items if item.kind == "message"}
        assert await db.transcript.known(sorted(messages)) | await db.events.known(sorted(messages)) == messages
    # They are years old: the window for an answer has long closed.
    assert world.sent == []
