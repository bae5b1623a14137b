"""An order that goes by another number, from the first question to the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation, Question
from bot.domain.names import names_of
from bot.flow.strangers import Strangers, strangers
from tests.flow.conftest import NOW, PREPARING
from tests.flow.test_chat import handle, items, text

if TYPE_CHECKING:
    from bot.db import Database
    from bot.flow.converse import Mind

THEIRS = replace(PREPARING, id="noor:7", number="NH-7000", customer_id="cu:omar", phone="+966509998877")
ASKED = Question("order_status", ("NH-7000", "NH7000"), NOW, NOW + 1, "second_fact")
CHAT = Conversation("c:n1:cu:x", "noor", "cu:x", "n1", question=ASKED)


async def shop(db: Database) -> None:
    await db.orders.put_many([THEIRS])
    await db.names.claim(dict.fromkeys(names_of(THEIRS), THEIRS.id))


async def test_number_and_digits_lead_to_the_order(database: Database, mind: Mind) -> None:
    await shop(database)
    await handle(database, mind, items(text("where is order NH-7000", 1)))
    outcome = await handle(database, mind, items(text("8877", 2)))
    assert [item.order_id for item in outcome.outbox] == [THEIRS.id]
    later = await handle(database, mind, items(text("where is my order", 3)))
    assert [item.order_id for item in later.outbox] == [THEIRS.id]


async def test_a_claimed_order_is_found_and_not_yet_shown(database: Database) -> None:
    await shop(database)
    found = await strangers(database, [CHAT])
    assert found.claimed(CHAT) == ((await database.orders.get_many([THEIRS.id]))[THEIRS.id],)
    assert found.shown(CHAT) == ()


async def test_orders_of_other_stores_are_nobodys_business(database: Database) -> None:
    await shop(database)
    elsewhere = replace(CHAT, store_id="souk")
    assert (await strangers(database, [elsewhere])).claimed(elsewhere) == ()


async def test_who_claims_nothing_costs_nothing(database: Database) -> None:
    assert await strangers(database, [replace(CHAT, question=None)]) == Strangers({}, {})
