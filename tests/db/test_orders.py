"""Orders, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

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


async def test_an_order_is_found_by_its_number_within_its_store(database: Database) -> None:
    await database.orders.put_many([ORDER, replace(ORDER, id="other:1", store_id="other")])
    assert await database.orders.id_by_number("shop", "#1001") == "shop:5001"
    assert await database.orders.id_by_number("other", "#1001") == "other:1"
    assert await database.orders.id_by_number("shop", "#1002") is None


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
