"""What the shop's people write for one another is never counted as sent, and never leaves the house."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY
from bot.domain.consent import Consent
from bot.domain.content import ImageOut, TemplateOut, TextOut
from bot.domain.delivery import Letter, TranscriptEntry, again_id
from bot.flow.handoff.reply import Words
from bot.flow.look_again import Drop, Go, Surroundings, look_again
from tests.flow.conftest import NOW, SARA, STORE
from tests.flow.handoff.stage import CHAT, LINA, LINAS, OMAR, done, opened
from tests.flow.staging import ITEM, staged

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.delivery import Kind
    from bot.flow.converse import Mind

NOTE = TranscriptEntry("note:1", CHAT.id, "cu:sara", "noor", "desk", NOW, "careful!", "note", by=LINA, mentions=(OMAR.id,), detail="x")
STAFF = replace(ITEM, id="staff:1", kind="staff", by=LINA)


async def test_notes_are_neither_sent_nor_counted(database: Database) -> None:
    await database.transcript.add([NOTE])
    assert await database.transcript.sent_between("noor", 0, NOW + 1, 0, 9) == []
    assert await database.transcript.states_since("noor", 0) == []


async def test_who_wrote_it_and_whom_it_names_is_kept(database: Database) -> None:
    await database.transcript.add([NOTE])
    assert await database.transcript.of_conversation(CHAT.id) == [NOTE]
    assert await database.transcript.get_many(["note:1"]) == {"note:1": NOTE}


async def test_a_queued_item_keeps_its_author(database: Database) -> None:
    await database.outbox.add([STAFF])
    assert await database.outbox.get_many(["staff:1"]) == {"staff:1": STAFF}


@pytest.mark.parametrize(("kind", "owner", "goes"), [("answer", "staff", False), ("answer", "bot", True), ("survey", "staff", True)])
def test_only_the_bots_answers_are_withheld(mind: Mind, kind: Kind, owner: str, goes: bool) -> None:  # noqa: FBT001
    chat = LINAS if owner == "staff" else CHAT
    look = look_again(replace(ITEM, kind=kind), Surroundings(STORE, chat, SARA, None), mind.catalogues, NOW)
    assert isinstance(look, Go) is goes


def test_a_question_how_it_was_is_not_sent_once_the_window_has_closed(mind: Mind) -> None:
    late = replace(CHAT, last_inbound_at=NOW - DAY)
    look = look_again(replace(ITEM, kind="survey"), Surroundings(STORE, late, SARA, None), mind.catalogues, NOW)
    assert isinstance(look, Drop)
    assert look.state == "skipped"


def test_who_wants_nothing_is_not_asked_how_it_was_and_offers_need_more_than_that(mind: Mind) -> None:
    stopped = replace(CHAT, consents=(Consent("utility", given=False, at=1, source="chat"),))
    words, offer = replace(ITEM, kind="survey"), replace(ITEM, kind="survey", content=TemplateOut("sale", "en"))
    looks = [look_again(item, Surroundings(STORE, chat, SARA, None), mind.catalogues, NOW) for chat, item in ((stopped, words), (CHAT, offer))]
    assert [isinstance(look, Drop) and "consent" in look.reason for look in looks] == [True, True]


async def test_a_persons_words_go_though_the_bot_is_quiet(database: Database, mind: Mind) -> None:
    async with staged(database, mind) as stage:
        floor = await opened(database, mind, LINAS)
        for n in range(3):
            done(await floor.desk.reply(CHAT.id, LINA, Words(f"w{n}", TextOut(f"word {n}")), NOW))
        await stage.sender.send(floor.sent)
        assert [line.text for line in await floor.lines() if line.direction == "out"] == ["word 0", "word 1", "word 2"]


async def test_everything_the_bot_had_queued_is_withheld(database: Database, mind: Mind) -> None:
    async with staged(database, mind) as stage:
        floor = await opened(database, mind, replace(CHAT, version=2))
        queued = [replace(ITEM, id=f"c:1:{n}", created_at=NOW + n) for n in range(3)]
        await database.outbox.add(queued)
        done(await floor.desk.take_over(CHAT.id, LINA, NOW))
        await stage.sender.send(queued)
        assert [await stage.state(item.id) for item in queued] == ["skipped"] * 3
        assert await database.outbox.all_of("n1", 9) == []


async def test_what_failed_is_sent_again_in_the_same_persons_name(database: Database, mind: Mind) -> None:
    async with staged(database, mind) as stage:
        await stage.send(replace(STAFF, content=TextOut("hello")))
        letter = (await stage.line("staff:1")).letter
        assert isinstance(letter, Letter)
        assert (letter.kind, letter.by, again_id("staff:1")) == ("staff", LINA, "staff:1~2")


async def test_a_picture_without_words_leaves_the_preview_as_it_was(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind, replace(LINAS, preview="where is it?"))
    await database.documents.put("d", "a.jpg", "image/jpeg", b"\xff\xd8\xff")
    assert done(await floor.desk.reply(CHAT.id, LINA, Words("w", ImageOut("d")), NOW)).preview == "where is it?"
