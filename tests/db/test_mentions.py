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


def test_a_mention_knows_its_note() -> None:
    assert ONE.note_id == "note:c:1"


async def test_a_person_sees_his_own_the_newest_first_each_once(database: Database) -> None:
    for _ in range(2):
        await database.mentions.add([ONE, LATER, OTHERS])
    assert await database.mentions.mentions_of("s:1", 0) == [LATER, ONE]
    assert await database.mentions.mentions_of("s:1", 11) == [LATER]
    assert await database.mentions.mentions_of("s:1", 0, limit=1) == [LATER]


async def test_what_was_looked_at_comes_behind_what_was_not_and_counts_no_longer(database: Database) -> None:
    await database.mentions.add([ONE, LATER, OTHERS])
    await database.mentions.seen("s:1", "d", 30)
    assert await database.mentions.mentions_of("s:1", 0) == [ONE, replace(LATER, seen_at=30)]
    assert [await database.mentions.unread(who) for who in ("s:1", "s:2")] == [[ONE], [OTHERS]]


async def test_looking_again_changes_nothing(database: Database) -> None:
    await database.mentions.add([ONE])
    for now in (30, 40):
        await database.mentions.seen("s:1", "c", now)
    await database.mentions.add([ONE])
    assert await database.mentions.mentions_of("s:1", 0) == [replace(ONE, seen_at=30)]


async def test_what_is_long_ago_is_forgotten(database: Database) -> None:
    await database.mentions.add([ONE, LATER, OTHERS])
    assert await database.mentions.forget_before(20) == 2
    assert await database.mentions.mentions_of("s:1", 0) == [LATER]
