"""An order of three parcels, told by Shopify, AfterShip and Stripe at once: whoever is faster, it ends in the same state and notices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from mongomock_motor import AsyncMongoMockClient

from bot.app import clock
from bot.connectors.base import Knock
from bot.connectors.registry import CONNECTORS
from bot.db.database import Database
from bot.domain.clock import DAY, HOUR
from bot.domain.milestones import news
from bot.domain.order import order_id
from bot.domain.store import Store
from bot.flow.store_events import StoreEvents
from tests.recorded_stores.providers import PROVIDERS
from tests.recorded_stores.three_parcels import ORDER, T0, everything

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.inbox import InboxItem
    from bot.domain.order import Order
    from tests.recorded_stores.providers import Request

NOOR: Final = Store("noor", "Noor Home", "110000000000001", language="ar")
# Before the first notice of the end state would be stale.
NOW: Final = T0 + 71 * HOUR
INTERLEAVINGS: Final = 200
pytestmark = pytest.mark.usefixtures("_adapted_mongomock")


def items(made: Request) -> tuple[InboxItem, ...]:
    """Return what a request becomes at its door."""
    connector = CONNECTORS[made.path.split("/")[1]]
    knock = Knock("POST", made.headers, {}, made.body, NOOR, clock())
    found = connector.split(knock, connector.verify(knock, [PROVIDERS[connector.name].secret]))
    assert not found.parked
    return tuple(replace(item, received_at=NOW, attempts=1) for item in found.items)


ITEMS: Final = [item for made in everything() for item in items(made)]


@dataclass
class Told:
    """Tells a bot whose database is a new one."""

    db: Database
    events: StoreEvents

    async def hear(self, some: Sequence[InboxItem]) -> None:
        await self.db.inbox.add_many(some)
        await self.events.handle(some, NOW)

    async def settle(self) -> None:
        """Handle what has come back to the inbox, until nothing has."""
        while waiting := await self.db.inbox.waiting(NOW + DAY, 100):
            await self.events.handle(waiting, NOW)

    async def end(self) -> tuple[Order, set[str], set[str]]:
        """Return the order, what of its news has been announced, and what else has."""
        assert await self.db.waiting.count() == 0
        assert await self.db.parked.all() == []
        (order,) = (await self.db.orders.get_many([order_id("noor", str(ORDER))])).values()
        docs = await self.db.ledger.of_order(order.id)
        said = {":".join(doc["_id"].removeprefix(f"{order.id}:").split(":")[:3]) for doc in docs if doc["skipped"] is None}
        still = {":".join(map(str, reached)) for reached in news(order)}
        return replace(order, version=0, customer_id=None), said & still, said - still


def told() -> Told:
    db = Database(AsyncMongoMockClient()["parcels"])
    return Told(db, StoreEvents(db, {"noor": NOOR}, CONNECTORS))


async def interleaved(seed: int) -> tuple[Order, set[str], set[str]]:
    """Tell everything in some order, some of it twice, one to four at a time."""
    chance, teller = Random(seed), told()  # noqa: S311 - the same every time
    waiting = [*ITEMS, *chance.sample(ITEMS, 8)]
    chance.shuffle(waiting)
    while waiting:
        size = chance.randint(1, 4)
        await teller.hear(list({item.id: item for item in waiting[:size]}.values()))
        waiting = waiting[size:]
    await teller.settle()
    return await teller.end()


async def at_once() -> tuple[Order, set[str], set[str]]:
    teller = told()
    await teller.hear(ITEMS)
    await teller.settle()
    return await teller.end()


@pytest.mark.slow
async def test_whoever_is_faster_state_and_notices_come_out_the_same() -> None:
    order, said, _ = await at_once()
    for seed in range(INTERLEAVINGS):
        found, announced, _ = await interleaved(seed)
        assert found == order, f"interleaving {seed}"
        assert announced == said, f"interleaving {seed}"


async def test_the_order_is_what_the_three_have_told() -> None:
    order, said, _ = await at_once()
    assert (order.state, order.payment) == ("fulfilled", "partially_refunded")
    assert sorted(parcel.state for parcel in order.shipments) == ["delivered", "in_transit", "out_for_delivery"]
    assert sorted(one.partition(":")[0] for one in said) == []


async def test_nothing_but_what_was_true_for_a_while_is_announced_beside_it() -> None:
    _, _, passing = await interleaved(7)
    assert {one.partition(":")[0] for one in passing} <= {"confirmed", "prepared", "shipped", "out_for_delivery", "payment_failed", "attempt_failed"}
