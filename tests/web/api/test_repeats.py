"""``Idempotency-Key``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.db.requests import Remembered
from bot.domain.clock import DAY, MINUTE
from bot.web.api.problems import CONFLICT, Problem
from bot.web.api.repeats import Done, Repeats
from tests.connectors.knocking import NOW

if TYPE_CHECKING:
    from bot.db import Database
    from tests.web.api.conftest import Api

EVENT = {"type": "order.paid", "timestamp": "2026-11-20T09:00:00Z", "data": {"order": "NH-1042"}}


class Work:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> Done:
        self.times += 1
        return 202, f"{self.times}"


async def test_a_repeat_gets_the_answer_of_the_first_time(api: Api) -> None:
    first, again = [await api.ask("POST", "/events", headers={"Idempotency-Key": "k1"}, json=EVENT) for _ in range(2)]
    assert (first.status, first.json) == (again.status, again.json) == (202, first.json)
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert len(await api.db.inbox.waiting(NOW + 1, 9)) == 1


async def test_another_request_under_the_same_key_is_refused(api: Api) -> None:
    await api.ask("POST", "/events", headers={"Idempotency-Key": "k1"}, json=EVENT)
    answered = await api.ask("POST", "/events", headers={"Idempotency-Key": "k1"}, json={**EVENT, "type": "order.cancelled"})
    assert (answered.status, answered.json["type"]) == (422, "/api/docs#reused-key")


async def test_what_was_refused_may_come_again_mended(api: Api) -> None:
    wrong = {**EVENT, "timestamp": "yesterday"}
    assert [(await api.ask("POST", "/events", headers={"Idempotency-Key": "k1"}, json=body)).status for body in (wrong, EVENT)] == [422, 202]


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "a b"])
async def test_a_key_that_is_none_is_refused(name: str, api: Api) -> None:
    assert (await api.ask("POST", "/events", headers={"Idempotency-Key": name}, json=EVENT)).status == 422


async def test_after_a_day_a_name_is_free_again(database: Database) -> None:
    repeats, work = Repeats(database), Work()
    assert await repeats.once("n", "a", NOW, work) == ((202, "1"), False)
    assert await repeats.once("n", "a", NOW + DAY - 1, work) == ((202, "1"), True)
    assert await repeats.once("n", "b", NOW + DAY, work) == ((202, "2"), False)


async def test_while_a_request_is_under_way_its_repeat_waits_and_what_was_left_is_done_again(database: Database) -> None:
    repeats, work = Repeats(database), Work()
    await database.requests.begin(Remembered("n", "a", NOW))
    with pytest.raises(Problem) as refused:
        await repeats.once("n", "a", NOW + 1, work)
    assert (refused.value.kind, work.times) == (CONFLICT, 0)
    assert await repeats.once("n", "a", NOW + MINUTE, work) == ((202, "1"), False)


async def test_of_two_that_take_over_one_wins(database: Database) -> None:
    left = Remembered("n", "a", NOW)
    await database.requests.begin(left)
    assert [await database.requests.take_over(left, Remembered("n", "a", NOW + at)) for at in (1, 2)] == [True, False]


async def test_old_names_are_forgotten(database: Database) -> None:
    for name, at in (("old", NOW - DAY), ("new", NOW)):
        await database.requests.begin(Remembered(name, "a", at))
    assert await database.requests.forget_before(NOW) == 1
    assert await database.requests.begin(Remembered("new", "b", NOW)) == Remembered("new", "a", NOW)
