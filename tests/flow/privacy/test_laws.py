"""Whoever is erased, in whatever order, whatever of him there is: he is gone, and the others are as they were."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mongomock_motor import AsyncMongoMockClient

from bot.db import Database
from bot.db.personal import BY_FIELD, BY_POINTER
from bot.domain.customer import Customer
from bot.flow.privacy.erase import SETTLES, Eraser, settle
from bot.flow.privacy.export import export
from bot.flow.privacy.trace import who
from tests.flow.conftest import NOW
from tests.flow.privacy.people import NUMBERS, OMAR, SARA, Person, about, stand, walk

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document

LINA = Person("Lina Haddad", "491701234567", "DE.55591208655302741918", "lina@example.com", "a lamp that hums at night", "5003")
PEOPLE = (SARA, OMAR, LINA)
# Without his record nobody could ask for him, and his messages tell which words were his.
OPTIONAL = sorted({*BY_FIELD, *BY_POINTER} - {"customers", "identities", "transcript"})
SETTINGS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
pytestmark = pytest.mark.usefixtures("_adapted_mongomock")


def fresh() -> tuple[AsyncIOMotorDatabase[Document], Database]:
    motor: AsyncIOMotorDatabase[Document] = AsyncMongoMockClient()["laws"]
    return motor, Database(motor)


@SETTINGS
@given(st.permutations(PEOPLE), st.integers(1, 3), st.sets(st.sampled_from(OPTIONAL)))
def test_those_who_are_erased_are_gone_and_the_others_untouched(order: list[Person], erased: int, missing: set[str]) -> None:
    async def run() -> None:
        motor, db = fresh()
        await stand(db, *PEOPLE, times=1)
        for name in missing:
            await motor[name].delete_many({})
        before = await walk(motor)
        for person in order[:erased]:
            (found,) = await who(db, "noor", person.digits)
            await Eraser(db, "noor", NUMBERS).erase(found, NOW)
        await settle(db, NOW + SETTLES)
        after = await walk(motor)
        assert [about(after, person) for person in order[:erased]] == [{}] * erased
        assert [about(after, person) for person in order[erased:]] == [about(before, person) for person in order[erased:]]

    asyncio.run(run())


@SETTINGS
@given(st.permutations(PEOPLE), st.sets(st.sampled_from(OPTIONAL)))
def test_what_is_given_out_is_of_him_alone(order: list[Person], missing: set[str]) -> None:
    async def run() -> None:
        motor, db = fresh()
        await stand(db, *PEOPLE, times=1)
        for name in missing:
            await motor[name].delete_many({})
        text = (await export(db, "noor", order[0].id, NUMBERS, NOW)).json.decode()
        assert [one for person in order[1:] for one in person.personal if one in text] == []

    asyncio.run(run())


@SETTINGS
@given(st.lists(st.integers(0, 7), min_size=1, max_size=7), st.integers(0, 7))
def test_however_records_were_joined_all_that_became_one_go_together(joins: list[int], asked: int) -> None:
    """Record ``n + 1`` became part of an earlier one, or of none: trees of any shape."""

    async def run() -> None:
        _, db = fresh()
        records = [Customer("cu:0", "noor", "Root 0", wa_id="96650000000")]
        for n, target in enumerate(joins, 1):
            heir = f"cu:{target}" if target < n else None
            records.append(Customer(f"cu:{n}", "noor", f"Root {n}", wa_id=f"9665000000{n}", merged_into=heir))
        await db.customers.put_many(records)
        parent = {one.id: one.merged_into for one in records}

        def root(key: str) -> str:
            return key if parent[key] is None else root(str(parent[key]))

        wanted = root(records[min(asked, len(joins))].id)
        await Eraser(db, "noor", NUMBERS).erase(wanted, NOW)
        left = await db.customers.get_many([one.id for one in records])
        assert set(left) == {one.id for one in records if root(one.id) != wanted}

    asyncio.run(run())


@SETTINGS
@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=1, max_size=5))
def test_erased_again_and_again_he_is_new_each_time(rounds: list[tuple[int, bool]]) -> None:
    """He comes back under an id of his own each time, and none of the ids that he has had leads anywhere."""

    async def run() -> None:
        motor, db = fresh()
        now = NOW
        had: list[str] = []
        for _, settled in rounds:
            record = Customer(f"{SARA.id}:{now:x}", "noor", SARA.name, wa_id=SARA.digits, since=now - 1)
            await db.customers.put_many([replace(record, since=None) if not had else record])
            had.append(record.id)
            (found,) = await who(db, "noor", SARA.digits)
            await Eraser(db, "noor", NUMBERS).erase(found, now)
            now += SETTLES + 1
            if settled:
                await settle(db, now)
        await settle(db, now + SETTLES)
        assert about(await walk(motor), SARA) == {}
        assert await db.customers.get_many(had) == {}

    asyncio.run(run())
