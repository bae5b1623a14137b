from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest

from bot.domain.clock import DAY, HOUR
from bot.domain.delivery import RANK, TranscriptEntry
from bot.domain.desk import Marker
from bot.domain.staff import CONSOLE_LANGUAGES, staff_id
from bot.flow.handoff.acts import Refusal
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.web.console.conversation import REASONS
from tests.web.console.chats import CHAT, DAR, stand
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from tests.web.console.conftest import Browser, Desk, Page

HERE = "/chats/c%3An1%3Acu%3Asara"
AGENT = staff_id("agent@noor.example")
TAKEN = replace(CHAT, owner="staff", assignee=AGENT, taken_at=NOW)
ASKED = TranscriptEntry(
    "wa:1", CHAT.id, CHAT.customer_id, "noor", "in", NOW - HOUR, "where is <it>", "text", understood="order_status", confidence=0.914
)
FAILED = TranscriptEntry(
    "o:1", CHAT.id, CHAT.customer_id, "noor", "out", NOW, "On its way", "text", state="failed", reason="Not on WhatsApp", error_code=131026
)


async def now(desk: Desk, chat_id: str = CHAT.id) -> Conversation:
    return (await desk.db.conversations.get_many([chat_id]))[chat_id]


async def at_work(desk: Desk, chat: Conversation, role: str = "agent") -> Browser:
    """Open a browser on a conversation."""
    await stand(desk.db, chat)
    browser = await desk.browser()
    await browser.sign_in(role)
    return browser


async def test_what_was_said_is_shown_with_what_the_bot_understood_and_what_failed(desk: Desk) -> None:
    await desk.db.transcript.add([ASKED, FAILED])
    page = await (await at_work(desk, CHAT)).get(HERE)
    assert "where is &lt;it&gt;" in page.text
    for words in ("order_status", "91%", "131026: Not on WhatsApp", "failed", "Asked for a person", "with the bot"):
        assert page.says(words), words


async def test_taking_over_makes_it_mine_and_shows_the_reply_box(desk: Desk) -> None:
    browser = await at_work(desk, CHAT)
    assert 'name="text" rows="3"' not in (await browser.get(HERE)).text
    page = await browser.post(f"{HERE}/take-over")
    assert page.goes_to == f"/console{HERE}#end"
    chat = await now(desk)
    assert (chat.owner, chat.assignee) == ("staff", AGENT)
    page = await browser.get(HERE)
    assert ('name="text" rows="3"' in page.text, page.says("Taken over")) == (True, True)


async def test_of_two_who_take_over_at_once_one_has_it_and_the_other_is_told_who(desk: Desk) -> None:
    both = [await at_work(desk, CHAT), await desk.browser()]
    await both[1].sign_in("admin")
    pages = await asyncio.gather(*(one.post(f"{HERE}/take-over") for one in both))
    assert sorted(page.status for page in pages) == [303, 409]
    lost = next(page for page in pages if page.status == 409)
    winner = (await now(desk)).assignee
    assert lost.says("Somebody else has this conversation.")
    assert lost.says({AGENT: "Agent"}.get(winner or "", "Admin"))


async def send(browser: Browser, words: str) -> Page:
    form = (await browser.get(HERE)).field("id")
    return await browser.post(f"{HERE}/reply", id=form, text=words)


async def test_a_reply_is_sent_once_however_often_the_form_comes(desk: Desk) -> None:
    browser = await at_work(desk, TAKEN)
    form = (await browser.get(HERE)).field("id")
    for _ in range(3):
        assert (await browser.post(f"{HERE}/reply", id=form, text=" On my way \n")).status == 303
    sent = await desk.db.outbox.get_many([f"staff:{CHAT.id}:{form}"])
    assert [(one.content.body, one.kind, one.by.name) for one in sent.values() if one.content and one.by] == [("On my way", "staff", "Agent")]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("chat", "words", "why"),
    [
        (CHAT, "hello", "Take the conversation over first."),
        (TAKEN, "   ", "Write something first."),
        (replace(TAKEN, last_inbound_at=NOW - DAY), "hello", "approved templates only"),
        (replace(TAKEN, assignee="s:other"), "hello", "Somebody else has this conversation."),
    ],
)
async def test_a_reply_that_may_not_be_is_explained_and_nothing_is_sent(desk: Desk, chat: Conversation, words: str, why: str) -> None:
    browser = await at_work(desk, chat)
    page = await browser.post(f"{HERE}/reply", id="one", text=words)
    assert (page.status, page.says(why)) == (409, True)
    assert await desk.db.outbox.get_many([f"staff:{CHAT.id}:one"]) == {}


