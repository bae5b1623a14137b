"""WhatsApp's own stop and resume."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.consent import last_word
from bot.flow.account import AccountNews
from bot.flow.preferences import MarketingPreferences
from tests.flow.conftest import NOW, SARA, STORE
from tests.flow.test_account import told

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.consent import Consent

CHAT = "c:n1:cu:sara"
STOP: dict[str, object] = {
    "wa_id": "966501234567",
    "category": "marketing_messages",
    "value": "stop",
    "detail": "User requested to stop marketing messages",
    "timestamp": NOW // 1000,
}


async def take(db: Database, *preferences: dict[str, object], number: str = "n1") -> list[str]:
    item = told("user_preferences", number, user_preferences=list(preferences))
    await db.inbox.add_many([item])
    news = AccountNews(db, {"n1": STORE}, handlers={"user_preferences": MarketingPreferences(db, {"n1": STORE}).handle})
    return [parked.error for parked in (await news.keep([item], NOW)).parked]


async def word(db: Database) -> Consent | None:
    chat = (await db.conversations.get_many([CHAT])).get(CHAT)
    return last_word(chat.consents, "marketing") if chat else None


@pytest.mark.parametrize(("value", "given"), [("stop", False), ("resume", True), ("signup", True)])
async def test_the_word_counts_for_marketing_alone(database: Database, value: str, given: bool) -> None:  # noqa: FBT001
    await database.customers.put_many([SARA])
    assert await take(database, {**STOP, "value": value}) == []
    chat = (await database.conversations.get_many([CHAT]))[CHAT]
    assert [(one.category, one.given, one.source) for one in chat.consents] == [("marketing", given, "whatsapp")]


async def test_it_stands_in_the_ledger_and_is_told(database: Database) -> None:
    await database.customers.put_many([SARA])
    await take(database, STOP)
    (line,) = await database.consents.of_customer("cu:sara")
    assert (line.category, line.given, line.wording) == ("marketing", False, STOP["detail"])
    assert [event.type for event in await database.outgoing.of_store("noor")] == ["customer.opted_out"]


async def test_told_twice_it_counts_once(database: Database) -> None:
    await database.customers.put_many([SARA])
    await take(database, STOP)
    await take(database, STOP)
    assert len(await database.consents.of_customer("cu:sara")) == 1
    assert (await database.conversations.get_many([CHAT]))[CHAT].version == 1


async def test_an_older_word_changes_nothing(database: Database) -> None:
    await database.customers.put_many([SARA])
    await take(database, STOP)
    await take(database, {**STOP, "value": "resume", "timestamp": NOW // 1000 - 60})
    known = await word(database)
    assert known is not None
    assert not known.given


async def test_several_words_in_one_webhook_count_in_order(database: Database) -> None:
    await database.customers.put_many([SARA])
    await take(database, {**STOP, "value": "resume", "timestamp": NOW // 1000 + 5}, STOP)
    known = await word(database)
    assert known is not None
    assert known.given


async def test_a_stranger_is_remembered_for_later(database: Database) -> None:
    await take(database, {**STOP, "wa_id": None, "user_id": "SA.77"})
    assert len(await database.consents.of_customer("cu:noor:bsuid:SA.77")) == 1


async def test_numbers_of_no_store_and_news_of_other_kinds_change_nothing(database: Database) -> None:
    await database.customers.put_many([SARA])
    assert await take(database, STOP, number="n9") == []
    assert await take(database, {**STOP, "category": "calls"}, {**STOP, "value": "snooze"}) == []
    assert await word(database) is None


@pytest.mark.parametrize("odd", [{**STOP, "wa_id": None}, {**STOP, "wa_id": "not a number"}])
async def test_a_word_of_nobody_is_put_aside(database: Database, odd: dict[str, object]) -> None:
    (why,) = await take(database, odd)
    assert "neither wa_id nor user_id" in why
