"""What Wasla asks of a server, on every kind of server: the operations and types that it uses, and no others."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from pymongo import ReplaceOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase

    Collection = AsyncIOMotorCollection[dict[str, Any]]

VALUES: dict[str, object] = {
    "zero": 0,
    "instant": 1_760_000_000_123,
    "2^53": 2**53,
    "2^53 + 1": 2**53 + 1,
    "2^63 - 1": 2**63 - 1,
    "-2^63": -(2**63),
    "fraction": 0.1,
    "whole float": 3.0,
    "huge float": 1e300,
    "true": True,
    "false": False,
    "none": None,
    "empty text": "",
    "right to left": "ابعتلي الفاتورة \u200f123",
    "astral": "😀🇪🇬",
    "controls": "\x00\x01\x1f\u2028",
    "quotes": """it's "quoted" \\ %s ? :x $y""",
    "64 KB": "é" * 32_768,
    "looks like a date": "2026-01-01T00:00:00Z",
    "looks like JSON": '{"a":1}',
    "looks like an id": "5f0000000000000000000000",
    "looks like a number": "123",
    "empty list": [],
    "empty document": {},
    "nested lists": [1, [2, [3, {"a": []}]], {}],
    "nested documents": {"a": {"b": {"c": None}}},
    "odd keys": {"wa:20:x": 1, "it's": 2, "a-b": 3, "مفتاح": 4, "0": 5, "id": 6, "_id": "7"},
    "mixed list": [1, "1", True, None, 1.5],
}
BYTES: dict[str, object] = {"bytes": b"\x00\xff\x80abc", "no bytes": b"", "bytes within": [{"body": b"{}", "on": True}]}
IDS = ["wa:wamid.HBgL==", "s:1", "S:1", "s:1 ", 'store:it\'s "x" \\ ?', "cu:متجر:😀", "a" * 500]


def ids(values: dict[str, object]) -> list[Any]:
    return [pytest.param(value, id=name) for name, value in values.items()]


@pytest.fixture
def things(motor_database: AsyncIOMotorDatabase[dict[str, Any]]) -> Collection:
    return motor_database["things"]


async def stored(things: Collection, key: str = "t:1") -> dict[str, Any]:
    doc = await things.find_one({"_id": key})
    assert doc is not None
    return doc


@pytest.mark.parametrize("value", ids(VALUES | BYTES))
async def test_an_insert_keeps_every_value_and_its_type(things: Collection, value: object) -> None:
    await things.insert_many([{"_id": "t:1", "value": value}], ordered=False)
    found = (await stored(things))["value"]
    assert found == value
    assert isinstance(found, type(value))


@pytest.mark.parametrize("value", ids(VALUES))
async def test_a_replacement_keeps_every_value_and_its_type(things: Collection, value: object) -> None:
    await things.insert_one({"_id": "t:1", "value": "old", "gone": 1})
    await things.bulk_write([ReplaceOne({"_id": "t:1", "value": "old"}, {"_id": "t:1", "value": value})], ordered=False)
    found = await stored(things)
    assert found == {"_id": "t:1", "value": value}
    assert isinstance(found["value"], type(value))


@pytest.mark.parametrize("value", ids(VALUES | BYTES))
async def test_set_keeps_every_value(things: Collection, value: object) -> None:
    # A bool comes back from NX-27017 as 1 or 0: equal, of another type. Readers must not ask ``is True``.
    await things.insert_one({"_id": "t:1", "value": "old"})
    await things.bulk_write([UpdateOne({"_id": "t:1"}, {"$set": {"value": value, "new": value}})], ordered=False)
    assert await stored(things) == {"_id": "t:1", "value": value, "new": value}


@pytest.mark.parametrize("value", ids(VALUES))
async def test_a_replacement_that_finds_nothing_inserts_when_asked(things: Collection, value: object) -> None:
    await things.replace_one({"_id": "t:1"}, {"_id": "t:1", "value": value}, upsert=True)
    assert await stored(things) == {"_id": "t:1", "value": value}


@pytest.mark.parametrize("value", ids(VALUES | BYTES))
async def test_set_inserts_when_asked_and_there_is_nothing(things: Collection, value: object) -> None:
    for _ in range(2):
        await things.update_one({"_id": "t:1"}, {"$set": {"value": value}}, upsert=True)
        assert await stored(things) == {"_id": "t:1", "value": value}


@pytest.mark.parametrize("value", ["ابعتلي", "😀", "it's", "", 2**53 + 1, 0, -1.5, None])
async def test_equality_finds_texts_and_numbers(things: Collection, value: object) -> None:
    await things.insert_many([{"_id": "t:1", "value": value}, {"_id": "t:2", "value": "other"}])
    assert [doc["_id"] for doc in await things.find({"value": value}).to_list(None)] == ["t:1"]


async def test_ids_differ_by_every_character(things: Collection) -> None:
    await things.insert_many([{"_id": key} for key in IDS], ordered=False)
    found = await things.find({"_id": {"$in": IDS}}).to_list(None)
    assert sorted(doc["_id"] for doc in found) == sorted(IDS)
    assert (await things.delete_many({"_id": {"$in": IDS[:3]}})).deleted_count == 3


async def test_an_unordered_insert_names_the_duplicates_and_stores_the_rest(things: Collection) -> None:
    await things.insert_many([{"_id": "t:1"}, {"_id": "t:3"}])
    with pytest.raises(BulkWriteError) as caught:
        await things.insert_many([{"_id": f"t:{n}"} for n in (0, 1, 2, 3, 4, 4)], ordered=False)
    failures = [(error["index"], error["code"]) for error in caught.value.details["writeErrors"]]
    assert failures == [(1, 11_000), (3, 11_000), (5, 11_000)]
    assert len(await things.find({}).to_list(None)) == 5


