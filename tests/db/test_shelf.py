from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document


async def _filled(motor: AsyncIOMotorDatabase[Document]) -> None:
    await motor["audit"].insert_many([{"_id": f"a:{at}", "at": at, "who": "x"} for at in (0, 5, 9, 10)] + [{"_id": "a:none"}])


async def test_only_what_has_an_instant_is_old(motor_database: AsyncIOMotorDatabase[Document], database: Database) -> None:
    await _filled(motor_database)
    found = [doc["_id"] async for docs in database.shelf.old("audit", "at", 10, most=1) for doc in docs]
    assert sorted(found) == ["a:5", "a:9"]


async def test_what_has_changed_since_it_was_read_stays(motor_database: AsyncIOMotorDatabase[Document], database: Database) -> None:
    await _filled(motor_database)
    (docs,) = [docs async for docs in database.shelf.old("audit", "at", 10)]
    await motor_database["audit"].update_one({"_id": "a:5"}, {"$set": {"at": 99}})
    assert await database.shelf.remove("audit", docs, "at") == {"a:9"}
    assert await database.shelf.there("audit", ["a:5", "a:9", "a:10"]) == {"a:5", "a:10"}


async def test_an_absent_field_counts_as_none(motor_database: AsyncIOMotorDatabase[Document], database: Database) -> None:
    await motor_database["customers"].insert_many([{"_id": "c:1"}, {"_id": "c:2", "revision": "r"}])
    assert await database.shelf.remove("customers", [{"_id": "c:1"}, {"_id": "c:2"}], "revision") == {"c:1"}
    assert await database.shelf.remove("customers", [], "revision") == set()


async def test_ids_are_found_by_how_they_begin(motor_database: AsyncIOMotorDatabase[Document], database: Database) -> None:
    await motor_database["charges"].insert_many([{"_id": "noor:1.5:2:0"}, {"_id": "noor:115:2:0"}])
    assert await database.shelf.beginnings("charges", ["noor:1.5:", "noor:11:", "noor:1"]) == {"noor:1.5:", "noor:1"}


async def test_values_are_looked_for_one_by_one(motor_database: AsyncIOMotorDatabase[Document], database: Database) -> None:
    await motor_database["transcript"].insert_one({"_id": "l", "conversation_id": "c:1"})
    assert await database.shelf.values("transcript", "conversation_id", ["c:1", "c:2"]) == {"c:1"}
    assert await database.shelf.ids("transcript", "conversation_id", "c:1") == ["l"]
