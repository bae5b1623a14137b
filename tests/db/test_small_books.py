"""How far was read, who asked before, and the keys to other systems: on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.misunderstood import Misunderstood
from bot.db.requests import Remembered
from bot.domain.access import Tokens

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
ASKED = Remembered("k1:abc", "PUT /v1/orders/1 sha", NOW)
ODD = Misunderstood("wa:1", "noor", NOW, "وين [order] 😕", "ar", ("order_status", "order_eta"))


async def test_a_cursor_is_where_it_was_put_last(database: Database) -> None:
    assert await database.cursors.get("shopify/noor") is None
    for at in (NOW, NOW - 5):
        await database.cursors.put("shopify/noor", at)
    await database.cursors.put("shopify/dar", NOW + 9)
    assert await database.cursors.get("shopify/noor") == NOW - 5


async def test_a_request_that_comes_again_finds_what_was_answered(database: Database) -> None:
    assert await database.requests.begin(ASKED) is None
    assert await database.requests.begin(replace(ASKED, at=NOW + 1)) == ASKED
    await database.requests.finish(ASKED, 202, '{"id": "ü"}')
    assert await database.requests.begin(replace(ASKED, at=NOW + 2)) == replace(ASKED, status=202, answer='{"id": "ü"}')


async def test_a_name_that_was_given_back_is_free(database: Database) -> None:
    await database.requests.begin(ASKED)
    await database.requests.forget(replace(ASKED, at=NOW + 1))
    assert await database.requests.begin(ASKED) == ASKED
    await database.requests.forget(ASKED)
    assert await database.requests.begin(replace(ASKED, fingerprint="another")) is None


async def test_only_one_takes_over_what_was_left_without_an_answer(database: Database) -> None:
    await database.requests.begin(ASKED)
    repeats = [replace(ASKED, at=NOW + n) for n in (1, 2)]
    assert [await database.requests.take_over(ASKED, repeat) for repeat in repeats] == [True, False]
    assert await database.requests.begin(ASKED) == repeats[0]


async def test_who_was_overtaken_writes_no_answer(database: Database) -> None:
    await database.requests.begin(ASKED)
    newer = replace(ASKED, at=NOW + 1)
    await database.requests.take_over(ASKED, newer)
    await database.requests.finish(ASKED, 500, "late")
    assert await database.requests.begin(ASKED) == newer


async def test_an_answer_can_not_be_taken_over(database: Database) -> None:
    await database.requests.begin(ASKED)
    await database.requests.finish(ASKED, 202, "{}")
    assert not await database.requests.take_over(ASKED, replace(ASKED, at=NOW + 1))


async def test_requests_are_forgotten_by_age(database: Database) -> None:
    await database.requests.begin(ASKED)
    await database.requests.begin(replace(ASKED, id="k1:new", at=NOW + 1))
    assert await database.requests.forget_before(NOW + 1) == 1
    assert await database.requests.begin(ASKED) is None


@pytest.mark.parametrize(("later", "kept"), [(1, "new"), (0, "old"), (-1, "old")])
async def test_of_two_keys_the_one_that_lasts_longer_is_kept(later: int, kept: str, database: Database) -> None:
    await database.tokens.put("salla/noor", Tokens("old", "r1", NOW))
    await database.tokens.put("salla/noor", Tokens("new", "r2", NOW + later))
    found = await database.tokens.get("salla/noor")
    assert found is not None
    assert found.access == kept
    assert await database.tokens.get("salla/dar") is None


def test_keys_to_other_systems_are_not_shown() -> None:
    assert "s3cret" not in repr(Tokens("s3cret", "s3cret too", NOW))


async def test_what_was_not_understood_is_listed_the_newest_first_and_once(database: Database) -> None:
    newer = replace(ODD, id="wa:2", at=NOW + 1, guesses=())
    await database.misunderstood.add_many([ODD, newer])
    await database.misunderstood.add_many([replace(ODD, text="changed")])
    assert await database.misunderstood.newest() == [newer, ODD]
    assert await database.misunderstood.newest(limit=1) == [newer]


async def test_what_was_not_understood_is_forgotten_by_age(database: Database) -> None:
    await database.misunderstood.add_many([ODD, replace(ODD, id="wa:2", at=NOW + 1)])
    assert await database.misunderstood.forget_before(NOW + 1) == 1
    assert [one.id for one in await database.misunderstood.newest()] == ["wa:2"]
