"""Events that come through no inbox: imports and the API."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.flow.telling import MONA, NOW, Teller, changed, parcel, placed

if TYPE_CHECKING:
    from bot.db import Database


async def test_an_import_makes_orders_and_customers_and_tells_nobody(database: Database) -> None:
    teller = Teller(database)
    assert await teller.events.merge_in([placed(), parcel("in_transit"), placed("2", "NH-2", phone=MONA)], NOW, announce=False) == []
    assert set(await database.orders.get_many(["noor:1", "noor:2"])) == {"noor:1", "noor:2"}
    assert await database.outbox.all_of("n1", 9) == []
    assert {doc["skipped"] for doc in await database.ledger.of_order("noor:1")} == {"imported"}


async def test_what_an_import_brought_is_not_announced_later_and_what_follows_is(database: Database) -> None:
    teller = Teller(database)
    await teller.events.merge_in([placed(), parcel("in_transit")], NOW, announce=False)
    await teller.tell(parcel("in_transit", at=NOW + 1), changed("preparing"), parcel("delivered", at=NOW + 2))
    assert await teller.said_of() == {"delivered:T1"}


async def test_an_import_adds_to_a_live_order_and_takes_nothing_from_it(database: Database) -> None:
    teller = Teller(database)
    await teller.tell(placed(), parcel("out_for_delivery", at=NOW + 5))
    await teller.events.merge_in([placed(), parcel("picked_up", at=NOW - 5)], NOW, announce=False)
    order = (await database.orders.get_many(["noor:1"]))["noor:1"]
    assert (order.shipments[0].state, order.version) == ("out_for_delivery", 3)


async def test_what_names_no_order_that_is_known_comes_back(database: Database) -> None:
    lost = changed("preparing", ref="404")
    assert await Teller(database).events.merge_in([placed(), lost], NOW) == [lost]


async def test_events_of_the_api_are_announced(database: Database) -> None:
    teller = Teller(database)
    await teller.events.merge_in([placed()], NOW)
    assert await teller.said_of() == {"confirmed"}


async def test_an_import_beside_live_events_loses_nothing(database: Database) -> None:
    teller = Teller(database)
    await teller.tell(placed())
    imports = [teller.events.merge_in([parcel("in_transit", tracking=f"T{n}")], NOW, announce=False) for n in range(5)]
    assert await asyncio.gather(*imports) == [[]] * 5
    assert len((await database.orders.get_many(["noor:1"]))["noor:1"].shipments) == 5
