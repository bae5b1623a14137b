"""Lists in the order of ids, and what the API looks up, on every kind of server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.api_key import ApiKey
from bot.domain.delivery import TranscriptEntry
from bot.domain.inbox import InboxItem
from bot.domain.money import Money
from bot.domain.order import Order

if TYPE_CHECKING:
    from bot.db import Database


def order(store: str, ref: str) -> Order:
    return Order(f"{store}:{ref}", store, ref, 1, "received", "paid", Money(1, "SAR"))


async def test_a_page_holds_one_stores_documents_behind_an_id(database: Database) -> None:
    await database.orders.put_many([order(store, ref) for store in ("a", "a2", "b") for ref in ("3", "1", "2")])
    assert [one.id for one in await database.orders.page("a", "a:", None, 2)] == ["a:1", "a:2"]
    assert [one.id for one in await database.orders.page("a", "a:", "a:2", 2)] == ["a:3"]
    assert await database.orders.page("a", "a2:", None, 2) == []


async def test_what_was_sent_is_listed_by_time(database: Database) -> None:
    lines = [TranscriptEntry(f"m{n}", "c", "cu", "a", "out" if n else "in", n, "x", "text") for n in range(6)]
    await database.transcript.add([*lines, TranscriptEntry("y", "c", "cu", "b", "out", 2, "x", "text")])
    assert [line.id for line in await database.transcript.sent_between("a", 0, 5, 0, 9)] == ["m1", "m2", "m3", "m4"]
    assert [line.id for line in await database.transcript.sent_between("a", 2, 9, 1, 2)] == ["m3", "m4"]


async def test_a_key_is_revoked_once(database: Database) -> None:
    await database.api_keys.add(ApiKey("k", "a", "", ("orders:read",), "x", 5))
    assert [await database.api_keys.revoke("k", 7), await database.api_keys.revoke("k", 8), await database.api_keys.revoke("x", 8)] == [
        True,
        False,
        False,
    ]
    assert await database.api_keys.get("k") == ApiKey("k", "a", "", ("orders:read",), "x", 5, revoked_at=7)


async def test_who_waits_is_known_by_the_items_id(database: Database) -> None:
    await database.waiting.put([("a:order:1", InboxItem("i", "event", "l", 1, 1, "standard/a", b"{}"))], 5)
    assert [await database.waiting.waits("i"), await database.waiting.waits("j")] == [True, False]
