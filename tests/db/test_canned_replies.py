"""Replies, teams and ratings, on every kind of server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import insert_new
from bot.domain.canned import canned_reply, team
from bot.domain.rating import Rating

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document

SCORE = Rating("rating:c:1", "noor", "c", "cu", 1, 10, "s:1", 3)
COMMENT = Rating("rating:c:1:comment", "noor", "c", "cu", 1, 11, "s:1", comment="Thank you")


async def test_a_reply_takes_the_place_of_the_one_before(database: Database) -> None:
    for text in ("Hi", "Hello {customer}"):
        await database.canned_replies.put(canned_reply("noor", "hello", {"en": text, "pt-BR": "Olá"}, 7))
    assert await database.canned_replies.of_stores(["noor"]) == [canned_reply("noor", "hello", {"en": "Hello {customer}", "pt-BR": "Olá"}, 7)]
    assert [await database.canned_replies.remove("noor:hello") for _ in range(2)] == [True, False]


async def test_replies_are_a_stores_own_and_in_order(database: Database) -> None:
    for store, shortcut in (("noor", "b"), ("noor", "a"), ("oud", "c")):
        await database.canned_replies.put(canned_reply(store, shortcut, {"en": "x"}, 7))
    assert [reply.shortcut for reply in await database.canned_replies.of_stores(["noor"])] == ["a", "b"]


async def test_teams_are_kept_by_name(database: Database) -> None:
    for name in ("Returns", "billing", "returns"):
        await database.teams.put(team("noor", name))
    assert [one.name for one in await database.teams.of_stores(["noor"])] == ["billing", "returns"]
    assert [await database.teams.remove("noor:returns") for _ in range(2)] == [True, False]


async def test_a_score_is_returned_with_its_comment(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    ratings = (COMMENT, SCORE, Rating("rating:c:9", "noor", "c", "cu", 9, 20, None, 1))
    await insert_new(motor_database["ratings"], [database.ratings.to_doc(one) for one in ratings])
    assert [(one.score, one.comment) for one in await database.ratings.between("noor", 0, 99)] == [(3, "Thank you"), (1, "")]
    assert [one.closing for one in await database.ratings.of_conversation("c")] == [1, 9]
    assert await database.ratings.between("oud", 0, 99) == []


async def test_the_teams_of_all_stores_come_by_name(database: Database) -> None:
    for one in (team("noor", "Returns"), team("dar", "orders"), team("dar", "Returns")):
        await database.teams.put(one)
    assert [one.id for one in await database.teams.every()] == ["dar:orders", "dar:returns", "noor:returns"]
    assert [one.id for one in await database.teams.of_stores(["noor"])] == ["noor:returns"]