async def test_words_that_were_refused_are_not_lost(desk: Desk) -> None:
    browser = await at_work(desk, TAKEN)
    page = await browser.post(f"{HERE}/reply", id="one", text="x" * 5_000)
    assert page.status == 409
    assert "x" * 5_000 in page.text


async def test_outside_the_window_the_box_is_not_there_and_says_why(desk: Desk) -> None:
    browser = await at_work(desk, replace(TAKEN, last_inbound_at=NOW - DAY))
    page = await browser.get(HERE)
    assert ('name="text" rows="3"' in page.text, page.says("approved templates only")) == (False, True)


async def test_a_note_is_kept_once_and_marked_as_one(desk: Desk) -> None:
    browser = await at_work(desk, CHAT)
    for _ in range(2):
        assert (await browser.post(f"{HERE}/note", id="n1", text="is <vip>")).status == 303
    page = await browser.get(HERE)
    assert page.text.count("is &lt;vip&gt;") == 1
    assert page.says("Note")


async def test_handing_back_lets_the_bot_answer_again(desk: Desk) -> None:
    browser = await at_work(desk, TAKEN)
    assert (await browser.post(f"{HERE}/hand-back")).status == 303
    assert ((await now(desk)).owner, (await browser.get(HERE)).says("Handed back to the bot")) == ("bot", True)


@pytest.mark.parametrize(("given", "kept"), [*((reason, reason) for reason in REASONS), ("handed_back", "other"), ("", "other")])
async def test_closing_keeps_the_reason(desk: Desk, given: str, kept: str) -> None:
    browser = await at_work(desk, TAKEN)
    assert (await browser.post(f"{HERE}/close", reason=given)).status == 303
    closed = (await now(desk)).closed
    assert closed is not None
    assert (closed.reason, closed.by) == (kept, AGENT)


async def test_a_viewer_reads_and_sees_no_buttons(desk: Desk) -> None:
    browser = await at_work(desk, CHAT, "viewer")
    page = await browser.get(HERE)
    assert page.status == 200
    assert re.findall(r'action="([^"]+)"', page.text) == ["/console/sign-out"]
    deeds = ("take-over", "reply", "note", "hand-back", "close")
    assert {(await browser.post(f"{HERE}/{deed}", text="x")).status for deed in deeds} == {403}


async def test_a_conversation_of_another_store_is_as_if_it_were_not_there(desk: Desk) -> None:
    await desk.db.staff.add(person(name="dars", stores=("dar",)))
    browser = await at_work(desk, CHAT, "dars")
    await stand(desk.db, DAR)
    assert [(await browser.get(path)).status for path in (HERE, f"{HERE}/lines", "/chats/c%3An2%3Acu%3Adar", "/chats/none")] == [404, 404, 200, 404]
    assert (await browser.post(f"{HERE}/take-over")).status == 404
    assert (await now(desk)).owner == "bot"


async def test_what_is_loaded_by_itself_is_the_transcript(desk: Desk) -> None:
    await desk.db.transcript.add([ASKED])
    browser = await at_work(desk, CHAT)
    page = await browser.get(f"{HERE}/lines", **{"HX-Request": "true"})
    assert ("<html" in page.text, "<form" in page.text, page.says("order_status")) == (False, False, True)


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
def test_every_refusal_marker_and_state_has_its_words(language: str) -> None:
    catalogue = Catalogues.load(data_folder("locales"), "console").get(language)
    assert catalogue is not None
    wanted = {f"refusal.{one}" for one in get_args(Refusal)} | {f"marker.{one}" for one in get_args(Marker)} | {f"state.{one}" for one in RANK}
    assert wanted - catalogue.messages.keys() == set()
