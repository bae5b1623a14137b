"""Who has which conversation open, over several processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.presence import Presence

if TYPE_CHECKING:
    from bot.db import Database

HERE = Presence("c:1|mona|looks|p1", "c:1", "mona", "Mona", "looks", 2_000)
THERE = Presence("c:2|aya|types|", "c:2", "aya", "Aya", "types", 3_000)


async def test_who_is_there_is_known_until_it_is_over(database: Database) -> None:
    await database.presence.put([HERE, THERE])
    assert sorted(await database.presence.now(1_000), key=lambda one: one.id) == [HERE, THERE]
    assert await database.presence.now(2_000) == [THERE]
    assert await database.presence.now(3_000) == []


async def test_what_is_renewed_takes_the_place_of_what_was(database: Database) -> None:
    later = Presence(HERE.id, "c:1", "mona", "Mona", "looks", 5_000)
    for one in (HERE, later):
        await database.presence.put([one])
    assert await database.presence.now(0) == [later]


async def test_who_leaves_is_forgotten(database: Database) -> None:
    await database.presence.put([HERE, THERE])
    await database.presence.remove([HERE.id, "unknown"])
    assert await database.presence.now(0) == [THERE]


async def test_what_nobody_took_leave_of_is_swept_away(database: Database) -> None:
    await database.presence.put([HERE, THERE])
    await database.presence.forget(2_500)
    assert await database.presence.now(0) == [THERE]
