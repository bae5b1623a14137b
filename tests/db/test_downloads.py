"""Customers' files that are still to be fetched, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.db.downloads import WantedMedia, inbound_document_id
from bot.db.versioned import Change
from bot.domain.conversation import Conversation

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
PHOTO = WantedMedia(inbound_document_id("wamid.1"), "media.1", "110", "image/jpeg", "صورة.jpg", NOW - 9, NOW)


async def want(database: Database, *files: WantedMedia) -> None:
    chat = Conversation("c:110:cu:1", "noor", "cu:1", "110", version=1)
    pending = {"downloads": [database.downloads.to_doc(wanted) for wanted in files]}
    await database.conversations.finish(await database.conversations.commit([Change(chat, pending=pending)]))


async def test_a_file_is_due_from_its_time_on(database: Database) -> None:
    await want(database, PHOTO, replace(PHOTO, id="in:wamid.2", due_at=NOW + 1))
    assert await database.downloads.due(NOW - 1, 9) == []
    assert await database.downloads.due(NOW, 9) == [PHOTO]
    assert len(await database.downloads.due(NOW + 1, 1)) == 1


async def test_a_failure_is_counted_from_what_was_read(database: Database) -> None:
    await want(database, PHOTO)
    for n in range(2):
        await database.downloads.postpone(replace(PHOTO, attempts=n), NOW + 60)
    assert await database.downloads.due(NOW, 9) == []
    assert await database.downloads.due(NOW + 60, 9) == [replace(PHOTO, attempts=2, due_at=NOW + 60)]


async def test_what_was_fetched_is_wanted_no_more(database: Database) -> None:
    await want(database, PHOTO)
    await database.downloads.remove([])
    assert await database.downloads.due(NOW, 9) == [PHOTO]
    await database.downloads.remove([PHOTO.id, "in:never"])
    assert await database.downloads.due(NOW, 9) == []


async def test_a_commit_that_is_repeated_asks_for_a_file_once(database: Database) -> None:
    await want(database, PHOTO)
    await want(database, replace(PHOTO, due_at=NOW + 5))
    assert await database.downloads.due(NOW + 5, 9) == [PHOTO]
