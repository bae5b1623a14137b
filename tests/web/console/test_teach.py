"""Teaching in the console: what was not understood, what is proposed, and what was decided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import yaml

from bot.db.misunderstood import Misunderstood
from bot.domain.delivery import TranscriptEntry
from tests.web.console.chats import CHAT
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from bot.domain.lesson import Lesson
    from tests.web.console.conftest import Browser, Desk, Page

WORDS = "any whiff of order ####"


def heard(text: str = WORDS, at: int = NOW, store: str = "noor", language: str = "en") -> Misunderstood:
    return Misunderstood(f"wa:{store}:{at}:{text}", store, at, text, language, ("order_status",))


async def sit(desk: Desk, role: str = "admin") -> Browser:
    browser = await desk.browser()
    await browser.sign_in(role)
    return browser


async def propose(
    browser: Browser, said: str = WORDS, phrase: str = "any whiff of order 1042", intent: str = "order_status", language: str = ""
) -> Page:
    fields = {"said": said, "store": "noor", "phrase": phrase, "intent": intent, "tag": "en", "filter:language": language}
    return await browser.post("/teach", None, **fields)


async def lesson(desk: Desk) -> Lesson:
    (found,) = await desk.db.lessons.all()
    return found


async def decide(browser: Browser, lesson: Lesson, decision: str) -> Page:
    return await browser.post(f"/teach/lessons/{lesson.id}", decision=decision)


async def noted(desk: Desk) -> list[tuple[str, str, str | None]]:
    found = await desk.db.audit.newest(20)
    return [(one.what.removeprefix("lesson_"), one.about, one.staff_id) for one in reversed(found) if one.what.startswith("lesson_")]


async def test_the_same_words_are_one_line_with_count_store_and_conversation(desk: Desk) -> None:
    await desk.db.misunderstood.add_many([heard(), heard("Any whiff of order #####?", NOW + 1, "dar"), heard("zorp")])
    said = TranscriptEntry(
        heard("x", NOW + 1, "dar").id.replace(":x", ":Any whiff of order #####?"), CHAT.id, "cu:sara", "dar", "in", NOW, "x", "text"
    )
    await desk.db.transcript.add([said])
    page = await (await sit(desk)).get("/teach")
    first, second = page.text.split('<li class="card lesson">')[1:]
    assert (page.says("2 different messages"), page.says("said 3 times")) == (True, True)
    assert all(words in first for words in ("2 times", "Noor Home", "Dar", quote(CHAT.id, safe=""), "Any whiff of order #####?"))
    assert ("zorp" in second, "once" in second, "/chats/" in second) == (True, True, False)


async def test_a_line_offers_the_phrase_without_numbers_and_every_meaning_by_name(desk: Desk) -> None:
    await desk.db.misunderstood.add_many([heard("any whiff of order #### my parcel")])
    page = await (await sit(desk)).get("/teach")
    assert page.field("phrase") == "any whiff of order my parcel"
    assert 'value="order_status">Where the order is<' in page.text
    assert page.text.index("Best guesses") < page.text.index("Everything else") < page.text.index("None of the shop")


async def test_messages_are_filtered_by_store_and_language(desk: Desk) -> None:
    await desk.db.misunderstood.add_many([heard("one"), heard("zwei", store="dar", language="de"), heard("اثنان", store="dar", language="ar")])
    browser = await sit(desk)
    for query, shown in (
        ("", {"one", "zwei", "اثنان"}),
        ("?store=dar", {"zwei", "اثنان"}),
        ("?language=ar", {"اثنان"}),
        ("?store=dar&language=en", set()),
    ):
        page = await browser.get(f"/teach{query}")
        assert set(re.findall(r'<h2 class="words"><bdi>([^<]+)', page.text)) == shown


async def test_many_lines_are_shown_in_pages(desk: Desk) -> None:
    await desk.db.misunderstood.add_many([heard(f"odd {chr(97 + n)}{chr(98 + n)}", NOW - n) for n in range(22)])
    browser = await sit(desk)
    first, second = await browser.get("/teach?language=en"), await browser.get("/teach?language=en&page=2")
    assert [page.text.count("card lesson") for page in (first, second)] == [20, 2]
    assert ("page=2" in first.text, "page=1" in second.text, "Next page" in second.text) == (True, True, False)


async def test_people_see_only_what_customers_of_their_stores_wrote_and_proposed(desk: Desk) -> None:
    await desk.db.misunderstood.add_many([heard("one"), heard("zwei", store="dar")])
    await propose(await sit(desk))
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    browser = await sit(desk, "dars")
    page = await browser.get("/teach?store=noor")
    assert (page.says("one</bdi>"), (await browser.get("/teach")).says("zwei")) == (False, True)
    assert not (await browser.get("/teach/review")).says("any whiff")
    kept = await lesson(desk)
    assert [(await decide(browser, kept, "refuse")).status, (await browser.get(f"/teach/lessons/{kept.id}")).status] == [404, 404]
    assert (await propose(browser)).status == 404


async def test_an_agents_proposal_waits_masked_and_its_words_leave_the_list(desk: Desk) -> None:
    await desk.db.misunderstood.add_many([heard(), heard("zorp")])
    browser = await sit(desk, "agent")
    page = await propose(browser, phrase="any whiff of order 1042 for me@x.example", language="en")
    assert page.goes_to == "/console/teach?language=en&done=proposed"
    kept = await lesson(desk)
    assert (kept.phrase, kept.said, kept.intent, kept.state) == ("any whiff of order for", WORDS, "order_status", "proposed")
    page = await browser.get("/teach?done=proposed")
    assert (page.says(WORDS), page.says("zorp"), page.says("is being measured")) == (False, True, True)
    assert [one[:2] for one in await noted(desk)] == [("proposed", "any whiff of order for → order_status")]


@pytest.mark.parametrize(
    ("phrase", "intent", "why"),
    [
        ("1042", "order_status", "nothing is left"),
        ("whiff", "", "Choose what the phrase means"),
        ("w" * 201, "thanks", "too long"),
        ("track my parcel", "order_status", "knows this phrase already"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(desk: Desk, phrase: str, intent: str, why: str) -> None:
    await desk.db.misunderstood.add_many([heard()])
    page = await propose(await sit(desk), phrase=phrase, intent=intent)
    assert (page.status, page.says(why), page.field("phrase")) == (422, True, phrase)
    assert (await desk.db.lessons.all(), await noted(desk)) == ([], [])


async def test_until_it_is_measured_a_proposal_shows_how_far_it_is_and_is_not_applied(desk: Desk) -> None:
    browser = await sit(desk)
    await propose(browser)
    page = await browser.get("/teach/review")
    assert ("<progress" in page.text, 'hx-trigger="every 1s"' in page.text, 'value="apply"' in page.text) == (True, True, False)
    refused = await decide(browser, await lesson(desk), "apply")
    assert (refused.status, refused.says("since the effect was measured")) == (409, True)


async def test_the_effect_is_shown_before_it_is_applied_and_then_the_bot_understands(desk: Desk) -> None:
    await desk.db.misunderstood.add_many([heard("hello any whiff of order", NOW - 1)])
    browser = await sit(desk)
    await propose(browser)
    await desk.classroom.measure()
    page = await browser.get(f"/teach/lessons/{(await lesson(desk)).id}")
    assert ("<html" in page.text, "hx-trigger" in page.text, page.says("Where the order is")) == (False, False, True)
    assert (page.says("of 5 messages"), page.says("No change"), page.says("No message whose meaning is known")) == (True, True, True)
    assert (await decide(browser, await lesson(desk), "apply")).goes_to == "/console/teach/review?done=applied"
    assert desk.classroom.mind.matcher.understand("Any whiff of order 77?").intent == "order_status"
    assert (await browser.get("/teach/taught")).says("any whiff of order")


async def test_changes_for_the_better_and_the_worse_and_others_messages_are_tables(desk: Desk) -> None:
    await desk.db.misunderstood.add_many([heard("zorp blimfang gorpp", NOW - 1)])
    await propose(await sit(desk), phrase="track it for me", intent="thanks")
    await propose(browser := await sit(desk), said="other", phrase="zorp blimfang gorp", intent="thanks")
    await desk.classroom.measure()
    page = await browser.get("/teach/review")
    assert (page.says("1 message whose meaning is known would be read otherwise"), page.says("1 other message of customers")) == (True, True)
    assert page.text.count("<caption>") == 2
    assert page.text.count('scope="col"') == 8


async def test_an_agent_sees_the_effect_and_decides_nothing(desk: Desk) -> None:
    browser = await sit(desk, "agent")
    await propose(browser)
    await desk.classroom.measure()
    page = await browser.get("/teach/review")
    assert ("decision" in page.text, page.says("Waits for somebody who may apply it")) == (False, True)
    assert (await decide(browser, await lesson(desk), "apply")).status == 403
    assert (await browser.get("/teach/taught.yaml")).status == 403


async def test_everything_that_is_done_is_in_the_audit_log(desk: Desk) -> None:
    browser = await sit(desk)
    await propose(browser)
    await desk.classroom.measure()
    for decision in ("apply", "undo", "restore"):
        desk.now += 1
        assert (await decide(browser, await lesson(desk), decision)).status == 303
    desk.now += 1
    await browser.post("/teach/dismiss", said=WORDS, store="noor")
    about = "any whiff of order → order_status"
    assert [one[0] for one in await noted(desk)] == ["proposed", "applied", "undone", "restored", "dismissed"]
    assert {one[1] for one in await noted(desk)} == {about, WORDS}
    assert {one[2] for one in await noted(desk)} == {person("admin").id}
    assert (await browser.get("/admin/audit")).says("taught the bot a phrase")


async def test_what_was_dismissed_can_be_put_back(desk: Desk) -> None:
    await desk.db.misunderstood.add_many([heard()])
    browser = await sit(desk)
    page = await browser.post("/teach/dismiss", said=WORDS, store="noor")
    assert (page.goes_to, (await browser.get("/teach")).says(WORDS)) == ("/console/teach?done=dismissed", False)
    assert (await browser.get("/teach/taught")).says(WORDS)
    await decide(browser, await lesson(desk), "restore")
    assert (await browser.get("/teach")).says(WORDS)


async def test_of_two_who_decide_the_second_is_told(desk: Desk) -> None:
    browser = await sit(desk)
    await propose(browser)
    await decide(browser, await lesson(desk), "refuse")
    page = await decide(browser, await lesson(desk), "refuse")
    assert (page.status, page.says("Somebody has decided this in the meantime")) == (409, True)


async def test_what_is_taught_can_be_downloaded_for_the_files(desk: Desk) -> None:
    browser = await sit(desk)
    await propose(browser)
    await desk.classroom.measure()
    await decide(browser, await lesson(desk), "apply")
    page = await browser.get("/teach/taught.yaml")
    assert page.response.headers["Content-Disposition"] == 'attachment; filename="taught.yaml"'
    assert yaml.safe_load(page.text) == {"order_status": {"en": ["any whiff of order"]}}


@pytest.mark.parametrize(("lesson_id", "decision"), [("l:none", "apply"), ("", "nothing")])
async def test_what_is_not_there_is_not_found(desk: Desk, lesson_id: str, decision: str) -> None:
    browser = await sit(desk)
    await propose(browser)
    key = lesson_id or (await lesson(desk)).id
    assert (await browser.post(f"/teach/lessons/{key}", decision=decision)).status == 404


async def test_customers_words_are_no_markup(desk: Desk) -> None:
    await desk.db.misunderstood.add_many([heard("<b>any whiff</b>")])
    browser = await sit(desk)
    assert "<b>any" not in (await browser.get("/teach")).text
    await propose(browser, said="<b>any whiff</b>", phrase="<i>whiff</i>")
    assert "<i>whiff" not in (await browser.get("/teach/review")).text
