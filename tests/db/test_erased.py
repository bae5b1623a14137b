"""Hashes of who was erased, on every kind of server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.db import Database
from bot.domain.privacy import Erasure

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document

NOW = 1_760_000_000_000
PHONE = "noor:wa:966501234567"


async def test_what_stands_for_a_text_is_always_the_same(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    first = await database.erased.token(PHONE)
    # Another process reads the key that the first one has made.
    assert await Database(motor_database).erased.token(PHONE) == first
    assert len({first, await database.erased.token("noor:wa:966501234568")}) == 2


async def test_of_two_who_make_the_key_at_once_both_have_the_same(motor_database: AsyncIOMotorDatabase[Document]) -> None:
    both = await asyncio.gather(*(Database(motor_database).erased.token(PHONE) for _ in range(4)))
    assert len(set(both)) == 1


async def test_another_installation_makes_others(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    before = await database.erased.token(PHONE)
    await motor_database["erased_key"].delete_many({})
    assert await Database(motor_database).erased.token(PHONE) != before


async def test_who_was_erased_is_known_and_nobody_can_read_who(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    await database.erased.note([PHONE, "noor:bsuid:SA.1"], NOW)
    await database.erased.note([PHONE], NOW + 5)
    assert await database.erased.since([PHONE, "noor:bsuid:SA.1", "noor:wa:1"]) == {PHONE: NOW + 5, "noor:bsuid:SA.1": NOW}
    assert "966501234567" not in repr(await motor_database["erased"].find({}).to_list(None))


async def test_nobody_is_asked_about(database: Database) -> None:
    await database.erased.note([], NOW)
    assert await database.erased.since([]) == {}


async def test_a_text_that_is_no_text_has_a_hash_too(database: Database) -> None:
    assert await database.erased.token("\ud800")


async def test_what_is_to_be_settled_is_found_when_it_is_time(database: Database) -> None:
    await database.erasures.put(Erasure("erased:1", "noor", NOW, "s:1", {"transcript": 3}, 0, NOW + 10, ("cu:1",), ("c:n1:cu:1",), ("f",)))
    await database.erasures.put(Erasure("erased:2", "noor", NOW, ended_at=NOW))
    assert [one.id for one in await database.erasures.due(NOW + 9)] == []
    (found,) = await database.erasures.due(NOW + 10)
    assert (found.removed, found.customers, found.chats, found.files) == ({"transcript": 3}, ("cu:1",), ("c:n1:cu:1",), ("f",))
    assert await database.erasures.get("erased:3") is None
