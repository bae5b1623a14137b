"""Ledger, events, parked items and documents, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.documents import Document
from bot.db.records import Events
from bot.domain.inbox import InboxItem, Parked

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
EVENT = InboxItem("standard:shop:1", "event", "order:shop:1", NOW, NOW, "standard/shop", b'{"id":"\xff\x00"}')
PARKED = Parked("wa:1", "message", NOW, "106540352242922", "Unreadable: no text 😀", b"\x00\xff", "wa:20100", NOW - 1)
PDF = b"%PDF-1.7\n\x00\xff" * 1_000


async def test_an_event_is_kept_once_with_its_body_as_text(database: Database) -> None:
    await database.events.add([Events.to_doc(EVENT, "applied", "shop:1")])
    await database.events.add([Events.to_doc(EVENT, "again", "shop:1"), Events.to_doc(replace(EVENT, id="e:2"), "applied", "shop:2")])
    assert [(doc["outcome"], doc["body"]) for doc in await database.events.of_order("shop:1")] == [("applied", '{"id":"\\xff\x00"}')]
    assert await database.events.known([EVENT.id, "e:2", "e:3"]) == {EVENT.id, "e:2"}


async def test_parked_items_come_back_oldest_first_and_are_kept_as_they_were(database: Database) -> None:
    await database.parked.add_many([PARKED, replace(PARKED, id="wa:0", parked_at=NOW - 1)])
    await database.parked.add_many([replace(PARKED, error="other")])
    assert await database.parked.all() == [replace(PARKED, id="wa:0", parked_at=NOW - 1), PARKED]
    assert len(await database.parked.all(limit=1)) == 1


async def test_a_replayed_item_is_parked_no_more(database: Database) -> None:
    await database.parked.add_many([PARKED])
    assert await database.parked.get("wa:1") == PARKED
    await database.parked.remove("wa:1")
    assert await database.parked.get("wa:1") is None


@pytest.mark.parametrize("data", [PDF, b"", b"x" * 2_000_000], ids=["pdf", "empty", "large"])
async def test_a_document_comes_back_byte_for_byte(database: Database, data: bytes) -> None:
    await database.documents.put("doc:1", "فاتورة.pdf", "application/pdf", data)
    assert await database.documents.get("doc:1") == Document("doc:1", "فاتورة.pdf", "application/pdf", data)
    assert await database.documents.get("doc:2") is None


async def test_a_new_version_of_a_document_replaces_the_old_one(database: Database) -> None:
    for data in (b"old", PDF):
        await database.documents.put("doc:1", "a.pdf", "application/pdf", data)
    await database.documents.put_new([Document("doc:1", "b.pdf", "application/pdf", b"third"), Document("doc:2", "c.pdf", "text/plain", b"")])
    found = [await database.documents.get(key) for key in ("doc:1", "doc:2")]
    assert [document and document.data for document in found] == [PDF, b""]


async def test_an_upload_is_known_until_it_expires(database: Database) -> None:
    for media_id in ("old", "new"):
        await database.media.put("number", "doc:1", media_id, NOW)
    assert await database.media.get("number", "doc:1", NOW - 1) == "new"
    assert await database.media.get("number", "doc:1", NOW) is None
    assert await database.media.get("other", "doc:1", NOW - 1) is None