async def test_a_single_duplicate_is_a_duplicate_key_error(things: Collection) -> None:
    await things.insert_one({"_id": "t:1", "first": True})
    with pytest.raises(DuplicateKeyError):
        await things.insert_one({"_id": "t:1", "first": False})
    assert (await stored(things))["first"]


async def test_fifty_writers_of_one_key_make_one_document(things: Collection) -> None:
    async def write(writer: int) -> int:
        try:
            await things.insert_many([{"_id": f"t:{n}", "writer": writer} for n in range(20)], ordered=False)
        except BulkWriteError as error:
            return 20 - len(error.details["writeErrors"])
        return 20

    assert sum(await asyncio.gather(*(write(n) for n in range(50)))) == 20
    assert len(await things.find({}).to_list(None)) == 20


async def test_of_many_replacements_of_one_version_one_succeeds(things: Collection) -> None:
    await things.insert_one({"_id": "t:1", "version": 1})
    write = [ReplaceOne({"_id": "t:1", "version": 1}, {"_id": "t:1", "version": 2})]
    results = await asyncio.gather(*(things.bulk_write(write, ordered=False) for _ in range(20)))
    assert sum(result.matched_count for result in results) == 1


async def test_a_bulk_of_guarded_updates_changes_only_what_its_guard_lets_through(things: Collection) -> None:
    await things.insert_many([{"_id": f"t:{n}", "rank": 10 * n} for n in range(5)])
    writes = [UpdateOne({"_id": f"t:{n}", "rank": {"$lt": 25}}, {"$set": {"rank": 25}}) for n in (*range(5), 9)]
    result = await things.bulk_write(writes, ordered=False)
    assert result.matched_count == 3
    assert sorted(doc["rank"] for doc in await things.find({}).to_list(None)) == [25, 25, 25, 30, 40]


async def test_an_update_of_many_ids_counts_and_sets_where_the_state_fits(things: Collection) -> None:
    await things.insert_many([{"_id": f"t:{n}", "state": "queued" if n else "sending", "attempts": n} for n in range(3)])
    wanted = {"_id": {"$in": ["t:0", "t:1", "t:2", "t:9"]}, "state": "queued"}
    result = await things.update_many(wanted, {"$set": {"state": "sending", "claim": "x"}, "$inc": {"attempts": 1}})
    assert result.matched_count == 2
    assert await stored(things, "t:2") == {"_id": "t:2", "state": "sending", "attempts": 3, "claim": "x"}


async def test_an_update_that_changes_nothing_still_counts_as_found(things: Collection) -> None:
    await things.insert_one({"_id": "t:1", "state": "queued"})
    result = await things.update_one({"_id": "t:1"}, {"$set": {"state": "queued"}})
    assert result.matched_count == 1


async def test_a_search_may_be_sorted_and_limited(things: Collection) -> None:
    await things.create_index("at")
    await things.insert_many([{"_id": f"t:{n}", "at": 1_760_000_000_000 - n} for n in range(300)])
    found = await things.find({"at": {"$lt": 1_760_000_000_000}}).sort("at", 1).limit(3).to_list(3)
    assert [doc["_id"] for doc in found] == ["t:299", "t:298", "t:297"]


async def test_a_large_result_comes_whole(things: Collection) -> None:
    keys = [f"t:{n}" for n in range(2_500)]
    await things.insert_many([{"_id": key} for key in keys], ordered=False)
    assert {doc["_id"] for doc in await things.find({"_id": {"$in": keys}}).to_list(None)} == set(keys)


async def test_a_search_within_lists_of_documents_compares_one_field(things: Collection) -> None:
    # NX-27017 finds nothing for ``parcels.at`` with an operator, nor for ``$in`` within ``$elemMatch``.
    await things.insert_many([{"_id": f"t:{n}", "parcels": [{"at": n}, {"at": n + 5, "x": 1}]} for n in range(3)])
    found = await things.find({"parcels": {"$elemMatch": {"at": {"$lt": 2}}}}, projection=["_id"]).to_list(None)
    assert sorted(doc["_id"] for doc in found) == ["t:0", "t:1"]


async def test_a_projection_leaves_the_rest_out(things: Collection) -> None:
    await things.insert_one({"_id": "t:1", "a": 1, "b": 2})
    assert await things.find_one({"_id": "t:1"}, projection=["a", "absent"]) == {"_id": "t:1", "a": 1}
    assert await things.find_one({"_id": "t:1"}, projection=["_id"]) == {"_id": "t:1"}


async def test_making_an_index_twice_changes_nothing(things: Collection) -> None:
    assert await things.create_index("at") == await things.create_index("at")


async def test_a_document_may_hold_fifteen_megabytes(things: Collection) -> None:
    await things.insert_one({"_id": "t:1", "data": b"x" * 15_000_000})
    assert len((await stored(things))["data"]) == 15_000_000


async def test_writers_of_different_fields_do_not_undo_one_another(things: Collection) -> None:
    await things.insert_one({"_id": "t:1", "count": 0})
    await asyncio.gather(*(things.update_one({"_id": "t:1"}, {"$inc": {"count": 1}, "$set": {f"f{n}": n}}) for n in range(30)))
    assert await stored(things) == {"_id": "t:1", "count": 30, **{f"f{n}": n for n in range(30)}}
