"""Errors of a whole number that come by webhook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.flow.account import AccountNews
from bot.flow.consequences import Consequences
from bot.flow.number_errors import FIELD, NumberErrors
from tests.flow.conftest import NOW, STORE
from tests.flow.test_account import told

if TYPE_CHECKING:
    from bot.db import Database


@pytest_asyncio.fixture
async def news(database: Database) -> AccountNews:
    return AccountNews(database, {"n1": STORE}, handlers={FIELD: NumberErrors({"n1": STORE}, Consequences(database)).handle})


async def alerts(db: Database) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in await db.alerts.open_of("noor")]


@pytest.mark.parametrize(
    ("code", "remedy"), [(131031, "the account is locked"), (131042, "payment method"), (190, "access token"), (133010, "Register the number")]
)
async def test_what_stops_a_number_stops_it_whichever_way_it_is_told(database: Database, news: AccountNews, code: int, remedy: str) -> None:
    for _ in range(2):
        await news.keep([told("messages", errors=[{"code": code, "title": "x"}])], NOW)
    stop = (await database.numbers.get("n1")).stop
    assert stop is not None
    assert (stop.code, stop.by_status) == (code, False)
    ((kind, text),) = await alerts(database)
    assert (kind, remedy in text) == ("number_stopped", True)


async def test_what_somebody_should_know_rings_and_stops_nothing(database: Database, news: AccountNews) -> None:
    await news.keep([told("messages", errors=[{"code": 131048, "title": "Spam rate limit hit"}])], NOW)
    assert (await database.numbers.get("n1")).stop is None
    assert [kind for kind, _ in await alerts(database)] == ["sending"]


@pytest.mark.parametrize(
    "value", [{"errors": [{"code": 130429}]}, {"errors": [{"code": "190"}, 190, None]}, {"errors": "none"}, {"something": "new"}]
)
async def test_what_passes_by_itself_or_says_nothing_is_kept_and_no_more(database: Database, news: AccountNews, value: dict[str, Any]) -> None:
    item = told("messages", **value)
    assert (await news.keep([item], NOW)).parked == []
    assert await alerts(database) == []
    assert await database.events.known([item.id]) == {item.id}


async def test_numbers_of_others_are_none_of_ours_and_nonsense_is_parked(database: Database) -> None:
    desk = NumberErrors({"n1": STORE}, Consequences(database))
    theirs = told("messages", number="n9", errors=[{"code": 190}])
    assert await desk.handle([theirs], NOW) == []
    assert (await database.numbers.get("n9")).stop is None
    (parked,) = await desk.handle([replace(theirs, body=b"nonsense")], NOW)
    assert "not JSON" in parked.error
