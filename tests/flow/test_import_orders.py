from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY, from_instant
from bot.domain.money import Money
from bot.errors import Unreadable
from bot.flow.import_orders import OrderImport, read_row
from bot.flow.notify import stuck_parcels
from bot.flow.timed import cod_confirmations, payment_reminders, reviews
from tests.flow.telling import NOOR, NOW, Teller, changed, parcel, placed

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.order import Order


def at(instant: int) -> str:
    return from_instant(instant).isoformat()


WHOLE: dict[str, object] = {
    "id": "1",
    "number": "NH-1",
    "placed_at": at(NOW - 20 * DAY),
    "total": "100.00",
    "customer": {"phone": "+966501234567", "name": "Sara", "consent": True},
}


async def take(db: Database, **more: object) -> Order:
    await OrderImport(db, NOOR).write([read_row(1, {**WHOLE, **more}, NOOR)], NOW)
    return (await db.orders.get_many(["noor:1"]))["noor:1"]


async def said(db: Database) -> list[str]:
    return [entry["milestone"] for entry in await db.ledger.of_order("noor:1") if entry["skipped"] is None]


async def test_nothing_of_an_imported_order_is_said(database: Database) -> None:
    order = await take(database, status="preparing", payment="paid", invoices=[{"number": "I-1"}], refunds=[{"id": "R", "amount": 1}])
    assert (order.state, order.total, order.customer_id is not None) == ("preparing", Money(10_000, "SAR"), True)
    assert (await said(database), await database.outbox.all_of("n1", 9)) == ([], [])


async def test_an_import_may_be_repeated(database: Database) -> None:
    first = await take(database, status="confirmed")
    assert replace(await take(database, status="confirmed"), version=0) == replace(first, version=0)


async def test_what_happens_later_is_told(database: Database) -> None:
    await take(database, status="confirmed", payment="paid")
    teller = Teller(database)
    await teller.hear([teller.item(parcel("in_transit"))])
    assert await said(database) == ["shipped"]


async def test_what_is_older_takes_nothings_place(database: Database) -> None:
    teller = Teller(database)
    await teller.hear([teller.item(placed(), changed("cancelled"))])
    order = await take(database, status="confirmed", number="NH-OLD", total=5)
    assert (order.state, order.number, order.total) == ("cancelled", "NH-1", Money(10_000, "SAR"))


async def test_a_silent_parcel_is_not_announced_as_stuck(database: Database) -> None:
    order = await take(database, shipments=[{"tracking_number": "T1", "status": "in_transit"}])
    (notice,) = stuck_parcels(order, NOW - 5 * DAY)
    assert await database.ledger.known([notice.key]) == {notice.key}


@pytest.mark.parametrize(
    ("more", "job"),
    [
        ({"payment": "pending"}, lambda order: payment_reminders(order, NOW, after=20 * DAY)),
        ({"cash_on_delivery": True, "status": "received"}, lambda order: cod_confirmations(order, NOW, after=20 * DAY)),
        ({"status": "fulfilled", "shipments": [{"tracking_number": "T", "status": "delivered"}]}, lambda order: reviews(order, NOW, after=20 * DAY)),
    ],
)
async def test_neither_do_jobs_write_about_it(more: dict[str, object], job: object, database: Database) -> None:
    assert callable(job)
    (notice,) = job(await take(database, **more))
    assert await database.ledger.known([notice.key]) == {notice.key}


async def test_a_row_about_an_order_that_nobody_knows_is_given_back(database: Database) -> None:
    rows = [read_row(1, WHOLE, NOOR), read_row(2, {"id": "9", "status": "cancelled", "occurred_at": at(NOW)}, NOOR)]
    came_to = await OrderImport(database, NOOR).write(rows, NOW)
    assert (came_to.taken, [row.line for row in came_to.unknown]) == (1, [2])


async def test_a_dry_run_knows_what_the_file_itself_makes(database: Database) -> None:
    rows = [read_row(n, {"id": ref, "status": "cancelled", "occurred_at": at(NOW)}, NOOR) for n, ref in enumerate(("NH-1", "9"), 2)]
    importing = OrderImport(database, NOOR)
    assert [row.line for row in await importing.unknown([read_row(1, WHOLE, NOOR), *rows])] == [3]
    assert await database.orders.get_many(["noor:1"]) == {}


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        ({**WHOLE, "customer": {"phone": "12"}}, "customer.phone: "),
        ({**WHOLE, "status": "teleported"}, "status: one of received, "),
        ({"id": "1", "status": "confirmed"}, "occurred_at: say when"),
        ({"id": "1", "number": "NH-1", "occurred_at": at(NOW)}, "says nothing of the order"),
        ({"status": "confirmed"}, "order or id"),
    ],
)
def test_a_row_that_makes_no_sense_says_why(document: dict[str, object], wrong: str) -> None:
    with pytest.raises(Unreadable, match=wrong):
        read_row(1, document, NOOR)
