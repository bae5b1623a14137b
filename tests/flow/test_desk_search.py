from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.versioned import Change
from bot.domain.conversation import Closed, Conversation, Flag
from bot.domain.customer import Customer
from bot.domain.delivery import TranscriptEntry
from bot.domain.money import Money
from bot.domain.names import order_name, parcel_name
from bot.domain.order import Order
from bot.domain.store import Store
from bot.flow.desk_search import MOST_FOUND, find_on_desk, quotes

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
NOOR, DAR = Store("noor", "Noor", "n1"), Store("dar", "Dar", "n2")
SARA = Customer("cu:sara", "noor", "Sara Ål", e164="+966501234567", wa_id="966501234567", bsuid="SA.1349120865")
CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", flag=Flag("complaint", NOW), waiting_since=NOW, version=1)


def said(chat: Conversation, text: str, n: int = 0) -> TranscriptEntry:
    return TranscriptEntry(f"in:{chat.id}:{n}", chat.id, chat.customer_id, chat.store_id, "in", NOW + n, text, "text")


async def talk(db: Database, chat: Conversation, *texts: str) -> None:
    lines = [db.transcript.to_doc(said(chat, text, n)) for n, text in enumerate(texts)]
    await db.conversations.finish(await db.conversations.commit([Change(chat, pending={"transcript": lines})]))


async def stand(db: Database, *chats: Conversation) -> None:
    await db.customers.put_many([SARA])
    await db.orders.put_many([Order("noor:5001", "noor", "NH-1042", NOW, "fulfilled", "paid", Money(100, "SAR"), customer_id=SARA.id)])
    await db.names.claim({order_name("noor", "NH-1042"): "noor:5001", parcel_name("noor", "1Z 999"): "noor:5001"})
    for chat in chats:
        await db.conversations.finish(await db.conversations.commit([Change(chat)]))


async def found(db: Database, text: str, *stores: Store) -> list[str]:
    return [entry.id for entry in await find_on_desk(db, stores or (NOOR, DAR), text, NOW)]


@pytest.mark.parametrize("text", ["sara", " ål ", "+966 50 123-4567", "966501234567", "SA.1349120865", "#nh-1042", "1z999"])
async def test_a_conversation_is_found_by_whatever_one_has(database: Database, text: str) -> None:
    await stand(database, CHAT)
    assert await found(database, text) == [CHAT.id]


@pytest.mark.parametrize("text", ["", "  ", "nobody", "NH-9999", "0", ".*", "\x00", "\ud800", "$where", "x" * 10_000])
async def test_what_means_nobody_finds_nobody(database: Database, text: str) -> None:
    await stand(database, CHAT)
    assert await found(database, text) == []


@pytest.mark.parametrize("text", ["sara", "966501234567", "NH-1042"])
async def test_what_is_another_stores_is_not_found(database: Database, text: str) -> None:
    await stand(database, CHAT)
    assert await found(database, text, DAR) == []


async def test_a_customer_who_needs_nobody_is_not_on_the_desk(database: Database) -> None:
    await stand(database, replace(CHAT, flag=None, waiting_since=None))
    assert await found(database, "sara") == []


async def test_the_most_urgent_come_first_and_not_too_many(database: Database) -> None:
    people = [replace(SARA, id=f"cu:{n}", e164=None, wa_id=None, bsuid=f"SA.{n}") for n in range(MOST_FOUND + 5)]
    await database.customers.put_many(people)
    chats = [replace(CHAT, id=f"c:n1:cu:{n}", customer_id=f"cu:{n}", waiting_since=NOW - n) for n in range(MOST_FOUND + 5)]
    for chat in chats:
        await database.conversations.finish(await database.conversations.commit([Change(chat)]))
    entries = await find_on_desk(database, [NOOR], "Sara", NOW)
    assert len(entries) == MOST_FOUND
    assert [entry.due_at for entry in entries] == sorted(entry.due_at for entry in entries)


@pytest.mark.parametrize("text", ["blue", "PARCEL blu", "broken"])
async def test_a_conversation_is_found_by_what_was_said_in_it(database: Database, text: str) -> None:
    await talk(database, CHAT, "my blue parcel", "is broken")
    await talk(database, replace(CHAT, id="c:n2:cu:o", store_id="dar"), "my blue parcel", "is broken")
    assert await found(database, text, NOOR) == [CHAT.id]


async def test_a_closed_conversation_is_found_by_what_was_said(database: Database) -> None:
    await talk(database, replace(CHAT, flag=None, waiting_since=None, closed=Closed(NOW, "solved")), "my blue parcel")
    assert await found(database, "blue parcel") == [CHAT.id]


async def test_who_has_the_name_comes_before_those_who_spoke_of_it(database: Database) -> None:
    await stand(database, CHAT)
    await talk(database, replace(CHAT, id="c:n1:cu:x", customer_id="cu:x", waiting_since=NOW - 1), "it was a present for Sara")
    assert await found(database, "sara") == [CHAT.id, "c:n1:cu:x"]


async def test_the_newest_text_with_the_words_is_quoted(database: Database) -> None:
    await stand(database, replace(CHAT, id="c:n1:cu:x"))
    await talk(database, CHAT, "a blue parcel", "the parcel is blue", "thanks")
    entries = await find_on_desk(database, [NOOR], "blue parcel", NOW)
    pieces = (await quotes(database, entries, "blue parcel"))[CHAT.id]
    assert [(piece.text, piece.found) for piece in pieces] == [("the ", False), ("parcel ", True), ("is ", False), ("blue", True)]
    assert await quotes(database, entries, " ") == {}
