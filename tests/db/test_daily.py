"""The days of stores in figures, on every kind of database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.domain.daily import Case, blank_day

if TYPE_CHECKING:
    from bot.db import Database

DAY = replace(
    blank_day("noor", date(2026, 11, 24), "Asia/Riyadh"),
    folded_at=10,
    conversations=3,
    responses=(5, 60),
    notices={"shipped": {"read": 1}},
    unclear=(("do you ship to ***", 2),),
    scores={"3": 1},
)
CASES = (Case("c:1", 5, 5), Case("c:2", 6))


async def test_a_day_comes_back_as_it_was_counted(database: Database) -> None:
    await database.daily.put(DAY, CASES)
    assert await database.daily.get_many([DAY.id, "noor:2026-11-23"]) == {DAY.id: DAY}
    assert (await database.daily.cases(DAY.id), await database.daily.cases("noor:2026-11-23")) == (CASES, ())


async def test_what_was_counted_later_stays(database: Database) -> None:
    await database.daily.put(replace(DAY, folded_at=20, conversations=9), ())
    await database.daily.put(DAY, CASES)
    assert (await database.daily.get_many([DAY.id]))[DAY.id].conversations == 9
    assert await database.daily.cases(DAY.id) == ()


async def test_counting_again_replaces_it(database: Database) -> None:
    await database.daily.put(DAY, CASES)
    await database.daily.put(replace(DAY, folded_at=11, conversations=4), ())
    assert (await database.daily.get_many([DAY.id]))[DAY.id].conversations == 4


async def test_made_up_days_leave_alone_what_was_counted(database: Database) -> None:
    await database.daily.put(DAY, ())
    other = replace(blank_day("noor", date(2026, 11, 23), "UTC"), sample=True)
    await database.daily.add_new([replace(DAY, conversations=99, sample=True), other])
    found = await database.daily.get_many([DAY.id, other.id])
    assert (found[DAY.id], found[other.id]) == (DAY, other)


async def test_what_customers_wrote_is_forgotten_and_the_figures_stay(database: Database) -> None:
    await database.daily.put(DAY, CASES)
    await database.daily.forget_texts_before(DAY.ends_at)
    assert (await database.daily.get_many([DAY.id]))[DAY.id].unclear == DAY.unclear
    await database.daily.forget_texts_before(DAY.ends_at + 1)
    assert (await database.daily.get_many([DAY.id]))[DAY.id] == replace(DAY, unclear=())
    assert await database.daily.cases(DAY.id) == ()
