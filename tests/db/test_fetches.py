"""Documents that are still to be fetched, on every kind of server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.fetches import WantedDocument
from bot.db.versioned import Change
from bot.domain.money import Money
from bot.domain.order import Order

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
WANTED = WantedDocument("invoice:noor:1:INV-1", "https://shop.example/1.pdf", "noor", "noor:1", "INV-1", NOW)


async def wanted(database: Database) -> None:
    order = Order("noor:1", "noor", "NH-1", NOW, "received", "paid", Money(1, "SAR"), version=1)
    await database.orders.finish(await database.orders.commit([Change(order, pending={"fetches": [database.fetches.to_doc(WANTED)]})]))


async def test_what_an_order_wants_is_due_and_then_gone(database: Database) -> None:
    await wanted(database)
    assert await database.fetches.due(NOW - 1, 9) == []
    assert await database.fetches.due(NOW, 9) == [WANTED]
    await database.fetches.remove([WANTED.id])
    assert await database.fetches.due(NOW, 9) == []


async def test_a_failure_is_counted_and_tried_again_later(database: Database) -> None:
    await wanted(database)
    await database.fetches.postpone(WANTED.id, NOW + 60)
    assert await database.fetches.due(NOW, 9) == []
    assert [(one.attempts, one.due_at) for one in await database.fetches.due(NOW + 60, 9)] == [(1, NOW + 60)]
