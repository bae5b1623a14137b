"""Lessons in the database: of two who decide at once the first one wins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.lesson import Alike, Effect, Lesson, Shift

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
FIRST = Lesson("l:1", "any whiff #", "proposed", "noor", "s:1", NOW, "any whiff", "order_status", "en")
SHIFT = Shift("x", "thanks", "none", "thanks")
EFFECT = Effect("mark", 10, 8, 9, "none", "thanks", 0, 98, 1, (SHIFT,), (SHIFT,), (Alike("y", "thanks"),))


async def kept(database: Database) -> Lesson:
    found = await database.lessons.get("l:1")
    assert found is not None
    return found


async def test_there_is_one_lesson_on_the_same_words(database: Database) -> None:
    assert await database.lessons.add(FIRST)
    assert not await database.lessons.add(replace(FIRST, phrase="other"))
    assert (await kept(database), await database.lessons.get("l:2")) == (FIRST, None)


async def test_they_are_listed_the_newest_first_and_by_state_the_oldest_first(database: Database) -> None:
    for n in (1, 2, 3):
        await database.lessons.add(replace(FIRST, id=f"l:{n}", at=NOW + n))
    await database.lessons.move(replace(FIRST, state="applied", decided_at=NOW + 9), "proposed")
    assert [one.id for one in await database.lessons.all()] == ["l:1", "l:3", "l:2"]
    assert [one.id for one in await database.lessons.of_state("proposed")] == ["l:2", "l:3"]


async def test_only_the_first_decision_counts(database: Database) -> None:
    await database.lessons.add(FIRST)
    assert await database.lessons.move(replace(FIRST, state="refused", decided_by="s:2"), "proposed")
    assert not await database.lessons.move(replace(FIRST, state="applied", decided_by="s:3"), "proposed")
    assert ((await kept(database)).state, (await kept(database)).decided_by) == ("refused", "s:2")


async def test_what_has_changed_meanwhile_is_not_forgotten(database: Database) -> None:
    await database.lessons.add(replace(FIRST, state="applied"))
    assert not await database.lessons.remove(replace(FIRST, state="undone"))
    assert await database.lessons.remove(replace(FIRST, state="applied"))
    assert await database.lessons.all() == []


async def test_one_process_measures_and_tells_how_far_it_is(database: Database) -> None:
    await database.lessons.add(FIRST)
    assert await database.lessons.claim(FIRST, NOW + 1, 100)
    assert not await database.lessons.claim(FIRST, NOW + 2, 100)
    await database.lessons.progress("l:1", 40)
    found = await kept(database)
    assert (found.checking_at, found.done, found.to_do) == (NOW + 1, 40, 100)
    assert await database.lessons.claim(found, NOW + 3, 50)


async def test_an_effect_is_kept_whole_and_not_for_what_was_decided_meanwhile(database: Database) -> None:
    await database.lessons.add(FIRST)
    await database.lessons.measured(FIRST, EFFECT, 100)
    assert ((await kept(database)).effect, (await kept(database)).done) == (EFFECT, 100)
    await database.lessons.move(replace(FIRST, state="refused"), "proposed")
    await database.lessons.measured(FIRST, replace(EFFECT, against="later"), 7)
    assert (await kept(database)).effect is None
