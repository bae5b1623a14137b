"""An order of three parcels, told by Shopify, AfterShip and Stripe at once: whoever is faster, it ends in the same state and notices."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from mongomock_motor import AsyncMongoMockClient

from bot.app import clock
from bot.connectors.base import Knock
from bot.connectors.registry import CONNECTORS
from bot.db.database import Database
from bot.domain.clock import DAY, HOUR
from bot.domain.order import order_id
from bot.domain.store import Store
from bot.domain.truth import untrue
from bot.flow.merge_notices import replacements
from bot.flow.store_events import StoreEvents
from tests.recorded_stores.conftest import NUMBER
from tests.recorded_stores.providers import PROVIDERS
from tests.recorded_stores.three_parcels import ENDS, T0, everything, order_ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxItem
    from bot.domain.order import Order
    from tests.recorded_stores.conftest import Stand
    from tests.recorded_stores.providers import Request

pytestmark = pytest.mark.usefixtures("_adapted_mongomock")
NOOR: Final = Store("noor", "Noor Home", NUMBER.phone_number_id, language="ar")
NOW: Final = T0 + ENDS * HOUR
INTERLEAVINGS: Final = 200
THE_NEWS: Final = [
    "credit_note NOOR-0007-CN-01",
    "delivered 290123456042",
    "invoice NOOR-0007",
    "out_for_delivery 290012345042",
    "refunded 909000111",
    "shipped 47384200042",
]


def items(made: Request) -> tuple[InboxItem, ...]:
    """Return what a request becomes at its door."""
    connector = CONNECTORS[made.path.split("/")[1]]
    knock = Knock("POST", made.headers, {}, made.body, NOOR, clock())
    found = connector.split(knock, connector.verify(knock, [PROVIDERS[connector.name].secret]))
    assert not found.parked
    return tuple(replace(item, received_at=NOW, attempts=1) for item in found.items)


@cache
def all_of_it() -> tuple[InboxItem, ...]:
    """Return everything that is told, each once."""
    return tuple(item for made in everything() for item in items(made))


def shuffled(chance: Random) -> list[InboxItem]:
    """Return everything in some order, some of it twice."""
    told = [*all_of_it(), *chance.sample(all_of_it(), 8)]
    chance.shuffle(told)
    return told


def names(said: Iterable[OutboxItem]) -> list[str]:
    """Return what notices say, of what."""
    return sorted(f"{item.notice.milestone} {item.notice.subject}".strip() for item in said if item.notice is not None)


@dataclass
class Listener:
    """A bot whose database is a new one, and what it has said so far."""

    db: Database = field(default_factory=lambda: Database(AsyncMongoMockClient()["parcels"]))
    said: list[OutboxItem] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    async def hear(self, some: Sequence[InboxItem]) -> None:
        """Handle items together."""
        await self.db.inbox.add_many(some)
        await StoreEvents(self.db, {"noor": NOOR}, CONNECTORS).handle(some, NOW)

    async def hear_all(self, told: Sequence[InboxItem], chance: Random, *, talks: bool = False) -> None:
        """Handle items, one to four at a time, and those that waited for the order; whoever ``talks`` sends now and then meanwhile."""
        left = list(told)
        while left:
            size = chance.randint(1, 4)
            await self.hear(list({item.id: item for item in left[:size]}.values()))
            left = left[size:] or await self.db.inbox.waiting(NOW + DAY, 100)
            if talks and chance.random() < 1 / 3:
                await self.talk()
        await self.talk()

    async def talk(self) -> None:
        """Say what is still true and not replaced by something further, as the sender does; drop the rest."""
        waiting = [item for item in await self.db.outbox.all_of(NOOR.phone_number_id, 1_000) if item.id not in self.looked_at]
        orders = await self.db.orders.get_many(list({item.order_id for item in waiting if item.order_id}))
        true = [item for item in waiting if item.notice and not (untrue(item.notice, orders[item.notice.order_id]) or item.notice.stale(NOW))]
        better = replacements(true)
        self.said += [item for item in true if item.id not in better]
        self.looked_at |= {item.id for item in waiting}

    async def order(self) -> Order:
        """Return the order, without what differs from one telling to the next; nothing waits for it any more."""
        assert await self.db.waiting.count() == 0
        assert await self.db.parked.all() == []
        (order,) = (await self.db.orders.get_many([order_id("noor", order_ref(42))])).values()
        return replace(order, version=0, customer_id=None)


async def interleaved(seed: int, *, talks: bool = False) -> Listener:
    chance, listener = Random(seed), Listener()  # noqa: S311 - the same every time
    await listener.hear_all(shuffled(chance), chance, talks=talks)
    return listener


async def test_whoever_is_faster_state_and_notices_come_out_the_same() -> None:
    order = await (await interleaved(0)).order()
    for seed in range(1, INTERLEAVINGS + 1):
        listener = await interleaved(seed)
        assert names(listener.said) == THE_NEWS, f"interleaving {seed}"
        assert await listener.order() == order, f"interleaving {seed}"


async def test_the_order_is_what_the_three_have_told() -> None:
    order = await (await interleaved(0)).order()
    assert (order.state, order.payment, len(order.refunds)) == ("fulfilled", "partially_refunded", 1)
    assert {parcel.id: parcel.state for parcel in order.shipments} == {
        "290123456042": "delivered",
        "290012345042": "out_for_delivery",
        "47384200042": "in_transit",
    }


async def test_while_the_bot_talks_nothing_is_said_twice_and_nothing_of_the_end_is_left_out() -> None:
    for seed in range(20):
        said = (await interleaved(seed, talks=True)).said
        assert len({item.notice.key for item in said if item.notice}) == len(said), f"interleaving {seed}"
        assert set(names(said)) >= set(THE_NEWS), f"interleaving {seed}"


@pytest.mark.embedded
async def test_over_the_wire_it_comes_out_the_same(stand: Stand) -> None:
    orders = range(101, 106)
    for number in orders:
        told = everything(number, later=stand.now - NOW // 1_000, files=stand.files)
        Random(number).shuffle(told)  # noqa: S311 - the same every time
        for made in told:
            assert await stand.post(made) == 200
    await stand.handled()
    queued = await stand.db.outbox.all_of(NUMBER.phone_number_id, 1_000)
    await stand.let_go()
    lines = await stand.db.transcript.get_many([item.id for item in queued])
    for number in orders:
        said = [item for item in queued if item.order_id == order_id("noor", order_ref(number)) and lines[item.id].state == "accepted"]
        assert names(said) == [one.replace("042", f"{number}") for one in THE_NEWS]
