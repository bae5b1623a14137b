"""Group commit: many requests, few writes, each answered for its own items."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from bot.domain.inbox import InboxItem, Parked
from bot.errors import DatabaseDown
from bot.flow.receive import Receiver
from bot.workers.runner import Runner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.db import Database


def item(name: str) -> InboxItem:
    return InboxItem(f"wa:{name}", "message", "lane", 1, 2, "number", b"{}")


@asynccontextmanager
async def receiving(db: Database, stored: list[str]) -> AsyncIterator[Receiver]:
    def on_stored(items: Sequence[InboxItem]) -> None:
        stored.extend(item.id for item in items)

    receiver, runner = Receiver(db, on_stored), Runner()
    runner.start("receiver", receiver.run)
    yield receiver
    await runner.close()


async def test_what_is_received_is_stored_and_handed_on(database: Database) -> None:
    stored: list[str] = []
    async with receiving(database, stored) as receiver:
        await receiver.receive([item("1")], [])
    assert stored == ["wa:1"]
    assert [kept.id for kept in await database.inbox.waiting(10, 10)] == ["wa:1"]


async def test_a_redelivery_is_accepted_and_not_handed_on_again(database: Database) -> None:
    stored: list[str] = []
    async with receiving(database, stored) as receiver:
        await receiver.receive([item("1")], [])
        await receiver.receive([item("1"), item("2")], [])
    assert stored == ["wa:1", "wa:2"]


async def test_many_at_once_are_all_stored(database: Database) -> None:
    stored: list[str] = []
    async with receiving(database, stored) as receiver:
        await asyncio.gather(*(receiver.receive([item(str(n))], []) for n in range(700)))
    assert len(stored) == len(await database.inbox.waiting(10, 1_000)) == 700


async def test_what_is_malformed_is_parked(database: Database) -> None:
    async with receiving(database, []) as receiver:
        await receiver.receive([], [Parked("parked:1", "unknown", 1, "number", "it is not JSON", b"x")])
    assert [kept.error for kept in await database.parked.all()] == ["it is not JSON"]


@pytest.mark.parametrize("odd", [InboxItem("wa:\ud800", "message", "l", 1, 2, "n", b"{}"), InboxItem("wa:big", "message", "l", 2**63, 2, "n", b"{}")])
async def test_an_item_that_can_not_be_stored_does_not_sink_its_neighbours(database: Database, odd: InboxItem) -> None:
    async with receiving(database, []) as receiver:
        results = await asyncio.gather(receiver.receive([item("1")], []), receiver.receive([odd], []), return_exceptions=True)
    assert results[0] is None
    assert [kept.id for kept in await database.inbox.waiting(10, 10)] == ["wa:1"]


async def test_without_a_database_the_sender_is_told(database: Database) -> None:
    class Away:
        async def add_many(self, _items: Sequence[InboxItem]) -> list[str | None]:
            raise DatabaseDown("nobody answers")

    async with receiving(database, []) as receiver:
        database.inbox = Away()  # type: ignore[assignment]
        with pytest.raises(DatabaseDown):
            await receiver.receive([item("1")], [])
