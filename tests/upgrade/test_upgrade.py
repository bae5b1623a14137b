"""Today's bot on what the last release left behind when it was stopped: nothing is lost, and nothing is said twice.

``tests/upgrade/record.py`` says how each customer was left.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from motor.motor_asyncio import AsyncIOMotorClient

from bot.app import clock
from bot.db import open_database
from bot.db.desk import Filters
from bot.db.embedded import start_embedded
from bot.demo import demonstrating
from bot.settings import load_settings
from bot.simulator.phone import Phone
from tests.crash.conftest import free_port
from tests.upgrade.loading import load, recorded
from tests.workers.clock import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.db import Database
    from bot.db.codec import Document
    from bot.simulator.world import World

pytestmark = [pytest.mark.embedded, pytest.mark.asyncio(loop_scope="module")]

SAID_ONCE = {"mona": "NH-1037", "lucia": "", "camille": "This was decided before.", "jonas": "DD-2080", "ayse": "NH-1050"}
NUMBERS = ("110000000000001", "110000000000002")
QUIET = 2.0
START = 10_000


@dataclass(frozen=True, slots=True)
class Upgraded:
    """Today's demo on the old data, and its database."""

    world: World
    db: Database
    uri: str

    def said(self, name: str) -> list[str]:
        """Return what a customer has been told since the upgrade."""
        return [sent.text for sent in self.world.sent if sent.to == name]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def upgraded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Upgraded]:
    folder = tmp_path_factory.mktemp("upgrade")
    embedded = await start_embedded(folder / "server")
    await load(embedded.uri)
    environ = {"WASLA_PORT": str(free_port()), "WASLA_DATA_DIR": str(folder), "WASLA_MONGODB_URI": embedded.uri, "WASLA_UNKNOWN_DEADLINE": "3"}
    db = await open_database(embedded.uri)
    for number in NUMBERS:
        # The old process sent until the new one began, so that the outage, for whose length patience is kept, is none.
        await db.numbers.alive(number, clock() + START)
    async with demonstrating(load_settings(environ, None, demo=True)) as world:
        # The offline WhatsApp is a new one, and has not heard of what was not handled yet.
        lucia = world.person("lucia")
        world.open_window(lucia.phone_number_id, lucia.id, clock())
        yield Upgraded(world, db, embedded.uri)
    await db.close()
    await embedded.stop()


async def test_what_was_in_flight_is_said_once(upgraded: Upgraded) -> None:
    await until(lambda: all(upgraded.said(name) for name in SAID_ONCE))
    await asyncio.sleep(QUIET)
    told = {name: upgraded.said(name) for name in SAID_ONCE}
    assert {name: len(texts) for name, texts in told.items()} == dict.fromkeys(SAID_ONCE, 1)
    assert [name for name, part in SAID_ONCE.items() if part not in told[name][0]] == []


async def test_what_had_arrived_before_is_not_said_again(upgraded: Upgraded) -> None:
    assert upgraded.said("omar") == []
    assert upgraded.said("mohammed") == []


async def test_who_waits_for_a_person_still_stands_on_the_desk(upgraded: Upgraded) -> None:
    page = await upgraded.db.desk.queue(Filters(), 0, 9)
    assert "James Carter" in [entry.name for entry in page.entries]
    assert upgraded.said("james") == []


async def test_conversations_go_on(upgraded: Upgraded) -> None:
    before = Counter(name for name in ("mona", "mohammed") for _ in upgraded.said(name))
    for name in ("mona", "mohammed"):
        Phone(upgraded.world, name).says("where is my order")
    await until(lambda: all(len(upgraded.said(name)) == before[name] + 1 for name in ("mona", "mohammed")))
    assert "NH-1037" in upgraded.said("mona")[-1]


async def test_what_was_being_sent_is_said_once_when_no_status_has_come_although_others_do(upgraded: Upgraded) -> None:
    await until(lambda: bool(upgraded.said("sara")))
    await asyncio.sleep(QUIET)
    assert len(upgraded.said("sara")) == 1
    assert "NH-1051" in upgraded.said("sara")[0]


async def test_nothing_is_left_but_what_is_not_due(upgraded: Upgraded) -> None:
    left = [item.id for number in NUMBERS for item in await upgraded.db.outbox.all_of(number, 99)]
    assert left == ["dar:DD-2080:2:0:later"]
    assert await upgraded.db.inbox.waiting(2**53, 99) == []
    assert await upgraded.db.parked.all() == []


async def test_what_every_document_had_every_document_has(upgraded: Upgraded) -> None:
    """Also where no schema says so: the last release may look a field up without asking whether it is there."""
    _, then = recorded()
    client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(upgraded.uri)
    missing: dict[tuple[str, str], set[str]] = {}
    for name in ("ledger", "events", "names", "identities", "reached", "outbox", "transcript", "conversations", "orders", "customers"):
        always = set[str].intersection(*(set(doc) for doc in then[name])) if then.get(name) else set()
        missing |= {(name, doc["_id"]): gone async for doc in client["wasla"][name].find({}) if (gone := always - set(doc))}
    client.close()
    assert missing == {}
