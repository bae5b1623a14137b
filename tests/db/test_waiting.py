"""The waiting room, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.inbox import InboxItem

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
ITEM = InboxItem("shippo:noor:1", "event", "parcel:noor:T1", NOW, NOW, "shippo/noor", b'{"id":"\xff\x00"}', attempts=2, topic="track")
KEY = "noor:parcel:T1"


async def test_what_waits_comes_back_whole_and_as_if_it_had_just_come_in(database: Database) -> None:
    await database.waiting.put([(KEY, ITEM)], NOW)
    assert await database.waiting.recall(["noor:parcel:T2"]) == 0
    assert await database.waiting.recall([KEY, "noor:parcel:T2"]) == 1
    assert await database.inbox.waiting(NOW + 9, 9) == [replace(ITEM, attempts=0, received_at=NOW + 1)]
    assert await database.waiting.count() == 0


async def test_calling_back_what_is_in_the_inbox_still_keeps_it_there(database: Database) -> None:
    await database.inbox.add_many([ITEM])
    await database.waiting.put([(KEY, ITEM)], NOW)
    await database.waiting.recall([KEY])
    await database.inbox.leave([ITEM])
    assert [item.received_at for item in await database.inbox.waiting(NOW + 9, 9)] == [NOW + 1]


async def test_leaving_takes_out_what_nobody_called_back(database: Database) -> None:
    await database.inbox.add_many([ITEM, replace(ITEM, id="other")])
    await database.inbox.leave([ITEM])
    assert [item.id for item in await database.inbox.waiting(NOW + 9, 9)] == ["other"]


async def test_waiting_again_keeps_the_time_since_when(database: Database) -> None:
    await database.waiting.put([(KEY, ITEM)], NOW)
    await database.waiting.put([(KEY, replace(ITEM, received_at=NOW + 1))], NOW + 5)
    assert [(name, item.received_at) for name, item in await database.waiting.since_before(NOW + 1)] == [(KEY, NOW + 1)]
    assert await database.waiting.since_before(NOW) == []


async def test_an_item_waits_under_each_name_and_is_let_go_under_one(database: Database) -> None:
    await database.waiting.put([(KEY, ITEM), ("noor:order:1", ITEM)], NOW)
    await database.waiting.forget([(KEY, ITEM), ("noor:order:1", replace(ITEM, received_at=NOW - 1))])
    assert [name for name, _ in await database.waiting.since_before(NOW + 1)] == ["noor:order:1"]


async def test_one_can_ask_whether_an_item_waits(database: Database) -> None:
    await database.waiting.put([(KEY, ITEM)], NOW)
    assert [await database.waiting.waits(name) for name in (ITEM.id, "other")] == [True, False]


async def test_nobody_and_nothing_costs_nothing(database: Database) -> None:
    await database.waiting.put([], NOW)
    assert await database.waiting.recall([]) == 0
    assert await database.waiting.count() == 0
