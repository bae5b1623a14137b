"""What Shopify's privacy webhooks lead to, through the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

from bot.connectors.shopify import CONNECTOR
from bot.domain.inbox import InboxItem
from bot.flow.privacy.erase import SETTLES, settle
from bot.flow.store_events import StoreEvents
from tests.flow.conftest import NOW, STORE
from tests.flow.privacy.people import SARA, about, stand, walk

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document

BY: dict[str, dict[str, Any]] = {
    "phone": {"customer": {"id": 1, "email": None, "phone": f"+{SARA.digits}"}},
    "email": {"customer": {"id": 1, "email": SARA.email, "phone": None}, "orders_to_redact": []},
    "orders": {"customer": {"id": 1}, "orders_to_redact": [int(SARA.n)]},
}


async def ask(db: Database, topic: str, body: dict[str, Any], name: str = "1") -> None:
    item = InboxItem(f"shopify:noor:{name}", "event", f"event:{name}", NOW, NOW, "shopify/noor", orjson.dumps(body), topic=topic)
    await db.inbox.add_many([item])
    await StoreEvents(db, {"noor": STORE}, {"shopify": CONNECTOR}).handle([item], NOW + 1_000)


@pytest.mark.parametrize("by", BY)
async def test_a_redaction_erases_by_itself(database: Database, motor_database: AsyncIOMotorDatabase[Document], by: str) -> None:
    await stand(database, SARA, times=1)
    await ask(database, "customers/redact", BY[by])
    await settle(database, NOW + 1_000 + SETTLES)
    assert about(await walk(motor_database), SARA) == {}
    event = await database.events.get("shopify:noor:1")
    assert event is not None
    assert event["outcome"].endswith("the customer is erased")
    assert [(one.what, one.address) for one in await database.audit.newest(9) if one.what == "customer_erased"] == [
        ("customer_erased", "shopify/noor")
    ]
    assert await database.alerts.open_of("noor") == []


async def test_a_request_for_data_says_where_they_are(database: Database) -> None:
    await stand(database, SARA, times=1)
    await ask(database, "customers/data_request", {"orders_requested": [int(SARA.n)], "customer": {}})
    (raised,) = [one for one in await database.alerts.open_of("noor") if one.subject == "shopify:noor:1"]
    assert "Customer data, by 5001" in raised.text


async def test_a_request_about_nobody_is_done_with(database: Database) -> None:
    await ask(database, "customers/redact", BY["phone"])
    event = await database.events.get("shopify:noor:1")
    assert event is not None
    assert (event["body"], "nobody is known" in event["outcome"], await database.alerts.open_of("noor")) == ("", True, [])


async def test_a_whole_store_is_erased_by_a_person_alone(database: Database) -> None:
    await stand(database, SARA, times=1)
    await ask(database, "shop/redact", {"shop_id": 1})
    assert any("--everybody" in one.text for one in await database.alerts.open_of("noor"))
    assert SARA.id in await database.customers.get_many([SARA.id])


async def test_a_repetition_does_nothing_more(database: Database) -> None:
    await stand(database, SARA, times=1)
    for _ in range(2):
        await ask(database, "customers/redact", BY["phone"])
    assert len([one for one in await database.audit.newest(20) if one.what == "customer_erased"]) == 1
