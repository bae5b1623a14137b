from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.consent import Consent
from bot.domain.conversation import Conversation, conversation_id
from bot.domain.customer import Customer
from bot.flow.upsert_customer import Profile, upsert_customer
from tests.flow.telling import NOOR, NOW, SARA

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.consent import Source

CHAT = conversation_id("n1", "cu:sara")
CUSTOMER = Customer("cu:sara", "noor", "Guess", "ar", "SA", wa_id="966501234567", order_ids=("noor:1",))


async def consents(db: Database, chat: str = CHAT) -> list[tuple[str, bool, str]]:
    found = (await db.conversations.get_many([chat])).get(chat)
    return [(one.category, one.given, one.source) for one in found.consents] if found else []


async def test_the_stores_word_takes_the_place_of_a_guess(database: Database) -> None:
    await database.customers.put_many([CUSTOMER])
    customer = await upsert_customer(database, NOOR, Profile(SARA, "Sara", "en"), NOW)
    assert (customer.id, customer.name, customer.language, customer.country) == ("cu:sara", "Sara", "en", "SA")
    assert (customer.e164, customer.order_ids) == (SARA, ("noor:1",))


async def test_what_is_not_told_stays(database: Database) -> None:
    await database.customers.put_many([CUSTOMER])
    customer = await upsert_customer(database, NOOR, Profile(SARA), NOW)
    assert (customer.name, await consents(database)) == ("Guess", [])


async def test_somebody_new_is_made_once(database: Database) -> None:
    first, again = [await upsert_customer(database, NOOR, Profile(SARA, "Sara", consent=True), NOW) for _ in range(2)]
    assert first == again
    assert await consents(database, conversation_id("n1", first.id)) == [("utility", True, "api")]


@pytest.mark.parametrize(
    ("source", "given", "marketing", "expected"),
    [
        ("chat", False, True, False),
        ("error", False, True, False),
        ("api", False, True, True),
        ("chat", True, False, False),
        ("checkout", False, True, True),
    ],
)
async def test_a_customers_own_no_stands(source: Source, given: bool, marketing: bool, expected: bool, database: Database) -> None:  # noqa: FBT001
    await database.customers.put_many([CUSTOMER])
    word = Consent("marketing", given=given, at=NOW - 1, source=source)
    await database.conversations.put_many([Conversation(CHAT, "noor", "cu:sara", "n1", consents=(word,))])
    await upsert_customer(database, NOOR, Profile(SARA, marketing=marketing), NOW)
    assert [one[1] for one in await consents(database)] == [expected]
