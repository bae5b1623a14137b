from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from bot.db.downloads import WantedMedia
from bot.domain.clock import DAY
from bot.domain.message import InboundMessage, Media, Text, WireIdentity
from bot.errors import GraphError, NeedsStaff, NoAnswer, OverLimit, Permanent
from bot.flow.inbound_media import InboundMedia, MediaRules, wanted_media
from bot.flow.scan import CommandScan
from bot.whatsapp.client import MediaFile

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_795_000_000_000
WANTED = WantedMedia("in:wamid.1", "m1", "n1", "image/jpeg", "picture", NOW - 1_000, NOW)


@dataclass
class Meta:
    """Gives out one file, or fails as it is told to."""

    errors: list[GraphError | OverLimit] = field(default_factory=list)
    asked: int = 0

    async def __call__(self, media_id: str, *, limit: int) -> MediaFile:
        del limit
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)
        return MediaFile(media_id.encode() * 10, "image/jpeg")


async def wait_for(database: Database, wanted: WantedMedia = WANTED) -> None:
    await database.downloads._collection.insert_one(database.downloads.to_doc(wanted))  # noqa: SLF001 - it gets there by a commit


def message(mime_type: str = "image/jpeg; codecs=x", filename: str | None = None) -> InboundMessage:
    return InboundMessage("wamid.1", "n1", WireIdentity(wa_id="966501234567"), NOW - 1_000, Media("image", "m1", mime_type, filename=filename))


def test_a_picture_is_wanted_under_the_id_of_its_message() -> None:
    assert wanted_media(message(), NOW) == WANTED
    assert wanted_media(replace(message(), content=Text("hello")), NOW) is None


def test_a_document_keeps_its_name() -> None:
    wanted = wanted_media(message("application/pdf", "receipt.pdf"), NOW)
    assert wanted is not None
    assert wanted.filename == "receipt.pdf"


async def test_a_file_is_fetched_once_and_kept(database: Database) -> None:
    meta = Meta()
    await wait_for(database)
    media = InboundMedia(database, {"n1": meta}, MediaRules(1_000))
    assert [await media.run(NOW), await media.run(NOW)] == [1, 0]
    kept = await database.documents.get("in:wamid.1")
    assert kept is not None
    assert (kept.data, kept.mime_type, kept.refused, meta.asked) == (b"m1" * 10, "image/jpeg", None, 1)


@pytest.mark.parametrize("error", [NoAnswer("cut"), NeedsStaff("token", code=190, http_status=401)])
async def test_what_may_work_later_is_tried_again(database: Database, error: GraphError) -> None:
    await wait_for(database)
    media = InboundMedia(database, {"n1": Meta([error])}, MediaRules(1_000))
    assert await media.run(NOW) == 0
    assert await media.run(NOW + 4_000) == 0
    assert await media.run(NOW + 5_000) == 1


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OverLimit("too much"), "it is larger than 5 MB"),
        (Permanent("gone", code=131052, http_status=400), "WhatsApp does not give it out"),
    ],
)
async def test_what_never_will_be_there_is_refused_with_its_reason(database: Database, error: GraphError, reason: str) -> None:
    await wait_for(database)
    assert await InboundMedia(database, {"n1": Meta([error])}, MediaRules(5 * 1024 * 1024)).run(NOW) == 1
    refused = (await database.documents.about(["in:wamid.1"]))["in:wamid.1"].refused
    assert refused is not None
    assert refused.startswith(reason)


async def test_types_that_nobody_should_open_are_not_even_fetched(database: Database) -> None:
    meta = Meta()
    await wait_for(database, replace(WANTED, mime_type="application/x-msdownload"))
    await InboundMedia(database, {"n1": meta}, MediaRules(1_000)).run(NOW)
    kept = await database.documents.get("in:wamid.1")
    assert kept is not None
    assert (kept.refused, meta.asked) == ("files of type application/x-msdownload are not taken", 0)


async def test_after_seven_days_meta_has_dropped_it(database: Database) -> None:
    await wait_for(database)
    media = InboundMedia(database, {"n1": Meta([NoAnswer("cut")])}, MediaRules(1_000))
    assert await media.run(NOW + 8 * DAY) == 1
    assert "deleted it" in str((await database.documents.about(["in:wamid.1"]))["in:wamid.1"].refused)


@pytest.mark.parametrize(("command", "refused"), [("true", None), ("false", "the scanner found something in it")])
async def test_a_scanner_looks_first(database: Database, command: str, refused: str | None) -> None:
    await wait_for(database)
    assert await InboundMedia(database, {"n1": Meta()}, MediaRules(1_000, CommandScan(command))).run(NOW) == 1
    assert (await database.documents.about(["in:wamid.1"]))["in:wamid.1"].refused == refused


@pytest.mark.parametrize("command", ["no-such-scanner-here", "sh -c 'exit 2'"])
async def test_without_a_working_scanner_nothing_is_kept_yet(database: Database, command: str) -> None:
    await wait_for(database)
    assert await InboundMedia(database, {"n1": Meta()}, MediaRules(1_000, CommandScan(command))).run(NOW) == 0
    assert await database.documents.get("in:wamid.1") is None


async def test_who_wants_to_see_a_file_gets_it_before_its_turn(database: Database) -> None:
    meta = Meta()
    await wait_for(database, replace(WANTED, due_at=NOW + DAY))
    media = InboundMedia(database, {"n1": meta}, MediaRules(1_000))
    for _ in range(2):
        found = await media.file(WANTED, NOW)
        assert found is not None
        assert found.data == b"m1" * 10
    assert (meta.asked, await database.downloads.due(NOW + DAY, 9)) == (1, [])


async def test_a_file_that_was_turned_away_has_a_reason(database: Database) -> None:
    media = InboundMedia(database, {"n1": Meta([OverLimit("large")])}, MediaRules(1_000_000))
    found = await media.file(WANTED, NOW)
    assert found is not None
    assert (found.data, found.refused) == (b"", "it is larger than 0 MB")


@pytest.mark.parametrize(("later", "error", "asked"), [(8 * DAY, None, 0), (0, NoAnswer("cut"), 1)])
async def test_a_file_that_can_not_be_had_is_none(database: Database, later: int, error: NoAnswer | None, asked: int) -> None:
    meta = Meta([error] if error else [])
    assert await InboundMedia(database, {"n1": meta}, MediaRules(1_000)).file(WANTED, NOW + later) is None
    assert meta.asked == asked
