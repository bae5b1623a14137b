"""What is done to the parts really happens to them."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import OperationFailure

from bot.db.embedded import start_embedded
from tests.faults.orders import ORDERS, Orders, read_orders
from tests.faults.stand import FarEnd, Stand

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.embedded
MUCH = {"text": "x" * 100_000}


@pytest_asyncio.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    """A database and a far end that only sleeps."""
    database = await start_embedded(tmp_path / "database")
    sleeper = FarEnd(tmp_path / "log", "timeit", "-n", "1", "-r", "1", "-s", "import time", "time.sleep(60)")
    stand = Stand(tmp_path, database, {}, {"shop": sleeper}, {}, Orders())
    yield stand
    await sleeper.kill()
    await database.stop()


async def test_a_full_disk_refuses_and_a_mended_one_has_all_that_it_took(stand: Stand) -> None:
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(stand.database.uri)
    collection = client["wasla"]["full"]
    await collection.insert_one({"_id": "before", **MUCH})
    stand.fill_disk(full=True)
    with pytest.raises(OperationFailure):
        await collection.insert_one({"_id": "meanwhile", **MUCH})
    stand.fill_disk(full=False)
    await collection.insert_one({"_id": "after", **MUCH})
    assert [doc["_id"] for doc in await collection.find({}).to_list(None)] == ["before", "after"]
    client.close()


async def test_a_killed_database_is_started_again_where_it_was(stand: Stand) -> None:
    before = stand.pid("database")
    await stand.kill("database")
    await stand.start("database")
    assert stand.pid("database") not in {None, before}


async def test_a_killed_far_end_is_started_again_and_gets_no_signal_meanwhile(stand: Stand) -> None:
    await stand.start("shop")
    assert stand.pid("shop") is not None
    await stand.kill("shop")
    stand.signal("shop", signal.SIGSTOP)
    assert stand.pid("shop") is None


async def test_the_far_ends_are_told_by_a_file(stand: Stand) -> None:
    stand.tell(messages=3.0)
    stand.tell(events=2.0)
    assert read_orders(stand.folder / ORDERS) == Orders(messages=3.0, events=2.0)
