from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY
from bot.domain.consent import Consent
from bot.domain.content import TemplateOut, TextOut
from bot.domain.conversation import Conversation, conversation_id
from bot.domain.customer import Customer
from bot.domain.delivery import FIRST, LAST, USUAL, urgency
from bot.flow.write_to import Letter, Unwritten, find_customer, write_to
from tests.flow.telling import NOOR, NOW, SARA

if TYPE_CHECKING:
    from bot.db import Database

CUSTOMER = Customer("cu:sara", "noor", "Sara", "ar", e164=SARA)
CHAT = Conversation(conversation_id("n1", "cu:sara"), "noor", "cu:sara", "n1", language="en", last_inbound_at=NOW)
TEMPLATE = Letter("api:1", TemplateOut("we_have_moved", "ar"))
TEXT = Letter("api:2", TextOut("Hello"))
OFFER = replace(TEMPLATE, category="marketing")


def agreed(given: bool) -> Conversation:  # noqa: FBT001
    return replace(CHAT, consents=(Consent("marketing", given=given, at=NOW, source="chat"),))


@pytest.mark.parametrize(("letter", "place"), [(TEXT, FIRST), (TEMPLATE, USUAL), (OFFER, LAST)])
async def test_what_is_waited_for_goes_first(letter: Letter, place: int, database: Database) -> None:
    await database.conversations.put_many([agreed(given=True)])
    item = await write_to(database, NOOR, CUSTOMER, letter, NOW)
    assert not isinstance(item, Unwritten)
    assert (urgency(item), item.language) == (place, "en")
    assert await database.outbox.get_many([letter.id]) == {letter.id: item}


async def test_a_repeated_letter_stays_what_it_was(database: Database) -> None:
    for at in (NOW, NOW + 1):
        await write_to(database, NOOR, CUSTOMER, TEMPLATE, at)
    assert [item.created_at for item in await database.outbox.all_of("n1", 9)] == [NOW]


@pytest.mark.parametrize(
    ("chat", "letter", "why"),
    [
        (None, TEXT, "templates alone"),
        (replace(CHAT, last_inbound_at=NOW - DAY), TEXT, "templates alone"),
        (CHAT, OFFER, "not agreed"),
        (agreed(given=False), OFFER, "stopped"),
        (replace(CHAT, consents=(Consent("utility", given=False, at=NOW, source="error"),)), TEMPLATE, "stopped"),
    ],
)
async def test_what_may_not_be_sent_is_not_queued(chat: Conversation | None, letter: Letter, why: str, database: Database) -> None:
    await database.conversations.put_many([chat] if chat else [])
    unwritten = await write_to(database, NOOR, CUSTOMER, letter, NOW)
    assert isinstance(unwritten, Unwritten)
    assert (why in unwritten.reason, await database.outbox.all_of("n1", 9)) == (True, [])


async def test_somebody_without_an_address_gets_nothing(database: Database) -> None:
    assert isinstance(await write_to(database, NOOR, replace(CUSTOMER, e164=None), TEMPLATE, NOW), Unwritten)


async def test_a_customer_is_found_by_id_and_by_number_in_his_own_store(database: Database) -> None:
    await database.customers.put_many([CUSTOMER, replace(CUSTOMER, id="cu:x", store_id="dar")])
    assert await find_customer(database, NOOR, customer_id="cu:sara") == CUSTOMER
    assert await find_customer(database, NOOR, e164=SARA) == CUSTOMER
    assert await find_customer(database, NOOR, customer_id="cu:x") is None
    assert await find_customer(database, NOOR, e164="+966550000000") is None


async def test_who_has_become_part_of_another_is_that_one(database: Database) -> None:
    await database.customers.put_many([CUSTOMER, Customer("cu:old", "noor", merged_into="cu:sara", wa_id="1")])
    assert await find_customer(database, NOOR, customer_id="cu:old") == CUSTOMER
