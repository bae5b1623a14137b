"""The embedded database's engine: what it does by ``_id`` must be what NX-27017 would have done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from bson import decode
from hypothesis import given, settings
from hypothesis import strategies as st
from nx_27017.handler import NeoSQLiteHandler

from bot.embedded.by_id import ById, NotByIdError
from bot.embedded.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.embedded.by_id import Document

# NX-27017's ``$set`` goes through SQLite's JSON functions, which keep 15 digits of a float; BSON's names hold no NUL.
FLOATS = st.integers(-(10**6), 10**6).map(lambda number: number / 8)
NAMES = st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=3)
SCALARS = st.integers(-(2**63), 2**63 - 1) | FLOATS | st.text(max_size=5) | st.none()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6)
FIELDS = st.sampled_from(("a", "b", "n"))
KEYS = st.sampled_from(("t:1", "t:2", "t:3"))
GUARDS = st.dictionaries(FIELDS, st.integers(-2, 2) | st.text(max_size=1) | st.fixed_dictionaries({"$lt": st.integers(-2, 2)}), max_size=1)
DOCUMENTS = st.dictionaries(FIELDS, VALUES | st.integers(-2, 2), max_size=3)


def insert(*documents: Document, **options: Any) -> Document:
    return {"insert": "things", "documents": list(documents), "ordered": False, **options}


def update(query: Document, change: Document, **options: Any) -> Document:
    return {"update": "things", "updates": [{"q": query, "u": change, "multi": False, "upsert": False, **options}]}


COMMANDS = st.lists(
    st.builds(lambda key, doc: insert({"_id": key, **doc}), KEYS, DOCUMENTS)
    | st.builds(lambda key, guard, doc: update({"_id": key, **guard}, {"_id": key, **doc}), KEYS, GUARDS, DOCUMENTS)
    | st.builds(lambda key, guard, doc: update({"_id": key, **guard}, {"$set": {"n": 1, **doc}}), KEYS, GUARDS, DOCUMENTS),
    max_size=8,
)


@pytest.fixture
def engine() -> Iterator[Engine]:
    running = Engine(data_dir="memory")
    yield running
    running.close_all()


def run(engine: Engine, command: Document) -> Document:
    return decode(engine.run({"request_id": 1, "sections": [("body", {**command, "$db": "wasla"})]}))


def everything(engine: Engine) -> list[Document]:
    found: list[Document] = run(engine, {"find": "things", "filter": {}})["cursor"]["firstBatch"]
    return sorted(found, key=lambda doc: str(doc["_id"]))


@settings(max_examples=60, deadline=None)
@given(COMMANDS)
def test_any_commands_leave_the_same_documents_as_nx_27017_alone(commands: list[Document]) -> None:
    engine, stock = Engine(data_dir="memory"), NeoSQLiteHandler(data_dir="memory")
    for command in commands:
        handle = stock.handle_insert if "insert" in command else stock.handle_command
        expected = handle({"request_id": 1, "sections": [("body", {**command, "$db": "wasla"})]})[1]
        assert run(engine, command)["n"] == expected["n"]
    both = [handler.handle_command({"request_id": 1, "sections": [("body", {"find": "things", "$db": "wasla"})]})[1] for handler in (engine, stock)]
    assert both[0] == both[1]
    engine.close_all()
    stock.close_all()


@given(DOCUMENTS)
@settings(max_examples=30, deadline=None)
def test_what_is_stored_by_id_reads_the_same_by_id_and_by_search(document: Document) -> None:
    engine = Engine(data_dir="memory")
    run(engine, insert({"_id": "t:1", **document, "bytes": [b"\x00\xff"]}))
    by_id = run(engine, {"find": "things", "filter": {"_id": {"$in": ["t:1"]}}})["cursor"]["firstBatch"]
    assert by_id == everything(engine) == [{"_id": "t:1", **document, "bytes": [b"\x00\xff"]}]
    engine.close_all()


@given(st.lists(st.text(st.characters(exclude_characters="\x00", codec="utf-8"), min_size=1, max_size=3), unique=True, max_size=9), st.data())
@settings(max_examples=60, deadline=None)
def test_a_range_of_ids_is_what_mongodb_would_give(names: list[str], data: st.DataObject) -> None:
    """MongoDB compares strings by the bytes of UTF-8."""
    engine = Engine(data_dir="memory")
    run(engine, insert({"_id": "another kind", "n": 9}, *({"_id": f"t:{name}", "n": place % 2} for place, name in enumerate(names))))
    low, high = sorted((data.draw(st.sampled_from(["t:", *names])), data.draw(st.sampled_from(["t;", *names]))))
    way, limit = data.draw(st.sampled_from((1, -1))), data.draw(st.integers(1, 5))
    command = {"find": "things", "filter": {"_id": {"$gt": low, "$lte": high}, "n": 1}, "sort": {"_id": way}, "limit": limit}
    found = [doc["_id"] for doc in ById(engine.get_database("wasla").db, "things").find(command)]
    there = [f"t:{name}" for place, name in enumerate(names) if place % 2 and low.encode() < f"t:{name}".encode() <= high.encode()]
    assert found == sorted(there, key=str.encode, reverse=way < 0)[:limit]
    engine.close_all()


def test_a_range_of_ids_reads_no_more_than_it_gives(engine: Engine) -> None:
    run(engine, insert(*({"_id": f"t:{n}"} for n in range(200))))
    connection = engine.get_database("wasla").db
    plan = connection.execute("EXPLAIN QUERY PLAN SELECT data FROM things WHERE _id > 't:' AND _id < 't;' ORDER BY _id ASC").fetchall()
    assert [row[3] for row in plan] == ["SEARCH things USING INDEX idx_things_id (_id>? AND _id<?)"]
    assert len(run(engine, {"find": "things", "filter": {"_id": {"$gt": "t:"}}, "limit": 3})["cursor"]["firstBatch"]) == 3


def test_set_keeps_bools_and_floats_and_a_replacement_keeps_bytes_unlike_nx_27017(engine: Engine) -> None:
    run(engine, insert({"_id": "t:1"}))
    run(engine, update({"_id": "t:1"}, {"_id": "t:1", "data": b"\x00\xff"}))
    run(engine, update({"_id": "t:1"}, {"$set": {"on": True, "part": 0.1 + 0.2}}))
    assert everything(engine) == [{"_id": "t:1", "data": b"\x00\xff", "on": True, "part": 0.1 + 0.2}]
    assert everything(engine)[0]["on"] is True


def test_a_command_that_turns_out_not_to_be_simple_is_begun_again_not_continued(engine: Engine) -> None:
    run(engine, insert({"_id": "t:1", "n": 0}, {"_id": "t:2", "n": [0]}))
    changes = update({"_id": "t:1"}, {"$inc": {"n": 1}})["updates"] + update({"_id": "t:2", "n": 0}, {"$set": {"seen": 1}})["updates"]
    assert run(engine, {"update": "things", "updates": changes})["ok"] == 1
    assert everything(engine)[0]["n"] == 1


def test_other_types_and_other_ids_are_left_to_nx_27017(engine: Engine) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    run(engine, insert({"_id": "t:1", "moment": moment}))
    run(engine, insert({"_id": 7}))
    found = {doc["_id"]: doc for doc in everything(engine)}
    assert found["t:1"]["moment"].replace(tzinfo=UTC) == moment
    assert 7 in found


def test_infinity_is_refused_for_its_document_alone(engine: Engine) -> None:
    answer = run(engine, insert({"_id": "t:1", "n": float("inf")}, {"_id": "t:2"}))
    assert [error["index"] for error in answer["writeErrors"]] == [0]
    assert [doc["_id"] for doc in everything(engine)] == ["t:2"]


def test_a_refused_update_changes_nothing(engine: Engine) -> None:
    run(engine, insert({"_id": "t:1", "n": 0}, {"_id": "t:2", "n": "text"}))
    changes = [change for key in ("t:1", "t:2") for change in update({"_id": key}, {"$inc": {"n": 1}})["updates"]]
    assert run(engine, {"update": "things", "updates": changes})["ok"] == 0
    assert [doc["n"] for doc in everything(engine)] == [0, "text"]


def test_transactions_are_refused(engine: Engine) -> None:
    assert run(engine, insert({"_id": "t:1"}, startTransaction=True, autocommit=False))["ok"] == 0
    assert everything(engine) == []


def test_reading_and_changing_what_is_not_there_finds_nothing(engine: Engine) -> None:
    assert run(engine, {"find": "things", "filter": {"_id": "t:1"}})["cursor"]["firstBatch"] == []
    assert run(engine, update({"_id": "t:1"}, {"$set": {"a": 1}}))["n"] == 0


def test_an_ordered_insert_ends_at_the_first_duplicate(engine: Engine) -> None:
    answer = run(engine, insert({"_id": "t:1"}, {"_id": "t:1"}, {"_id": "t:2"}) | {"ordered": True})
    assert (answer["n"], answer["writeErrors"][0]["code"]) == (1, 11_000)
    assert [doc["_id"] for doc in everything(engine)] == ["t:1"]


@pytest.mark.parametrize(
    "command",
    [
        {"filter": {"_id": "t:1", "n": 1}},
        {"filter": {"_id": {"$gt": 7}}},
        {"filter": {"_id": {"$gt": "t:0", "$ne": "t:1"}}},
        {"filter": {"_id": {"$gt": "t:0"}}, "sort": {"n": 1}},
        {"filter": {"_id": {"$gt": "t:0"}}, "sort": {"_id": 1, "n": 1}},
        {"filter": {"_id": {"$gt": "t:0"}}, "batchSize": 1},
        {"filter": {"_id": {"$gt": "t:0"}, "n.a": 1}},
        {"filter": {"_id": {"$gt": "t:0"}, "n": None}},
        {"filter": {"_id": {"$gt": "t:0"}, "$or": [{"n": 1}]}},
        {"filter": {"_id": {}}},
        {"filter": {"_id": 7}},
        {"filter": {"_id": "t:1"}, "sort": {"n": 1}},
        {"filter": {"_id": "t:1"}, "projection": {"n": 0}},
        {"filter": {"_id": "t:1"}, "projection": {"n.a": 1}},
        {"filter": {"_id": {"$in": ["t:1", "t:2"]}}, "limit": 1},
        {"filter": {"_id": {"$in": ["t:1", "t:2"]}}, "batchSize": 1},
        {"filter": {"_id": {"$in": []}}},
        {},
    ],
)
def test_reads_that_are_not_simply_by_id_are_left_to_nx_27017(engine: Engine, command: Document) -> None:
    run(engine, insert({"_id": "t:1"}, {"_id": "t:2"}))
    with pytest.raises(NotByIdError):
        ById(engine.get_database("wasla").db, "things").find({"find": "things", **command})


@pytest.mark.parametrize(
    ("query", "change", "options"),
    [
        ({"_id": "t:1"}, {"$set": {"a": 1}}, {"upsert": True}),
        ({"_id": "t:1"}, [{"$set": {"a": 1}}], {}),
        ({"_id": "t:1"}, {"$push": {"a": 1}}, {}),
        ({"_id": "t:1"}, {"$set": {"a.b": 1}}, {}),
        ({"_id": "t:1"}, {"_id": "t:2"}, {}),
        ({"_id": "t:1"}, {"n": 1}, {}),
        ({"_id": "t:1", "$or": [{"n": 1}]}, {"$set": {"a": 1}}, {}),
        ({"_id": "t:1", "n": None}, {"$set": {"a": 1}}, {}),
        ({"_id": "t:1", "n": {"$in": [1]}}, {"$set": {"a": 1}}, {}),
        ({"_id": {"$in": ["t:1", "t:2"]}}, {"$set": {"a": 1}}, {}),
        ({"_id": "t:1"}, {"$set": {"a": 1}}, {"arrayFilters": []}),
        ({"n": 1}, {"$set": {"a": 1}}, {}),
    ],
)
def test_changes_that_are_not_simply_by_id_are_left_to_nx_27017(engine: Engine, query: Document, change: Document, options: Document) -> None:
    run(engine, insert({"_id": "t:1"}, {"_id": "t:2"}))
    with pytest.raises(NotByIdError):
        ById(engine.get_database("wasla").db, "things").update(update(query, change, **options))
