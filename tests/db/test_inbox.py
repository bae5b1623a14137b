"""The inbox, on every kind of server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.inbox import InboxItem

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000


def item(key: str, received_at: int = NOW, body: bytes = b'{"text":{"body":"\xd9\x85\xd8\xaa\xd8\xac\xd8\xb1"}}') -> InboxItem:
    return InboxItem(id=key, kind="message", lane="wa:201001234567", at=NOW - 5, received_at=received_at, source="106540352242922", body=body)


async def test_what_is_stored_comes_back_as_it_was(database: Database) -> None:
    items = [item("wa:1"), replace(item("wa:2", body=b"\x00\xff not even text"), topic="orders/create")]
    assert await database.inbox.add_many(items) == [None, None]
    assert sorted(await database.inbox.get_many(["wa:2", "wa:1", "wa:9"]), key=lambda found: found.id) == items


async def test_a_redelivery_is_a_duplicate_and_changes_nothing(database: Database) -> None:
    await database.inbox.add_many([item("wa:1", body=b"first")])
    assert await database.inbox.add_many([item("wa:0"), item("wa:1", body=b"second"), item("wa:2")]) == [None, "duplicate", None]
    assert [found.body for found in await database.inbox.get_many(["wa:1"])] == [b"first"]


async def test_an_item_that_can_not_be_encoded_does_not_sink_its_neighbours(database: Database) -> None:
    outcome = await database.inbox.add_many([item("wa:\ud800"), item("wa:1"), item("wa:2"), item("wa:1")])
    assert outcome[1:] == [None, None, "duplicate"]
    assert "can't be stored" in str(outcome[0])


async def test_of_fifty_deliveries_at_once_each_item_is_new_once(database: Database) -> None:
    outcomes = await asyncio.gather(*(database.inbox.add_many([item("wa:1"), item("wa:2")]) for _ in range(50)))
    assert sum(outcome.count(None) for outcome in outcomes) == 2
    assert sum(outcome.count("duplicate") for outcome in outcomes) == 98


async def test_waiting_items_come_oldest_first_and_not_those_that_just_came(database: Database) -> None:
    await database.inbox.add_many([item("wa:3", NOW + 3), item("wa:1", NOW + 1), item("wa:2", NOW + 2), item("wa:4", NOW + 4)])
    assert [found.id for found in await database.inbox.waiting(NOW + 4, 2)] == ["wa:1", "wa:2"]
    assert [found.id for found in await database.inbox.waiting(NOW + 4, 9)] == ["wa:1", "wa:2", "wa:3"]


async def test_attempts_are_counted_for_the_items_that_are_taken(database: Database) -> None:
    await database.inbox.add_many([item("wa:1"), item("wa:2")])
    await database.inbox.count_taken(["wa:1"])
    await database.inbox.count_taken(["wa:1", "wa:9"])
    assert {found.id: found.attempts for found in await database.inbox.get_many(["wa:1", "wa:2"])} == {"wa:1": 2, "wa:2": 0}


async def test_what_is_done_is_gone(database: Database) -> None:
    await database.inbox.add_many([item("wa:1"), item("wa:2")])
    await database.inbox.remove(["wa:1", "wa:9"])
    await database.inbox.remove([])
    assert [found.id for found in await database.inbox.waiting(NOW + 1, 9)] == ["wa:2"]


async def test_one_kind_is_read_from_an_instant_on(database: Database) -> None:
    await database.inbox.add_many([item(f"wa:{n}", NOW + n) for n in range(4)])
    assert [found.id for found in await database.inbox.waiting(NOW + 9, 2, kind="message", since=NOW + 1)] == ["wa:1", "wa:2"]
    assert [found.id for found in await database.inbox.waiting(NOW + 2, 9, kind="message", since=NOW + 1)] == ["wa:1"]
    assert await database.inbox.waiting(NOW + 9, 2, kind="event", since=NOW) == []


async def test_attempts_may_begin_anew(database: Database) -> None:
    await database.inbox.add_many([item("wa:1"), item("wa:2")])
    await database.inbox.count_anew(["wa:1"])
    assert {found.id: found.attempts for found in await database.inbox.get_many(["wa:1", "wa:2"])} == {"wa:1": 1, "wa:2": 0}
