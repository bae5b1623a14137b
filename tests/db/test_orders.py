"""Orders, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.names import Names
from bot.db.versioned import Change
from bot.domain.inbox import InboxItem
from bot.domain.money import Money
from bot.domain.order import Invoice, Line, Order, Shipment

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
PARCEL = Shipment("p1", "in_transit", NOW - 9, "Bosta", "TRK-1", "https://t.example/1", NOW - 5, "القاهرة", "2026-01-02", ("delayed",))
ORDER = Order(
    id="shop:5001",
    store_id="shop",
    number="#1001",
    placed_at=NOW,
    state="fulfilled",
    payment="paid",
    total=Money(2**40, "SAR"),
    customer_id="cu:1",
    lines=(Line("قميص", 2, Money(0, "SAR"), "sku"),),
    shipments=(PARCEL,),
    invoices=(Invoice("INV/1", NOW, Money(100, "SAR"), "doc:1"),),
    version=1,
)


def with_parcels(key: str, *parcels: Shipment) -> Order:
    return replace(ORDER, id=key, shipments=parcels)


async def test_an_order_comes_back_as_stored(database: Database) -> None:
    bare = replace(ORDER, id="shop:2", shipments=(), lines=(), invoices=(), customer_id=None)
    await database.orders.put_many([ORDER, bare])
    assert await database.orders.get_many([ORDER.id, "shop:2", "shop:3"]) == {ORDER.id: ORDER, "shop:2": bare}


async def test_an_order_is_found_by_every_name_within_its_store(database: Database) -> None:
    await database.orders.put_many([ORDER, replace(ORDER, id="other:1", store_id="other")])
    names = ["shop:order:1001", "shop:order:5001", "shop:parcel:TRK1", "other:order:1001", "shop:order:1002"]
    assert await database.names.resolve(names) == {**dict.fromkeys(names[:3], "shop:5001"), "other:order:1001": "other:1"}


async def test_what_waited_for_an_order_that_is_put_comes_back(database: Database) -> None:
    item = InboxItem("standard:shop:1", "event", "order:shop:1001", NOW, NOW, "standard/shop", b"{}")
    await database.waiting.put([("shop:order:1001", item)], NOW)
    await database.orders.put_many([ORDER])
    assert [one.id for one in await database.inbox.waiting(NOW + 9, 9)] == [item.id]
    assert await database.waiting.count() == 0


async def test_a_commit_makes_its_names_known_and_calls_back_who_waits_for_them(database: Database) -> None:
    item = InboxItem("standard:shop:1", "event", "parcel:shop:TRK9", NOW, NOW, "standard/shop", b"{}")
    await database.waiting.put([("shop:parcel:TRK9", item)], NOW)
    await database.orders.commit([Change(ORDER, pending={"names": [Names.to_doc("shop:parcel:TRK9", ORDER.id)]})])
    assert await database.inbox.waiting(NOW + 9, 9) == []
    await database.orders.finish(list((await database.orders.load([ORDER.id])).values()))
    assert [one.id for one in await database.inbox.waiting(NOW + 9, 9)] == [item.id]


@pytest.mark.parametrize(("scan_at", "silent"), [(NOW - 1, True), (NOW, False), (None, False)])
async def test_an_order_is_silent_when_a_moving_parcel_was_last_scanned_before(database: Database, scan_at: int | None, silent: bool) -> None:  # noqa: FBT001
    await database.orders.put_many([with_parcels("shop:1", replace(PARCEL, scan_at=scan_at))])
    assert await database.orders.silent_since(NOW) == (["shop:1"] if silent else [])


async def test_one_silent_parcel_among_others_is_enough_but_a_delivered_one_is_not(database: Database) -> None:
    fresh = replace(PARCEL, id="p2", scan_at=NOW + 1)
    delivered = replace(PARCEL, id="p3", state="delivered")
    orders = [with_parcels("shop:1", fresh, PARCEL), with_parcels("shop:2", fresh, delivered), with_parcels("shop:3")]
    await database.orders.put_many(orders)
    assert await database.orders.silent_since(NOW) == ["shop:1"]
