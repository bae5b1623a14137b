"""What people see while the database is away."""

from __future__ import annotations

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import AutoReconnect, ExecutionTimeout, NetworkTimeout, NotPrimaryError, OperationFailure, WaitQueueTimeoutError, WTimeoutError

from bot.db import Database
from bot.db.away import AWAY
from bot.errors import DatabaseDown
from tests.web.console.conftest import Desk


@pytest.mark.parametrize(
    "kind", [DatabaseDown, NetworkTimeout, AutoReconnect, NotPrimaryError, WaitQueueTimeoutError, ExecutionTimeout, WTimeoutError]
)
def test_each_way_of_being_away_is_known(kind: type[Exception]) -> None:
    assert issubclass(kind, AWAY)


def test_what_the_database_refuses_is_a_mistake_of_ours() -> None:
    assert not issubclass(OperationFailure, AWAY)


async def test_a_page_says_so_when_no_server_answers() -> None:
    """Nobody listens on port 1: the driver itself gives up."""
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient("mongodb://127.0.0.1:1", serverSelectionTimeoutMS=20)
    desk = Desk(Database(client["console"]))
    browser = await desk.browser()
    page = await browser.get("/", Cookie="wasla=somebody")
    assert (page.status, page.says("database")) == (503, True)
    await desk.browsers[0].close()
    client.close()
