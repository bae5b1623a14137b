"""The same order of three parcels as in ``tests/domain``, through the inbox, the waiting room and the ledger."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from mongomock_motor import AsyncMongoMockClient

from bot.db.database import Database
from bot.domain.clock import HOUR
from bot.domain.milestones import news
from tests.domain.test_convergence import live
from tests.domain.three_parcels import EVERYTHING, T0, interleaved
from tests.flow.telling import Teller

if TYPE_CHECKING:
    from bot.domain.order import Order

# Before the first notice of the end state would be stale.
NOW = T0 + 71 * HOUR


async def told(seed: int) -> tuple[Order, set[str]]:
    """Have it all told in some order; return the order, and what the ledger has of what is still news."""
    db = Database(AsyncMongoMockClient()["parcels"])
    teller = Teller(db, now=NOW)
    chance = Random(seed)  # noqa: S311 - the same every time
    for events in interleaved(seed):
        together = chance.random() < 0.5
        await teller.hear([teller.item(*events)] if together else [teller.item(event) for event in events])
        if chance.random() < 0.3:
            await teller.come_back()
    while await db.inbox.waiting(2 * NOW, 1):
        await teller.come_back()
    assert await db.waiting.count() == 0
    order = (await db.orders.get_many(["noor:1"]))["noor:1"]
    still = {f"{milestone}:{subject}".rstrip(":") for milestone, subject, _ in news(order)}
    return order, await teller.said_of() & still


async def test_whoever_is_faster_the_order_and_its_notices_come_out_the_same() -> None:
    expected, said = live([EVERYTHING])
    for seed in range(200):
        order, announced = await told(seed)
        assert replace(order, version=0, customer_id=None) == expected, f"interleaving {seed}"
        assert announced == {f"{milestone}:{subject}".rstrip(":") for milestone, subject, _ in said}, f"interleaving {seed}"
