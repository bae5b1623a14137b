"""A conversation's lines: who answers what, what became of each, and what stands beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import content as sent
from bot.domain import message as received
from bot.domain.clock import DAY, HOUR, MINUTE
from bot.domain.content import TextOut
from bot.domain.delivery import RANK, Author, FileKind, FinalState, OutboxItem, TranscriptEntry
from bot.domain.message import WireIdentity
from bot.domain.staff import CONSOLE_LANGUAGES
from bot.flow.look_again import WITHHELD
from bot.language.data import data_folder
from bot.language.intents import load_intents
from bot.web.console.transcript import Around, Shown, key_of, shown, wanted_quotes
from tests.web.console.chats import CHAT, stand
from tests.web.console.conftest import NOW, texts

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk, Page

HERE = "/chats/c%3An1%3Acu%3Asara"
MONA = Author("s:mona", "Mona")
NONE = Around("/here", NOW, lambda at: str(at // DAY))


def heard(place: int, text: str = "", **more: object) -> TranscriptEntry:
    line = TranscriptEntry(f"wa:w{place}", CHAT.id, CHAT.customer_id, "noor", "in", NOW - HOUR + place, text, "text", wamid=f"w{place}")
    return replace(line, **more)  # type: ignore[arg-type]


def said(place: int, text: str = "", state: str = "sent", **more: object) -> TranscriptEntry:
    line = replace(heard(place, text), id=f"o:{place}", direction="out", state=state, kind="answer")
    return replace(line, **more)  # type: ignore[arg-type]


def marked(place: int, what: str) -> TranscriptEntry:
    return heard(place, what, direction="desk", content="marker", wamid=None, id=f"m:{place}")


def reacts(place: int, to: str, emoji: str | None) -> TranscriptEntry:
    return heard(place, content="reaction", detail=emoji, quotes=to)


def of(*lines: TranscriptEntry, chat: object = CHAT, around: Around = NONE) -> list[Shown]:
    return shown(chat, lines, around)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", get_args(FinalState))
def test_every_state_of_ours_has_a_tick_and_customers_have_none(state: FinalState) -> None:
    ours, theirs = of(said(1, state=state), heard(2))
    assert (ours.tick is not None, theirs.tick) == (True, None)


def test_a_day_stands_above_its_first_line() -> None:
    lines = [heard(1, at=NOW - DAY), heard(2, at=NOW - DAY + 1), heard(3, at=NOW)]
    assert [one.new_day for one in of(*lines)] == [True, False, True]


def test_the_message_that_is_answered_stands_above_the_answer() -> None:
    quoted = of(heard(1, "two\nlines"), said(2, quotes="w1"))[1].quoted
    assert quoted is not None
    assert (quoted.text, quoted.direction, quoted.anchor) == ("two lines", "in", f"#{key_of('wa:w1')}")


def test_a_quoted_message_of_another_page_is_known_and_one_that_nobody_kept_says_so() -> None:
    lines = [heard(5, quotes="w1"), heard(6, quotes="w2"), heard(7, quotes="w5")]
    assert wanted_quotes(lines) == ["w1", "w2"]
    there, gone, _ = (one.quoted for one in of(*lines, around=replace(NONE, quoted={"w1": said(1, "long ago")})))
    assert there is not None
    assert gone is not None
    assert [(one.text, one.id, one.anchor) for one in (there, gone)] == [("long ago", "o:1", None), ("", None, None)]


def test_reactions_stand_at_their_message_the_last_of_each_side() -> None:
    lines = of(said(1), reacts(2, "w1", "👍"), replace(reacts(3, "w1", "🙏"), direction="out"), reacts(4, "w1", "😀"))
    assert [(one.line.id, one.reactions) for one in lines] == [("o:1", ("🙏", "😀"))]
    assert of(said(1), reacts(2, "w1", "👍"), reacts(3, "w1", None))[0].reactions == ()


def test_a_reaction_to_a_message_that_is_not_there_is_a_line() -> None:
    assert [one.line.content for one in of(reacts(2, "w1", "👍"))] == ["reaction"]


def test_what_was_changed_or_taken_back_is_marked() -> None:
    lines = of(heard(1, "a"), heard(2, "b"), heard(3, "c", content="edit", quotes="w1"), heard(4, content="revoke", quotes="w2"))
    assert [(one.changed, one.taken_back) for one in lines[:2]] == [(True, False), (False, True)]


def test_why_a_person_was_called_stands_below_the_words_that_did_it() -> None:
    before, after = heard(1, "human!", at=NOW - 2 * MINUTE), heard(2, "hello?", at=NOW)
    assert [one.flag is not None for one in of(before, after)] == [True, False]
    assert not any(one.flag for one in of(before, chat=replace(CHAT, flag=None)))


def test_notices_of_the_time_when_a_person_had_it_are_marked() -> None:
    notice = replace(said(0), kind="notice")
    lines = [notice, marked(1, "taken_over"), notice, replace(notice, state="skipped"), said(3), marked(4, "handed_back"), notice]
    assert [one.meanwhile for one in of(*lines)] == [False, False, True, False, False, False, False]


@pytest.mark.parametrize(
    ("chat", "lines", "meanwhile"),
    [
        (CHAT, (marked(2, "closed"),), True),
        (CHAT, (marked(2, "taken_over"),), False),
        (replace(CHAT, owner="staff", taken_at=NOW - DAY), (), True),
        (replace(CHAT, owner="staff", taken_at=NOW), (), False),
    ],
)
def test_whether_a_person_had_it_before_the_page_is_known(chat: object, lines: tuple[TranscriptEntry, ...], meanwhile: bool) -> None:  # noqa: FBT001
    assert of(replace(said(1), kind="notice"), *lines, chat=chat)[0].meanwhile is meanwhile


def test_what_was_held_back_and_what_failed_are_told_apart() -> None:
    held, failed, other = of(said(1, state="skipped", reason=WITHHELD), said(2, state="failed", error_code=131047), said(3, state="failed"))
    assert [(one.withheld, one.failure) for one in (held, failed, other)] == [(True, None), (False, "window"), (False, None)]


@pytest.mark.parametrize(
    ("state", "reason", "why"),
    [
        ("skipped", "the store has switched this notice off", "off"),
        ("superseded", "replaced by the notice shipped of today", "merged"),
        ("skipped", "something new", "other"),
        ("skipped", WITHHELD, None),
        ("skipped", None, None),
        ("failed", "the store has switched this notice off", None),
    ],
)
def test_why_something_was_not_sent_is_one_of_a_few_reasons(state: str, reason: str | None, why: str | None) -> None:
    assert of(said(1, state=state, reason=reason))[0].why == why


async def test_a_notice_that_was_not_said_says_which_and_why(desk: Desk, browser: Browser) -> None:
    off = said(1, state="skipped", reason="the store has switched this notice off", kind="notice", content="notice", milestone="shipped")
    shows = await page(desk, browser, off, replace(off, id="o:2", reason="<odd>"))
    assert (shows.says("Notice of the bot: Shipped"), shows.says("The shop has switched this notice off.")) == (True, True)
    assert ("switched this notice off</bdi>" in shows.text, "&lt;odd&gt;</bdi>" in shows.text) == (False, True)


@given(st.lists(st.tuples(st.sampled_from(["in", "out"]), st.sampled_from(["text", "reaction", "edit"]), st.integers(0, 6)), max_size=12))
def test_nothing_but_reactions_is_ever_left_out(told: list[tuple[str, str, int]]) -> None:
    lines = [heard(place, direction=way, content=kind, quotes=f"w{to}") for place, (way, kind, to) in enumerate(told)]
    found = of(*lines)
    assert [one.line for one in found if one.line.content != "reaction"] == [line for line in lines if line.content != "reaction"]
    assert len({one.key for one in found}) == len(found)


async def page(desk: Desk, browser: Browser, *lines: TranscriptEntry, path: str = HERE, chat: object = CHAT, **headers: str) -> Page:
    await desk.db.transcript.add(lines)
    await stand(desk.db, chat)  # type: ignore[arg-type]
    await browser.sign_in("admin")
    return await browser.get(path, **headers)


async def test_ticks_are_words_for_who_does_not_see_them(desk: Desk, browser: Browser) -> None:
    shows = await page(desk, browser, *(said(place, "x", state) for place, state in enumerate(("sent", "delivered", "read", "failed"))))
    found = re.findall(r'class="ticks (\w+)".*?aria-hidden="true".*?<span class="[\w-]+">([^<]+)</span>', shows.text)
    assert found == [("sent", "sent"), ("delivered", "delivered"), ("read", "read"), ("failed", "failed")]


async def test_what_still_waits_to_be_sent_is_shown_once(desk: Desk, browser: Browser) -> None:
    item = OutboxItem(f"{CHAT.id}:9:0", "answer", "noor", "cu:sara", CHAT.id, "n1", WireIdentity(wa_id="9665"), NOW, NOW, content=TextOut("soon"))
    await desk.db.outbox.add([item, replace(item, id=f"staff:{CHAT.id}:f", kind="staff", by=MONA, content=TextOut("mine"))])
    shows = await page(desk, browser, said(1, "mine", id=f"staff:{CHAT.id}:f"))
    assert [shows.text.count(f">{words}</p>") for words in ("soon", "mine")] == [1, 1]
    assert shows.says("waiting to be sent")


async def test_what_the_bot_understood_is_said_in_words(desk: Desk, browser: Browser) -> None:
    shows = await page(desk, browser, heard(1, "?", understood="order_status", confidence=0.914, language="ar"), heard(2, "!", language="und"))
    for words in ("Where the order is", "91%", "Arabic", "nothing that the bot knows", "not clear"):
        assert shows.says(words), words


@pytest.mark.parametrize(
    ("code", "words"), [(131026, "may not be on WhatsApp"), (131047, "more than 24 hours"), (4711, "a code that is in no table")]
)
async def test_a_failure_says_what_it_means_and_what_to_do(desk: Desk, browser: Browser, code: int, words: str) -> None:
    shows = await page(desk, browser, said(1, "x", "failed", error_code=code, reason="Meta <says>"))
    assert (shows.says(words), shows.says(f"{code}: Meta <says>"), "<says>" in shows.text) == (True, True, False)


async def test_a_place_and_a_contact_are_shown(desk: Desk, browser: Browser) -> None:
    shows = await page(
        desk, browser, heard(1, content="location", detail="Riyadh, 24.71355, 46.67530"), heard(2, content="contacts", detail="<Sara>")
    )
    assert shows.says("Location: <bdi>Riyadh, 24.71355, 46.67530</bdi>")
    assert (shows.says("Contact: <bdi><Sara></bdi>"), "<Sara>" in shows.text) == (True, False)


async def test_earlier_lines_are_there_on_demand(desk: Desk, browser: Browser) -> None:
    await desk.db.transcript.add([heard(place, f"number {place}.") for place in range(450)])
    newest = await page(desk, browser)
    assert [newest.says(f"number {place}.") for place in (449, 250, 249)] == [True, True, False]
    piece = await browser.get(f"{HERE}/lines?before=wa:w250", **{"HX-Request": "true"})
    assert [piece.says(f"number {place}.") for place in (250, 249, 50, 49)] == [False, True, True, False]
    assert ('id="earlier"' in piece.text, 'id="scroll"' in piece.text) == (True, False)
    last = await browser.get(f"{HERE}?until=wa:w50")
    assert (last.says("number 0."), 'id="earlier"' in last.text, last.says("Newest messages")) == (True, False, True)


async def test_a_line_of_another_conversation_is_no_way_to_its_page(desk: Desk, browser: Browser) -> None:
    await desk.db.transcript.add([heard(1, "secret", conversation_id="c:n2:cu:dar", id="wa:other")])
    shows = await page(desk, browser, heard(2, "x", quotes="w1"), path=f"{HERE}?until=wa:other")
    assert (shows.status, shows.says("secret")) == (200, False)
    assert not (await browser.get(HERE)).says("secret")


async def test_lines_keep_their_names_while_their_state_changes(desk: Desk, browser: Browser) -> None:
    first = await page(desk, browser, said(1, "x", "accepted"))
    await desk.db.transcript.apply_statuses([("o:1", received.StatusUpdate("w1", "read", NOW, "o:1"))])
    then = await browser.get(f"{HERE}/lines")
    assert [re.findall(r'id="(l-\w+)"', one.text) for one in (first, then)] == [[key_of("o:1")]] * 2
    assert 'class="ticks read"' in then.text


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
def test_every_kind_of_line_and_every_intent_has_its_words(language: str) -> None:
    catalogue = texts("console").get(language)
    assert catalogue is not None
    kinds = [one.__dataclass_fields__["kind"].default for one in (*get_args(received.Content), *get_args(sent.OutContent))]
    wanted = {f"said.{kind}" for kind in (*kinds, *get_args(FileKind), "notice")}
    wanted |= {f"understood.{name}" for name in load_intents(data_folder("intents")).by_name}
    assert wanted - catalogue.messages.keys() == set()
    assert {f"state.{state}" for state in (*RANK, "pending")} <= catalogue.messages.keys()
