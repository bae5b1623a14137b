from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.misunderstood import Misunderstood
from bot.db.requests import Remembered
from bot.domain.clock import DAY, HOUR
from bot.domain.delivery import TranscriptEntry
from bot.domain.lesson import Lesson
from bot.domain.outgoing import OutgoingEvent
from bot.domain.staff import AuditEntry
from bot.jobs.digest import Digest
from bot.jobs.retention import Kept, MediaExpiry, Retention

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_795_000_000_000


async def test_what_is_older_than_it_is_kept_goes(database: Database) -> None:
    for days in (10, 40):
        await database.documents.put(f"in:{days}", "a", "image/png", b"1", at=NOW - days * DAY)
        await database.outgoing.add([OutgoingEvent(f"e{days}", "noor", "message.failed", NOW - days * DAY, {}, 0)])
    assert await Retention(database, Kept(files=30, told=30)).run(NOW) == 2
    assert [event.id for event in await database.outgoing.of_store("noor")] == ["e10"]
    assert list(await database.documents.about(["in:10", "in:40"])) == ["in:10"]


async def test_a_request_is_known_by_its_name_for_a_day(database: Database) -> None:
    for hours in (1, 30):
        assert await database.requests.begin(Remembered(f"noor:{hours}", "f", NOW - hours * HOUR)) is None
    assert await Retention(database, Kept(files=30, told=30)).run(NOW) == 1
    assert await database.requests.begin(Remembered("noor:1", "f", NOW)) is not None
    assert await database.requests.begin(Remembered("noor:30", "f", NOW)) is None


async def test_unclear_messages_are_kept_for_a_while(database: Database) -> None:
    said = [Misunderstood(f"wa:{days}", "noor", NOW - days * DAY, "blorp", "en") for days in (10, 40)]
    await database.misunderstood.add_many(said)
    assert await Retention(database, Kept(files=30, told=30)).run(NOW) == 1
    assert await database.misunderstood.newest() == said[:1]


async def test_words_that_were_decided_against_are_forgotten_as_messages_are(database: Database) -> None:
    for n, (state, days) in enumerate((("applied", 90), ("proposed", 90), ("dismissed", 90), ("refused", 90), ("undone", 90), ("dismissed", 10))):
        await database.lessons.add(Lesson(f"l:{n}", "blorp", state, "noor", "s:1", NOW - days * DAY))  # type: ignore[arg-type]
    assert await Retention(database, Kept(files=30, told=30)).run(NOW) == 3
    assert {one.id for one in await database.lessons.all()} == {"l:0", "l:1", "l:5"}


async def test_the_audit_log_is_kept_for_as_long_as_is_said(database: Database) -> None:
    await database.audit.add([AuditEntry(f"{days}", NOW - days * DAY, "signed_in") for days in (90, 110)])
    assert await Retention(database, Kept(files=30, told=30, audit=100)).run(NOW) == 1
    assert [entry.id for entry in await database.audit.newest(9)] == ["90"]


async def test_uploads_that_meta_dropped_are_forgotten(database: Database) -> None:
    await database.media.put("n1", "d", "m", NOW - 1)
    assert await MediaExpiry(database).run(NOW) == 1


async def test_a_day_is_summed_up_once(database: Database) -> None:
    lines = [
        TranscriptEntry(f"o:{n}", "c", "cu", "noor", "out", NOW - n * DAY // 3, "", "text", state=state)
        for n, state in enumerate(("read", "failed", "read", "sent"))
    ]
    await database.transcript.add(lines)
    digest = Digest(database, ["noor", "dar"])
    assert [await digest.run(NOW), await digest.run(NOW + 1)] == [1, 1]
    (event,) = await database.outgoing.of_store("noor")
    assert (event.data["messages_read"], event.data["messages_failed"]) == (2, 1)
