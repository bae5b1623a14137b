"""Updates of identities, and what else Meta tells about an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

from bot.domain.conversation import Conversation
from bot.domain.customer import Customer
from bot.domain.message import WireIdentity
from bot.flow.account import AccountNews
from bot.flow.identify import Appearance, identify
from bot.whatsapp.split import split
from tests.flow.conftest import NOW, SARA, STORE

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.inbox import InboxItem

NEW = WireIdentity(bsuid="SA.2")
STRANGER = Customer("cu:stranger", "noor", "S.", bsuid="SA.1", language="ur")
UPDATE = {"wa_id": "966501234567", "user_id": {"previous": "SA.1", "current": "SA.2"}}


def told(field: str = "user_id_update", number: str = "n1", **value: object) -> InboxItem:
    """Return the inbox item of one change."""
    change = {"field": field, "value": {"metadata": {"phone_number_id": number}, **value}}
    (item,) = split(orjson.dumps({"object": "whatsapp_business_account", "entry": [{"id": "w1", "changes": [change]}]}), NOW).items
    return item


@pytest.fixture
def news(database: Database) -> AccountNews:
    return AccountNews(database, {"n1": STORE})


async def who(db: Database, identity: WireIdentity) -> str:
    return (await identify(db, {"x": Appearance("noor", identity)}))["x"].id


async def take(db: Database, news: AccountNews, item: InboxItem) -> list[str]:
    """Have an item handled as the worker would; return the reasons why it is parked."""
    await db.inbox.add_many([item])
    return [parked.error for parked in (await news.identities([item], NOW)).parked]


async def test_a_new_bsuid_leads_to_the_customer_of_the_number(database: Database, news: AccountNews) -> None:
    await database.customers.put_many([SARA])
    assert await take(database, news, told(user_id_update=[UPDATE])) == []
    assert await who(database, NEW) == "cu:sara"


async def test_a_new_number_leads_to_the_customer_of_the_bsuid(database: Database, news: AccountNews) -> None:
    await database.customers.put_many([STRANGER])
    await take(database, news, told(user_id_update=[{**UPDATE, "wa_id": "966559999999"}]))
    assert await who(database, WireIdentity(wa_id="966559999999")) == "cu:stranger"


async def test_the_records_of_the_old_bsuid_and_the_number_are_joined(database: Database, news: AccountNews) -> None:
    await database.customers.put_many([STRANGER, SARA])
    await take(database, news, told(user_id_update=[UPDATE]))
    everybody = await database.customers.get_many(["cu:sara", "cu:stranger"])
    assert [await who(database, WireIdentity(bsuid=bsuid)) for bsuid in ("SA.1", "SA.2")] == ["cu:sara"] * 2
    assert await who(database, WireIdentity(wa_id="966501234567")) == "cu:sara"
    assert everybody["cu:stranger"].merged_into == "cu:sara"
    assert (everybody["cu:sara"].order_ids, everybody["cu:sara"].language) == (SARA.order_ids, "ur")


async def test_what_a_crash_left_undone_in_the_joined_chat_is_completed(database: Database, news: AccountNews) -> None:
    await database.customers.put_many([STRANGER, SARA])
    chat = Conversation("c:n1:cu:stranger", "noor", "cu:stranger", "n1")
    await database.conversations.put_many([chat])
    await database.conversations._collection.update_one({"_id": chat.id}, {"$set": {"consumed": ["wa:1"]}})  # noqa: SLF001 - as a crash leaves it
    await take(database, news, told(user_id_update=[UPDATE]))
    assert (await database.conversations.load([chat.id]))[chat.id].consumed == ()


async def test_whoever_had_the_new_number_before_stays_somebody_else(database: Database, news: AccountNews) -> None:
    await database.customers.put_many([STRANGER, SARA])
    await database.identities.move("noor:bsuid:SA.2", "cu:sara")
    await take(database, news, told(user_id_update=[{"user_id": UPDATE["user_id"]}]))
    assert await who(database, NEW) == "cu:stranger"
    assert (await database.customers.get_many(["cu:sara"]))["cu:sara"].merged_into is None


async def test_a_repetition_and_somebody_unknown_change_nothing(database: Database, news: AccountNews) -> None:
    await take(database, news, told(user_id_update=[UPDATE]))
    assert await database.identities.resolve(NEW.keys("noor")) == {}
    await database.customers.put_many([SARA])
    for _ in range(2):
        await take(database, news, told(user_id_update=[UPDATE]))
    assert await who(database, NEW) == "cu:sara"


async def test_what_was_told_is_kept_and_leaves_the_inbox(database: Database, news: AccountNews) -> None:
    items = [told(user_id_update=[UPDATE]), told(user_id_update=[UPDATE], number="a stranger's")]
    for item in items:
        await take(database, news, item)
    assert await database.events.known([item.id for item in items]) == {item.id for item in items}
    assert await database.inbox.waiting(NOW + 1, 10) == []


async def test_what_can_not_be_read_is_parked_and_its_neighbours_are_handled(database: Database, news: AccountNews) -> None:
    await database.customers.put_many([SARA])
    odd, good = told(user_id_update=[{"user_id": {"current": "SA.3", "previous": 5}}]), told(user_id_update=[UPDATE])
    outcome = await news.identities([odd, good], NOW)
    assert [(parked.id, parked.body) for parked in outcome.parked] == [(odd.id, odd.body)]
    assert await who(database, NEW) == "cu:sara"
    assert await database.events.known([odd.id]) == set()


async def test_news_of_the_account_is_kept_as_it_came(database: Database, news: AccountNews) -> None:
    item = told("account_update", event="VERIFIED_ACCOUNT")
    await database.inbox.add_many([item])
    await news.keep([item], NOW)
    assert item.kind == "account"
    assert await database.events.known([item.id]) == {item.id}
    assert await database.inbox.waiting(NOW + 1, 10) == []
