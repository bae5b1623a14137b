"""After the job has run nothing is there that is older than its period, and everything else is as it was."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mongomock_motor import AsyncMongoMockClient

from bot.db import Database
from bot.domain.clock import DAY
from bot.flow.retention.rules import FIXED, LAST, RULES
from bot.jobs.retention import Kept, Retention
from tests.flow.conftest import NOW
from tests.flow.privacy.people import OMAR, SARA, about, stand, walk

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document

SETTINGS = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
pytestmark = pytest.mark.usefixtures("_adapted_mongomock")
EVERY = (*RULES, *LAST)
PERIODS = sorted({rule.period for rule in EVERY})
# What must be there or not for a document to be free to go is said for each; these are free.
FREE: dict[str, dict[str, Any]] = {"transcript": {"conversation_id": "c"}, "ledger": {"order_id": "o"}, "consents": {"customer_id": "cu"}}


def fresh() -> tuple[AsyncIOMotorDatabase[Document], Database]:
    motor: AsyncIOMotorDatabase[Document] = AsyncMongoMockClient()["laws"]
    return motor, Database(motor)


def _aged(age: int, field: str, collection: str) -> Document:
    return {"_id": f"d:{age}", field: NOW - age, **FREE.get(collection, {})}


@SETTINGS
@given(st.dictionaries(st.sampled_from(PERIODS), st.sampled_from([0, 30, 365])), st.sets(st.integers(1, 800 * DAY), max_size=6))
def test_what_is_older_than_its_period_goes_and_the_rest_stays(days: dict[str, int], ages: set[int]) -> None:
    ages |= {30 * DAY, 30 * DAY + 1, 365 * DAY, 365 * DAY + 1}
    kept = Kept(**dict.fromkeys(PERIODS, 0), conversations=0, orders=0) if not days else Kept(**{name: days.get(name, 0) for name in PERIODS})

    async def run() -> None:
        motor, db = fresh()
        for rule in EVERY:
            await motor[rule.collection].insert_many([_aged(age, rule.field, rule.collection) for age in ages])
        await Retention(db, kept, rest=0).run(NOW)
        for rule in EVERY:
            period = getattr(kept, rule.period) * DAY
            left = {doc["_id"] for doc in await motor[rule.collection].find({}).to_list(None)}
            assert left == {f"d:{age}" for age in ages if not period or age <= period}, rule.collection

    asyncio.run(run())


@SETTINGS
@given(st.integers(0, 6))
def test_of_people_who_were_here_within_the_week_nothing_goes(days: int) -> None:
    async def run() -> None:
        motor, db = fresh()
        await stand(db, SARA, OMAR, times=1)
        before = await walk(motor)
        await Retention(db, Kept(**{one.name: 30 for one in fields(Kept)}), ["n1"], rest=0).run(NOW + days * DAY)
        after = await walk(motor)
        assert {name: docs for name, docs in about(before, SARA).items() if name not in FIXED} == {
            name: docs for name, docs in about(after, SARA).items() if name not in FIXED
        }

    asyncio.run(run())


async def test_what_is_kept_for_ever_is_kept_for_ever() -> None:
    motor, db = fresh()
    await stand(db, SARA, times=1)
    for_ever = Kept(**{one.name: 0 for one in fields(Kept)})
    before = about(await walk(motor), SARA)
    await Retention(db, for_ever, ["n1"], rest=0).run(NOW + 6 * DAY)
    assert {name for name, docs in about(await walk(motor), SARA).items() if docs != before[name]} <= set(FIXED)


async def test_large_heaps_go_in_batches() -> None:
    motor, db = fresh()
    await motor["transcript"].insert_many([{"_id": f"d:{n}", "at": 1, "conversation_id": "c"} for n in range(1_203)])
    sizes = [len(docs) async for docs in db.shelf.old("transcript", "at", NOW)]
    assert sizes == [500, 500, 203]
    assert await Retention(db, Kept(), rest=0).run(NOW) == 1_203


async def test_the_job_tells_how_much_of_what_went(caplog: pytest.LogCaptureFixture) -> None:
    motor, db = fresh()
    await motor["audit"].insert_many([_aged(900 * DAY, "at", "audit")])
    told: list[object] = []
    with caplog.at_level("INFO"):
        await Retention(db, Kept(), tally=told.append, rest=0).run(NOW)
    assert told == [{"audit": 1}]
    assert "no longer kept: audit 1" in caplog.text
