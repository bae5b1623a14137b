from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.db.documents import CHUNK, SMALL, Document

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_795_000_000_000
LARGE = bytes(range(256)) * ((SMALL + 3 * CHUNK) // 256 + 1)


@pytest.mark.parametrize("data", [b"", b"%PDF\x00\xff", LARGE], ids=["empty", "small", "large"])
async def test_a_file_comes_back_as_it_was(database: Database, data: bytes) -> None:
    await database.documents.put("d", "a.pdf", "application/pdf", data)
    assert await database.documents.get("d") == Document("d", "a.pdf", "application/pdf", data)


async def test_a_new_version_takes_the_place_of_the_old_one_and_leaves_no_pieces(database: Database) -> None:
    for data in (LARGE, LARGE[1:], b"short"):
        await database.documents.put("d", "a.pdf", "application/pdf", data)
    found = await database.documents.get("d")
    assert found is not None
    assert found.data == b"short"
    assert await database.documents._pieces.find({}, projection=["_id"]).to_list(None) == []  # noqa: SLF001 - nobody else sees them


async def test_what_is_there_already_stays(database: Database) -> None:
    await database.documents.put_new([Document("d", "a", "text/plain", b"1"), Document("e", "b", "text/plain", LARGE)])
    await database.documents.put_new([Document("d", "a", "text/plain", b"2")])
    found = await database.documents.get("d")
    assert found is not None
    assert found.data == b"1"


async def test_files_of_customers_are_found_by_their_age_and_removed(database: Database) -> None:
    await database.documents.put("old", "a", "image/png", LARGE, at=NOW - 1)
    await database.documents.put("new", "a", "image/png", b"1", at=NOW)
    await database.documents.put("ours", "a", "application/pdf", b"1")
    assert await database.documents.received_before(NOW, 10) == ["old"]
    await database.documents.remove(["old", "never"])
    assert await database.documents.get("old") is None
    assert await database.documents._pieces.find({}, projection=["_id"]).to_list(None) == []  # noqa: SLF001 - nobody else sees them


async def test_a_refusal_is_kept_in_place_of_the_file(database: Database) -> None:
    await database.documents.refuse("d", "a.exe", "application/x-msdownload", "no programs", at=NOW)
    assert (await database.documents.about(["d", "e"])) == {"d": Document("d", "a.exe", "application/x-msdownload", b"", "no programs")}


async def test_uploads_are_forgotten_when_meta_has_dropped_them(database: Database) -> None:
    await database.media.put("n1", "d", "m1", NOW)
    await database.media.put("n1", "e", "m2", NOW + 1)
    assert await database.media.forget_expired(NOW) == 1
    assert await database.media.get("n1", "e", NOW) == "m2"
    await database.media.forget("n1", "e")
    assert await database.media.get("n1", "e", NOW) is None
