"""Deeds carried out over a database: races, repetitions, crashes, and what is withheld."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.versioned import Change
from bot.domain.content import DocumentOut, ImageOut, TextOut
from bot.domain.delivery import OutboxItem
from bot.domain.notice import Notice
from bot.domain.request import Request
from bot.flow.handoff.acts import Act, Refused
from bot.flow.handoff.desk import Done, HelpDesk
from bot.flow.handoff.reply import Words
from bot.flow.handoff.take_over import take_over
from bot.flow.resolve_request import Resolved
from tests.flow.conftest import NOW, STORE
from tests.flow.handoff.stage import CHAT, FLAGGED, LINA, LINAS, OMAR, done, opened, refused
from tests.flow.staging import ITEM, staged

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.conversation import Conversation
    from bot.flow.converse import Mind

HELLO = Words("w1", TextOut("Hello, Lina here"))


async def test_of_two_who_click_at_once_one_has_it_and_the_other_is_told_who(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    made = await asyncio.gather(*(floor.desk.take_over(CHAT.id, by, NOW) for by in (LINA, OMAR)))
    (won,) = [one for one in made if isinstance(one, Done)]
    (lost,) = [one for one in made if isinstance(one, Refused)]
    assert (lost.reason, lost.who) == ("taken", won.chat.assignee)
    assert (await floor.entry()).assignee == won.chat.assignee


async def test_of_twenty_who_click_at_once_one_has_it(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    people = [replace(LINA, id=f"s:{n}") for n in range(20)]
    made = await asyncio.gather(*(floor.desk.take_over(CHAT.id, by, NOW) for by in people))
    assert sum(isinstance(one, Done) for one in made) == 1
    assert await floor.marks() == ["taken_over"]


async def test_two_who_do_different_things_both_have_their_way(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    await asyncio.gather(
        floor.desk.label(CHAT.id, LINA, ["a"], [], NOW), floor.desk.label(CHAT.id, OMAR, ["b"], [], NOW), floor.desk.take_over(CHAT.id, OMAR, NOW)
    )
    assert ((await floor.chat()).labels, (await floor.entry()).assignee) == (("a", "b"), OMAR.id)


async def test_what_changes_all_the_time_is_given_up(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)

    def late(chat: Conversation) -> Act:
        return Act(replace(chat, version=chat.version + 2))

    assert refused(await floor.desk.do(CHAT.id, late)) == ("overtaken", None)


async def test_what_is_unknown_or_another_shops_is_not_found(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    assert refused(await floor.desk.take_over("c:x", LINA, NOW))[0] == "not_found"
    others = HelpDesk(database, {"oud": STORE}, mind.catalogues)
    assert refused(await others.take_over(CHAT.id, LINA, NOW))[0] == refused(await others.reply(CHAT.id, LINA, HELLO, NOW))[0] == "not_found"


async def test_a_reply_is_handed_over_and_sent_once_however_often_it_is_clicked(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind, LINAS)
    await asyncio.gather(*(floor.desk.reply(CHAT.id, LINA, HELLO, NOW) for _ in range(3)))
    assert [item.id for item in await database.outbox.all_of("n1", 9)] == ["staff:c:n1:cu:sara:w1"]
    again = await floor.desk.reply(CHAT.id, LINA, HELLO, NOW)
    assert isinstance(again, Done)
    assert not again.changed


async def test_a_reply_stands_in_the_transcript_with_its_author(database: Database, mind: Mind) -> None:
    async with staged(database, mind) as stage:
        floor = await opened(database, mind, LINAS)
        done(await floor.desk.reply(CHAT.id, LINA, HELLO, NOW))
        await stage.sender.send(floor.sent)
        (line,) = [line for line in await floor.lines() if line.direction == "out"]
        assert (line.state, line.by, line.kind, line.text) == ("accepted", LINA, "staff", "Hello, Lina here")
        # What has been sent is known to have been, and not queued again.
        await floor.desk.reply(CHAT.id, LINA, HELLO, NOW)
        assert await database.outbox.all_of("n1", 9) == []


@pytest.mark.parametrize("content", [ImageOut("desk:1", "look"), DocumentOut("desk:1", "a.png")])
async def test_pictures_and_documents_are_sent(database: Database, mind: Mind, content: ImageOut | DocumentOut) -> None:
    async with staged(database, mind) as stage:
        floor = await opened(database, mind, LINAS)
        assert refused(await floor.desk.reply(CHAT.id, LINA, Words("w", content), NOW))[0] == "no_file"
        await database.documents.put("desk:1", "a.png", "image/png" if content.kind == "image" else "application/pdf", b"\x89PNG\r\n\x1a\n" * 9)
        done(await floor.desk.reply(CHAT.id, LINA, Words("w", content), NOW))
        (report,) = await stage.sender.send(floor.sent)
        assert report.entry is not None
        assert (report.entry.state, report.entry.content) == ("accepted", content.kind)


async def test_the_bots_queued_answer_is_withheld_and_the_notice_goes_on(database: Database, mind: Mind) -> None:
    async with staged(database, mind) as stage:
        floor = await opened(database, mind, replace(FLAGGED, version=2))
        notice = OutboxItem("n:1", "notice", "noor", "cu:sara", CHAT.id, "n1", ITEM.to, NOW, NOW, order_id="noor:1")
        shipped = replace(notice, notice=Notice("noor:1:shipped:T1:1:cu:sara", "shipped", "noor:1", "T1", NOW))
        await stage.db.outbox.add([ITEM, shipped])
        done(await floor.desk.take_over(CHAT.id, LINA, NOW))
        await stage.sender.send([ITEM, shipped])
        assert (await stage.state(), (await stage.line()).reason) == ("skipped", "a person has taken over the conversation")
        assert (await stage.state("n:1"), (await stage.line("n:1")).kind) == ("accepted", "notice")


async def test_what_a_crash_left_half_done_is_completed_by_the_next_deed(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    taken = take_over(FLAGGED, LINA, NOW)
    assert isinstance(taken, Act)
    line = [database.transcript.to_doc(line) for line in taken.lines]
    await database.conversations.commit([Change(taken.chat, pending={"transcript": line})])
    assert (await floor.entry()).owner == "bot"
    assert refused(await floor.desk.take_over(CHAT.id, OMAR, NOW)) == ("taken", LINA.id)
    assert ((await floor.entry()).owner, await floor.marks()) == ("staff", ["taken_over"])


async def test_a_note_is_kept_once_and_for_the_shops_people(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    for _ in range(2):
        done(await floor.desk.note(CHAT.id, LINA, "n1", "Ask the carrier", (OMAR.id,), NOW))
    (line,) = await floor.lines()
    assert (line.direction, line.by, line.mentions) == ("desk", LINA, (OMAR.id,))
    assert await database.outbox.all_of("n1", 9) == []


async def test_a_note_about_an_order_is_a_change_the_first_time_alone(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    made = [await floor.desk.note(CHAT.id, LINA, "n1", "Ask", (), NOW, "noor:1") for _ in range(2)]
    assert [one.changed for one in made if isinstance(one, Done)] == [True, False]
    assert [line.order_id for line in await floor.lines()] == ["noor:1"]
    assert refused(await floor.desk.note("c:none", LINA, "n1", "Ask", (), NOW))[0] == "not_found"


async def test_the_transcript_tells_what_was_done(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    done(await floor.desk.assign(CHAT.id, OMAR, LINA, "returns", NOW))
    done(await floor.desk.take_over(CHAT.id, LINA, NOW + 1))
    done(await floor.desk.close(CHAT.id, LINA, "solved", NOW + 2))
    assert await floor.marks() == ["assigned", "taken_over", "closed"]
    assert (await floor.entry()).close_reason == "solved"


async def test_handing_back_lets_the_bot_answer(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind, LINAS)
    assert done(await floor.desk.hand_back(CHAT.id, LINA, NOW)).owner == "bot"
    assert [event.type for event in await database.outgoing.of_store("noor")] == ["conversation.handed_back"]


async def test_a_decided_request_answers_the_customer_and_says_who_decided(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind, LINAS)
    request = Request("r:1", "noor", CHAT.id, "cu:sara", "cancel", NOW - 9, order_id="noor:1")
    change = Change(replace(LINAS, version=2), (), {"service_requests": [database.service_requests.to_doc(request)]})
    await database.conversations.finish(await database.conversations.commit([change]))
    for _ in range(2):
        assert isinstance(await floor.desk.decide_request("r:1", LINA, "refused", "", NOW), Resolved)
    assert [(line.text, line.by, line.detail) for line in await floor.lines()] == [("request_decided", LINA, "cancel: refused")]
    assert ((await floor.chat()).waiting_since, (await floor.chat()).staff_said_at) == (None, NOW)
    assert refused(await floor.desk.decide_request("r:1", LINA, "accepted", "", NOW))[0] == "request_settled"
    assert refused(await floor.desk.decide_request("r:2", LINA, "done", "", NOW))[0] == "not_found"
