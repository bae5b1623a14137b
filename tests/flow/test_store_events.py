"""What stores tell us, and what customers are told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson

from bot.connectors.registry import CONNECTORS
from bot.domain.clock import DAY, from_instant
from bot.domain.customer import Customer
from bot.domain.inbox import InboxItem
from bot.domain.money import Money
from bot.domain.order import Order
from bot.domain.store import Store
from bot.flow.store_events import StoreEvents

if TYPE_CHECKING:
    from bot.db import Database
    from bot.flow.batch import Outcome

NOW = 1_760_000_000_000
STORE = Store("noor", "Noor Home", "n1", language="ar")
SARA = Customer("cu:sara", "noor", "Sara", language="ar", e164="+966501234567", order_ids=("noor:1",))
ORDER = Order("noor:1", "noor", "NH-1", NOW - DAY, "preparing", "paid", Money(100, "SAR"), customer_id="cu:sara")


def event(name: str, status: str = "in_transit", order: str = "NH-1", at: int = NOW) -> InboxItem:
    data = {"order": order, "status": status, "tracking_number": "T1", "occurred_at": from_instant(at).isoformat()}
    body = {"type": "shipment.updated", "timestamp": from_instant(NOW).isoformat(), "data": data}
    return InboxItem(f"standard:noor:{name}", "event", f"order:noor:{order}", NOW, NOW, "standard/noor", orjson.dumps(body))


async def told(db: Database, *items: InboxItem, order: Order = ORDER) -> Outcome:
    if not await db.orders.get_many([order.id]):
        await db.customers.put_many([SARA])
        await db.orders.put_many([order])
    await db.inbox.add_many(items)
    return await StoreEvents(db, {"noor": STORE}, CONNECTORS).handle(items, NOW)


async def test_a_parcel_on_its_way_is_announced_to_its_customer(database: Database) -> None:
    outcome = await told(database, event("1"))
    assert [(item.kind, item.customer_id, item.language) for item in outcome.outbox] == [("notice", "cu:sara", "ar")]
    assert (await database.orders.get_many(["noor:1"]))["noor:1"].shipments[0].state == "in_transit"


async def test_it_is_announced_once_whatever_is_repeated(database: Database) -> None:
    first = await told(database, event("1"), event("2"))
    second = await told(database, event("1"), event("3"))
    assert len(first.outbox) == 1
    assert second.outbox == []


async def test_what_is_handled_leaves_the_inbox_and_stays_in_the_history(database: Database) -> None:
    await told(database, event("1"))
    assert await database.inbox.waiting(NOW + 1, 10) == []
    assert [doc["_id"] for doc in await database.events.of_order("noor:1")] == ["standard:noor:1"]


async def test_old_news_is_recorded_and_not_said(database: Database) -> None:
    outcome = await told(database, event("1", at=NOW - 5 * DAY))
    assert outcome.outbox == []
    assert [doc["skipped"] for doc in await database.ledger.of_order("noor:1")] == ["it happened too long ago to be news"]


async def test_a_cancelled_order_is_not_announced(database: Database) -> None:
    outcome = await told(database, event("1"), order=replace(ORDER, state="cancelled"))
    assert outcome.outbox == []


async def test_an_order_without_a_customer_is_recorded_as_skipped(database: Database) -> None:
    outcome = await told(database, event("1"), order=replace(ORDER, customer_id=None))
    assert outcome.outbox == []
    assert len(await database.ledger.of_order("noor:1")) == 1


async def test_an_unknown_order_parks_the_event_with_a_sentence(database: Database) -> None:
    outcome = await told(database, event("1", order="NH-404"))
    assert "NH-404" in outcome.parked[0].error


async def test_an_unreadable_event_is_parked_and_its_neighbour_is_handled(database: Database) -> None:
    outcome = await told(database, replace(event("0"), body=b"{}"), event("1"))
    assert [parked.id for parked in outcome.parked] == ["standard:noor:0"]
    assert len(outcome.outbox) == 1


async def test_what_says_nothing_to_customers_is_kept_and_done(database: Database) -> None:
    item = event("1", status="pondering")
    outcome = await told(database, item)
    assert outcome.outbox == []
    assert await database.events.known([item.id]) == {item.id}
