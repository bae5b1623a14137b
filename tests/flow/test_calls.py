"""How often the database is asked: what many orders cost is a matter of batches, not of orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent
from typing_extensions import override

from bot.db.database import Database
from tests.flow.telling import Teller, changed, parcel, placed

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.db.codec import Document
    from bot.db.embedded import Embedded
    from bot.domain.store_event import StoreEvent

pytestmark = pytest.mark.embedded


class Counter(CommandListener):
    """Counts what is asked of the server."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @override
    def started(self, event: CommandStartedEvent) -> None:
        self.asked.append(event.command_name)

    @override
    def succeeded(self, event: CommandSucceededEvent) -> None:
        return

    @override
    def failed(self, event: CommandFailedEvent) -> None:
        return


async def calls(uri: str, orders: int, tell: Callable[[int], StoreEvent], *, known: bool) -> list[str]:
    """Return what is asked of the server for one event of each of so many orders."""
    counter = Counter()
    client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(uri, event_listeners=[counter])
    await client.drop_database("calls")
    teller = Teller(Database(client["calls"]))
    if known:
        await teller.hear([teller.item(placed(str(n), f"NH-{n}", phone=f"+96650123{n:04}")) for n in range(orders)])
    items = [teller.item(tell(n)) for n in range(orders)]
    await teller.db.inbox.add_many(items)
    counter.asked.clear()
    await teller.events.handle(items, teller.now)
    client.close()
    return counter.asked


@pytest.mark.parametrize(
    ("tell", "known"),
    [
        (lambda n: placed(str(n), f"NH-{n}", phone=f"+96650123{n:04}"), False),
        (lambda n: parcel("in_transit", ref=str(n), tracking=f"T{n}"), True),
        (lambda n: changed("preparing", ref=f"#NH-{n}"), True),
        (lambda n: parcel("in_transit", ref=None, tracking=f"T{n}"), False),
    ],
    ids=["new orders", "by their ids", "by their numbers", "waiting"],
)
async def test_forty_orders_ask_as_often_as_four(embedded_server: Embedded, tell: Callable[[int], StoreEvent], known: bool) -> None:  # noqa: FBT001
    few, many = [await calls(embedded_server.uri, orders, tell, known=known) for orders in (4, 40)]
    assert many == few
    assert len(many) <= 26
