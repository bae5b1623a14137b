"""Many chats at once, from stored items to stored answers."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot.flow.chat import Chats
from bot.whatsapp.split import split
from tests.flow.conftest import NOW, ON_ITS_WAY, PREPARING, SARA, STORE

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.inbox import InboxItem
    from bot.flow.batch import Outcome
    from bot.flow.converse import Mind

CHAT = "c:n1:cu:sara"


def items(*messages: dict[str, object], number: str = "n1") -> list[InboxItem]:
    """Return messages as the hook would have stored them."""
    value = {"metadata": {"phone_number_id": number}, "messages": messages}
    body = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}
    return list(split(json.dumps(body).encode(), NOW).items)


def text(body: object, n: int = 1, wa_id: str = "966501234567", **more: object) -> dict[str, object]:
    return {"from": wa_id, "id": f"wamid.{n}", "timestamp": str(NOW // 1000), "type": "text", "text": {"body": body}, **more}


async def handle(db: Database, mind: Mind, waiting: list[InboxItem], now: int = NOW) -> Outcome:
    await db.inbox.add_many(waiting)
    return await Chats(db, {"n1": STORE}, mind, 0).handle(waiting, now)


async def shop(db: Database) -> None:
    await db.customers.put_many([SARA])
    await db.orders.put_many([ON_ITS_WAY, PREPARING])


async def test_a_question_is_answered_from_the_customers_orders(database: Database, mind: Mind) -> None:
    await shop(database)
    outcome = await handle(database, mind, items(text("where is order 1041")))
    assert [item.order_id for item in outcome.outbox] == ["noor:1"]
    assert list(await database.outbox.get_many([f"{CHAT}:1:0"])) == [f"{CHAT}:1:0"]


async def test_what_is_answered_leaves_the_inbox_and_stands_in_the_transcript(database: Database, mind: Mind) -> None:
    await shop(database)
    await handle(database, mind, items(text("where is my order")))
    assert await database.inbox.waiting(NOW + 1, 10) == []
    assert [line.text for line in await database.transcript.of_conversation(CHAT)] == ["where is my order"]


async def test_a_redelivery_is_not_answered_again(database: Database, mind: Mind) -> None:
    await shop(database)
    outcomes = [await handle(database, mind, items(text("where is my order"))) for _ in range(2)]
    assert [len(outcome.outbox) for outcome in outcomes] == [1, 0]
    assert (await database.conversations.get_many([CHAT]))[CHAT].version == 1
    assert await database.inbox.waiting(NOW + 1, 10) == []


async def test_a_second_message_goes_on_from_the_first(database: Database, mind: Mind) -> None:
    await shop(database)
    await handle(database, mind, items(text("send invoice for my order", 1)))
    await handle(database, mind, items(text("where is my order", 2)))
    await handle(database, mind, items(text("1041", 3)))
    chat = (await database.conversations.get_many([CHAT]))[CHAT]
    assert (chat.version, chat.focus_order, chat.question) == (3, "noor:1", None)


async def test_strangers_in_one_batch_each_get_an_answer(database: Database, mind: Mind) -> None:
    strangers = [text("where is my order", n, f"9665000000{n:02d}") for n in range(30)]
    outcome = await handle(database, mind, items(*strangers))
    assert len({item.customer_id for item in outcome.outbox}) == 30


async def test_a_reply_is_about_the_order_of_what_it_replies_to(database: Database, mind: Mind) -> None:
    await shop(database)
    first = await handle(database, mind, items(text("where is order 1042", 1)))
    (line,) = [line for line in await database.transcript.of_conversation(CHAT) if line.direction == "in"]
    await database.transcript.add([replace(line, id=first.outbox[0].id, direction="out", wamid="wamid.ours", order_id="noor:2")])
    second = await handle(database, mind, items(text("is it shipped", 2, context={"id": "wamid.ours", "from": "1"})))
    assert [item.order_id for item in second.outbox] == ["noor:2"]


@pytest.mark.parametrize("odd", ["\ud800", "a\0b", "\u202e", "9" * 4_096, "🚚" * 1_000])
async def test_odd_texts_are_stored_and_answered_with_their_neighbours(database: Database, mind: Mind, odd: str) -> None:
    outcome = await handle(database, mind, items(text(odd, 1, "966500000001"), text("where is my order", 2, "966500000002")))
    assert len(outcome.outbox) == 2
    assert await database.inbox.waiting(NOW + 1, 10) == []


async def test_numbers_beyond_the_database_park_nothing_but_themselves(database: Database, mind: Mind) -> None:
    outcome = await handle(database, mind, items(text(2**63, 1, "966500000001"), text("where is my order", 2, "966500000002")))
    assert [item.to.wa_id for item in outcome.outbox] == ["966500000002"]
    assert len(outcome.parked) == 1


async def test_messages_to_numbers_of_no_store_are_kept_aside(database: Database, mind: Mind) -> None:
    waiting = items(text("hi"), number="somebody else's")
    outcome = await handle(database, mind, waiting)
    assert (outcome.outbox, outcome.parked) == ([], [])
    assert await database.events.known([waiting[0].id]) == {waiting[0].id}


async def test_a_new_number_keeps_customer_and_orders(database: Database, mind: Mind) -> None:
    await shop(database)
    change = {"from": "966501234567", "id": "wamid.1", "timestamp": str(NOW // 1000), "type": "system"}
    change["system"] = {"body": "changed", "type": "user_changed_number", "wa_id": "966559999999"}  # type: ignore[assignment]
    await handle(database, mind, items(change))  # type: ignore[arg-type]
    outcome = await handle(database, mind, items(text("where is order 1041", 2, "966559999999")))
    assert [(item.customer_id, item.order_id) for item in outcome.outbox] == [("cu:sara", "noor:1")]


async def test_a_lane_that_pauses_keeps_its_items(database: Database, mind: Mind) -> None:
    waiting = items(text("hi"))
    await database.inbox.add_many(waiting)
    outcome = await Chats(database, {"n1": STORE}, mind, 1_500).handle(waiting, NOW)
    assert outcome.waits == {waiting[0].lane: NOW + 1_500}
    assert len(await database.inbox.waiting(NOW + 1, 10)) == 1


async def test_who_is_overtaken_decides_again(database: Database, mind: Mind) -> None:
    await shop(database)
    waiting = items(text("where is my order"))
    await database.inbox.add_many(waiting)

    class Overtaken(Chats):
        """Somebody else writes to the chat between the look and the commit."""

        @override
        async def _look(self, *known: object) -> object:  # type: ignore[override]
            seen = await super()._look(*known)  # type: ignore[arg-type]
            await handle(database, mind, items(text("hello there where is my order", 7)))
            return seen

    outcome = await Overtaken(database, {"n1": STORE}, mind, 0).handle(waiting, NOW)
    assert [item.id for item in outcome.retry] == [waiting[0].id]
    assert outcome.outbox == []


async def test_stop_leaves_a_line_in_the_ledger_and_is_told(database: Database, mind: Mind) -> None:
    await handle(database, mind, items(text("STOP")))
    customer = "cu:noor:wa:966501234567"
    lines = await database.consents.of_customer(customer)
    assert {(line.category, line.given, line.wording) for line in lines} == {("utility", False, "STOP"), ("marketing", False, "STOP")}
    assert [event.type for event in await database.outgoing.of_store("noor")] == ["customer.opted_out"] * 2


async def test_a_request_is_stored_told_and_remembered(database: Database, mind: Mind) -> None:
    await shop(database)
    await handle(database, mind, items(text("cancel order 1042", 1)))
    await handle(database, mind, items(text("yes", 2)))
    (request,) = await database.service_requests.of_store("noor")
    assert (request.kind, request.order_id) == ("cancel", "noor:2")
    assert {event.type for event in await database.outgoing.of_store("noor")} == {"conversation.flagged", "request.created"}
    third = await handle(database, mind, items(text("cancel order 1042", 3)))
    assert len(third.outbox) == 1
    assert len(await database.service_requests.of_store("noor")) == 1
