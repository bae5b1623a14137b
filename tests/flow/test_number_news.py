"""Webhooks about what Meta allows a number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.domain.inbox import InboxItem
from bot.flow.number_news import NumberNews

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
UPGRADE = {"event": "THROUGHPUT_UPGRADE", "display_phone_number": "966500000000"}


def told(account: object) -> InboxItem:
    body = {"entry": account, "field": "phone_number_quality_update", "value": UPGRADE}
    return InboxItem("wa:x", "account", "l", NOW, NOW, "w1", json.dumps(body).encode())


async def test_the_numbers_of_the_account_are_asked_anew(database: Database) -> None:
    assert await NumberNews(database, {"w1": ["n1", "n2"], "w2": ["n3"]}).handle([told("w1")], NOW) == []
    assert [(await database.numbers.get(number)).changed_at for number in ("n1", "n2", "n3")] == [NOW, NOW, None]


async def test_an_account_of_others_changes_nothing(database: Database) -> None:
    assert await NumberNews(database, {"w1": ["n1"]}).handle([told("w9")], NOW) == []
    assert await database.numbers.all() == []


async def test_what_names_no_account_is_parked(database: Database) -> None:
    strange = InboxItem("wa:y", "account", "l", NOW, NOW, "w1", b"nonsense")
    parked = await NumberNews(database, {"w1": ["n1"]}).handle([told(None), strange], NOW)
    assert [one.error for one in parked] == ["it names no business account"] * 2
