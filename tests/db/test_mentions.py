"""Mentions, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.desk import Mention

if TYPE_CHECKING:
    from bot.db import Database

ONE = Mention("note:c:1:s:1", "s:1", "c", "noor", 10, "Lina")
LATER = replace(ONE, id="note:d:1:s:1", conversation_id="d", at=20)
OTHERS = replace(ONE, id="note:c:1:s:2", staff_id="s:2")


async def test_a_person_sees_his_own_the_newest_first_each_once(database: Database) -> None:
    for _ in range(2):
        await database.mentions.add([ONE, LATER, OTHERS])
    assert await database.mentions.mentions_of("s:1", 0) == [LATER, ONE]
    assert await database.mentions.mentions_of("s:1", 11) == [LATER]
    assert await database.mentions.mentions_of("s:1", 0, limit=1) == [LATER]


async def test_what_was_looked_at_is_gone_for_that_person(database: Database) -> None:
    await database.mentions.add([ONE, LATER, OTHERS])
    await database.mentions.seen("s:1", "c")
    assert [await database.mentions.mentions_of(who, 0) for who in ("s:1", "s:2")] == [[LATER], [OTHERS]]


async def test_what_nobody_looked_at_is_forgotten(database: Database) -> None:
    await database.mentions.add([ONE, LATER, OTHERS])
    assert await database.mentions.forget_before(20) == 2
    assert await database.mentions.mentions_of("s:1", 0) == [LATER]
