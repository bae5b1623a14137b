"""Conversations and the lines that follow from them, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.versioned import Change
from bot.domain.conversation import Closed, Conversation, Flag
from bot.domain.customer import Customer

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document

NOW = 1_760_000_000_000
CHAT = Conversation("c:n1:cu", "noor", "cu", "n1", last_inbound_at=NOW, version=1)
FLAGGED = replace(CHAT, flag=Flag("complaint", NOW), waiting_since=NOW)
EVERYTHING = replace(
    FLAGGED,
    owner="staff",
    assignee="s:1",
    team="noor:returns",
    labels=("late", "vip"),
    taken_at=NOW + 1,
    staff_said_at=NOW + 2,
    escalated_at=NOW + 3,
    touched_at=NOW + 4,
    preview="أين طلبي؟",
    closed=Closed(NOW, "silence"),
    reopened_at=NOW + 5,
    to_rate=Closed(NOW, "solved", "s:1"),
)


async def commit(db: Database, *chats: Conversation) -> None:
    await db.conversations.finish(await db.conversations.commit([Change(chat) for chat in chats]))


async def names(db: Database, *ids: str) -> dict[str, str | None]:
    return {key: entry.name for key, entry in (await db.desk.get_many(ids)).items()}


async def test_what_people_did_with_it_is_kept(database: Database) -> None:
    await commit(database, EVERYTHING)
    assert await database.conversations.get_many([CHAT.id]) == {CHAT.id: EVERYTHING}


async def test_an_old_document_has_nothing_of_it(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    old = {"_id": "c:old", "store_id": "noor", "customer_id": "cu", "phone_number_id": "n1", "version": 4, "owner": "bot"}
    await motor_database["conversations"].insert_one(old)
    chat = (await database.conversations.get_many(["c:old"]))["c:old"]
    assert (chat.assignee, chat.labels, chat.waiting_since, chat.closed, chat.touched_at) == (None, (), None, None, 0)


async def test_a_batch_writes_the_lines_of_those_who_need_a_person(database: Database) -> None:
    await database.customers.put_many([Customer("cu:1", "noor", "Sara"), Customer("cu:2", "noor")])
    flagged = [replace(FLAGGED, id=f"c:{n}", customer_id=f"cu:{n}") for n in (1, 2, 3)]
    await commit(database, *flagged, replace(CHAT, id="c:4"))
    assert await names(database, "c:1", "c:2", "c:3", "c:4") == {"c:1": "Sara", "c:2": None, "c:3": None}


async def test_a_name_that_was_learnt_since_stands_there_with_the_next_commit(database: Database) -> None:
    await commit(database, FLAGGED)
    await database.customers.put_many([Customer("cu", "noor", "Sara")])
    await commit(database, replace(FLAGGED, version=2))
    assert await names(database, CHAT.id) == {CHAT.id: "Sara"}


async def test_who_lost_the_race_writes_no_line(database: Database) -> None:
    await commit(database, replace(FLAGGED, labels=("first",)))
    await commit(database, replace(FLAGGED, labels=("second",)))
    assert [entry.labels for entry in (await database.desk.get_many([CHAT.id])).values()] == [("first",)]


@pytest.mark.parametrize("version", [0, 3])
async def test_values_that_are_put_have_their_lines(database: Database, version: int) -> None:
    await database.conversations.put_many([replace(FLAGGED, version=version)])
    assert [entry.version for entry in (await database.desk.get_many([CHAT.id])).values()] == [max(version, 1)]


async def test_a_line_that_vanishes_while_it_is_written_is_written_again(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    await commit(database, replace(CHAT, closed=Closed(NOW, "solved")))
    await motor_database["desk"].delete_one({"_id": CHAT.id})
    await database.conversations.project([replace(FLAGGED, version=2)])
    await database.conversations.project([replace(FLAGGED, version=2)])
    assert [entry.version for entry in (await database.desk.get_many([CHAT.id])).values()] == [2]


async def test_what_leaves_the_desk_is_no_longer_counted_or_queued(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    await commit(database, FLAGGED)
    await commit(database, replace(CHAT, version=2, closed=Closed(NOW, "solved", "s:1")))
    doc = await motor_database["desk"].find_one({"_id": CHAT.id})
    assert doc is not None
    assert {"queue_at", "tally", "escalate_from", "quiet_from"} & set(doc) == set()
