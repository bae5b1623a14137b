"""Finding and removing what is about one person, on every kind of server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.db.personal import BY_FIELD, BY_POINTER
from bot.db.versioned import COPY_ORDER
from bot.domain.customer import Customer
from bot.domain.privacy import Trace

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document

HIS = Trace("noor", "cu:1", ("cu:1", "cu:2"), ("i:1",), ("c:1",), ("o:1",), ("m:1",), ("f:1",), ("966501234567",))
PARTS = {"customers": "cu:1", "identities": "i:1", "chats": "c:1", "orders": "o:1", "messages": "m:1", "files": "f:1"}


async def test_what_a_field_says_is_his_is_found_and_nothing_else(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    for name, (field, part) in BY_FIELD.items():
        values = {"x:his": PARTS[part], "x:other": f"{PARTS[part]}0"}
        await motor_database[name].insert_many([{"_id": value if field == "_id" else key, field: value} for key, value in values.items()])
        (found,) = await database.personal.found(name, HIS)
        assert found[field] == PARTS[part], name


async def test_what_points_to_him_is_found_wherever_it_is_written(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    docs: list[Document] = [
        {"_id": "x:1", "body": b"+966 50 123 4567"},
        {"_id": "x:2", "data": {"to": ["966501234567"]}},
        {"_id": "x:3", "body": b"966507654321"},
    ]
    for name in BY_POINTER:
        await motor_database[name].insert_many([dict(doc) for doc in docs])
        assert sorted(doc["_id"] for doc in await database.personal.found(name, HIS)) == ["x:1", "x:2"], name


def test_everything_that_follows_from_a_commit_is_looked_through() -> None:
    # The names of orders are nobody's.
    assert set(COPY_ORDER) - {"names"} <= {*BY_FIELD, *BY_POINTER}


async def test_only_events_about_no_order_are_looked_through_for_pointers(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    docs: list[Document] = [
        {"_id": "e:1", "order_id": None, "body": "966501234567"},
        {"_id": "e:2", "order_id": "o:9", "body": "966501234567"},
        {"_id": "e:3", "order_id": None, "body": "x"},
    ]
    await motor_database["events"].insert_many(docs)
    assert [doc["_id"] for doc in await database.personal.loose_events(HIS)] == ["e:1"]


async def test_documents_take_the_place_of_others_and_the_second_time_nothing_happens(
    database: Database, motor_database: AsyncIOMotorDatabase[Document]
) -> None:
    old, new = {"_id": "x:old", "n": 1}, {"_id": "x:new", "n": 1}
    await motor_database["charges"].insert_one(dict(old))
    for _ in range(2):
        assert await database.personal.replace("charges", [old], [dict(new)]) == 1
        assert await motor_database["charges"].find({}).to_list(None) == [new]


async def test_what_keeps_its_id_is_not_removed(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    doc: Document = {"_id": "x:1"}
    await motor_database["charges"].insert_one(dict(doc))
    await database.personal.replace("charges", [doc], [dict(doc)])
    assert await motor_database["charges"].find({}).to_list(None) == [doc]


@pytest.mark.parametrize(("version", "gone"), [(3, True), (2, False)])
async def test_what_somebody_has_written_since_stays(
    database: Database,
    motor_database: AsyncIOMotorDatabase[Document],
    version: int,
    gone: bool,  # noqa: FBT001 - a case
) -> None:
    await motor_database["conversations"].insert_one({"_id": "c:1", "version": 3})
    assert await database.personal.remove_version("conversations", "c:1", version) is gone


async def test_more_than_fits_one_call_is_found_and_removed(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    ids = [f"m:{n}" for n in range(1_203)]
    await motor_database["misunderstood"].insert_many([{"_id": one} for one in ids])
    found = await database.personal.with_field("misunderstood", "_id", ids)
    assert (len(found), await database.personal.remove("misunderstood", found)) == (1_203, 1_203)
    assert await motor_database["misunderstood"].find({}).to_list(None) == []


async def test_customers_are_found_by_a_part_of_their_names(database: Database) -> None:
    names = {"cu:1": "Sara Alharbi", "cu:2": "sarah", "cu:3": "Omar (a.b)", "cu:4": None}
    await database.customers.put_many([Customer(key, "noor", name, wa_id=key[3:]) for key, name in names.items()])
    await database.customers.put_many([Customer("cu:5", "dar", "Sara", wa_id="5")])
    assert sorted(await database.personal.called("noor", "SARA", 9)) == ["cu:1", "cu:2"]
    assert await database.personal.called("noor", "a.b", 9) == ["cu:3"]
    assert len(await database.personal.called("noor", "sar", 1)) == 1


async def test_ids_that_hold_a_text_are_found(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    await motor_database["documents"].insert_many([{"_id": "invoice:o:1:7"}, {"_id": "invoice:o:11:7"}, {"_id": "in:1"}])
    assert await database.personal.ids_holding("documents", ["invoice:o:1:"]) == ["invoice:o:1:7"]
    assert await database.personal.ids_holding("documents", []) == []
