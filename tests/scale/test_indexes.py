"""Every query that is asked often is served by an index, and what the running bot asks is what was declared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest
import pytest_asyncio
from motor.motor_asyncio import AsyncIOMotorClient

from bot.db.indexes import HOT, INDEXES, SMALL, Query, serving
from bot.demo import demonstrating
from bot.settings import load_settings
from bot.simulator.scenario import run_scenario
from tests.conftest import REAL_MONGODB
from tests.crash.conftest import free_port
from tests.scale.collections import every_collection
from tests.scale.recording import Asked, noting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.db.codec import Document
    from bot.domain.staff import Role

PLAYED = ("where_is_my_order", "the_store_tells", "talk_to_a_person")
SCENARIOS = Path(__file__).parents[1] / "scenarios"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[frozenset[Asked]]:
    """What the whole bot asks of its database while customers write, the store tells, a person is called and somebody looks at the queue."""
    folder = tmp_path_factory.mktemp("asked")
    async with noting(folder / "database") as (notes, uri):
        environ = {"WASLA_PORT": str(free_port()), "WASLA_DATA_DIR": str(folder), "WASLA_MONGODB_URI": uri}
        links: dict[Role, str] = {}
        async with demonstrating(load_settings(environ, None, demo=True), links) as world:
            for name in PLAYED:
                await run_scenario(SCENARIOS / f"{name}.yaml", world)
            async with aiohttp.ClientSession() as session, session.get(f"{world.bot_url}/metrics") as page:
                assert page.status == 200
        yield frozenset(notes.asked)


def _said(one: Asked) -> str:
    return f"{one.collection}: equal {sorted(one.equal)}, within bounds {sorted(one.ranges)}, sorted by {one.sort}"


def _query(one: Asked) -> Query:
    return Query(one.collection, tuple(one.equal), tuple(one.ranges), one.sort)


@pytest.mark.parametrize("query", HOT, ids=str)
def test_a_hot_query_is_served_by_an_index(query: Query) -> None:
    assert serving(query, INDEXES.get(query.collection, ())) is not None


@pytest.mark.embedded
async def test_whatever_the_running_bot_asks_is_served_by_an_index_or_asked_of_a_small_collection(asked: frozenset[Asked]) -> None:
    unserved = [one for one in asked if one.collection not in SMALL and serving(_query(one), INDEXES.get(one.collection, ())) is None]
    assert [_said(one) for one in unserved] == []
    assert len(asked) > 30


@pytest.mark.embedded
async def test_what_is_declared_hot_is_what_the_running_bot_asks(asked: frozenset[Asked]) -> None:
    shapes = {(one.collection, one.equal, one.ranges, one.sort) for one in asked}
    rows = {(one.collection, frozenset(one.equal), frozenset(one.ranges), one.sort) for one in HOT}
    each_second = {row for row in rows if row[0] in {"inbox", "outbox", "fetches", "downloads", "outgoing"}}
    told_apart = {("inbox", frozenset({"kind"}), frozenset({"received_at"}), ()), ("outbox", frozenset(), frozenset({"_id"}), ())}
    assert each_second - told_apart <= shapes


@pytest.mark.embedded
async def test_one_document_is_changed_by_its_id_alone(asked: frozenset[Asked]) -> None:
    """A sharded MongoDB refuses anything else, and the id is what collections shard on."""
    assert [_said(one) for one in asked if one.write == "one" and "_id" not in one.equal] == []


def test_indexes_and_exceptions_are_of_collections_that_there_are() -> None:
    assert INDEXES.keys() | SMALL.keys() | {query.collection for query in HOT} <= every_collection()


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (Query("x", ("a",)), ("a",)),
        (Query("x", ("b",)), None),
        (Query("x", ("a", "z")), ("a",)),
        (Query("x", (), ("a",)), ("a",)),
        (Query("x", (), ("b",)), None),
        (Query("x", ("c",), (), ("d",)), ("c", "d")),
        (Query("x", ("c",), (), ("e",)), None),
        (Query("x", (), ("d",), ("d",)), None),
        (Query("x", (), (), ("a", "_id")), ("a",)),
        (Query("x", ("_id", "z")), ("_id",)),
        (Query("x", (), ("_id",)), ("_id",)),
        (Query("x"), None),
    ],
    ids=str,
)
def test_an_index_serves_by_its_first_fields(query: Query, index: tuple[str, ...] | None) -> None:
    assert serving(query, (("a",), ("c", "d"))) == index


@pytest.mark.skipif(not REAL_MONGODB, reason="only a MongoDB tells its plans: set WASLA_TEST_MONGODB_URI")
@pytest.mark.parametrize("query", HOT, ids=str)
async def test_mongodb_plans_an_index_for_a_hot_query(query: Query) -> None:
    client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(REAL_MONGODB)
    collection = client["wasla-plans"][query.collection]
    try:
        for fields in INDEXES.get(query.collection, ()):
            await collection.create_index([(name, 1) for name in fields])
        bounds = {name: {"$gt": "x" if name == "_id" else 0} for name in query.ranges}
        found = collection.find({**dict.fromkeys(query.equal, "x"), **bounds})
        plan = await (found.sort([(name, 1) for name in query.sort]) if query.sort else found).explain()
        assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
    finally:
        await client.drop_database("wasla-plans")
        client.close()
