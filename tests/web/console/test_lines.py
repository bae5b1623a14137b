"""Lines that are drawn once for many: whoever sees them may see them, and they say what a page of one's own says."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.db.versioned import Change
from bot.domain.clock import DAY, HOUR, MINUTE
from bot.domain.delivery import TranscriptEntry
from bot.domain.desk import Mention, entry_of
from bot.domain.staff import staff_id
from bot.web.console.lines import Line
from tests.web.console.chats import CHAT, DAR, LATE, another, stand
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk

AGENT, ADMIN = staff_id("agent@noor.example"), staff_id("admin@noor.example")


async def signed_in(desk: Desk, who: str) -> Browser:
    browser = await desk.browser()
    await browser.sign_in(who)
    return browser


@pytest.mark.parametrize(("left", "window"), [(-1, "closed"), (0, "closed"), (1, "soon"), (2 * HOUR, "soon"), (2 * HOUR + 1, "open")])
def test_a_line_tells_how_its_window_stands(left: int, window: str) -> None:
    entry = entry_of(CHAT, None)
    assert entry is not None
    assert Line(entry, left, None, late=False, href="").window == window


async def test_who_may_see_one_store_is_never_given_what_was_drawn_for_others(desk: Desk) -> None:
    await desk.db.staff.add(person(name="dars", stores=("dar",)))
    await stand(desk.db, replace(CHAT, preview="says sara"), DAR)
    pages = [
        (await (await signed_in(desk, who)).get(path)).text for who in ("agent", "dars") for path in ("/queue", "/queue?q=sara", "/queue?store=noor")
    ]
    assert ["says sara" in page for page in pages] == [True, True, True, False, False, False]


async def test_each_sees_his_own_under_mine(desk: Desk) -> None:
    await stand(desk.db, another("agents", assignee=AGENT), another("admins", assignee=ADMIN))
    for who, other in (("agent", "admin"), ("admin", "agent")):
        page = await (await signed_in(desk, who)).get("/queue?tab=mine")
        assert (page.says(f"says {who}s"), page.says(f"says {other}s")) == (True, False)
        assert page.says('Mine <span class="count">1</span>')


async def test_each_reads_his_own_language(desk: Desk) -> None:
    await stand(desk.db, LATE)
    browsers = [await signed_in(desk, "agent"), await signed_in(desk, "admin")]
    texts = [(await one.get("/queue", **{"Accept-Language": language})).text for one, language in zip(browsers, ("en", "ar"), strict=True)]
    assert ["Waits too long" in text for text in texts] == [True, False]


async def test_the_unread_notes_are_counted_for_each_by_himself(desk: Desk) -> None:
    await desk.db.mentions.add([Mention(f"note:1:{AGENT}", AGENT, CHAT.id, "noor", NOW, "Mona")])
    pages = [await (await signed_in(desk, who)).get("/queue") for who in ("agent", "admin")]
    assert ['<span class="count new">1</span>' in page.text for page in pages] == [True, False]


@pytest.mark.parametrize("path", ["/", "/queue"])
async def test_the_next_page_keeps_the_filters_whatever_stands_in_them(desk: Desk, browser: Browser, path: str) -> None:
    chats = [another(f"{n:02}", labels=("a&b=PLACE",), waiting_since=NOW - n * MINUTE) for n in range(51)]
    await stand(desk.db, *chats)
    await browser.sign_in()
    response = await browser.client.get(f"/console{path}", params={"label": "a&b=PLACE", "tab": "flagged"}, headers=browser.headers)
    more = re.search(r'class="button" href="([^"]+)"', await response.text())
    assert more is not None
    asked = parse_qs(urlsplit(unescape(more[1])).query)
    assert (asked["label"], asked["tab"], asked["after"][0].rpartition(":")[2]) == (["a&b=PLACE"], ["flagged"], "01")


async def test_a_tab_leads_out_of_a_search(desk: Desk, browser: Browser) -> None:
    await stand(desk.db, CHAT)
    await browser.sign_in()
    page = await browser.get("/?q=sara&language=en")
    tabs = [parse_qs(urlsplit(unescape(href)).query) for href in re.findall(r'<a href="([^"]+)"[^>]*>Closed<', page.text)]
    assert tabs == [{"tab": ["closed"], "language": ["en"]}]
    assert not re.search(r'aria-current="page">\w+ <span class="count', page.text)


async def test_a_closed_conversation_is_found_by_its_words_and_says_how_it_ended(desk: Desk, browser: Browser) -> None:
    line = TranscriptEntry("in:1", CHAT.id, CHAT.customer_id, "noor", "in", NOW - DAY, "a blue parcel", "text")
    change = Change(CHAT, pending={"transcript": [desk.db.transcript.to_doc(line)]})
    await desk.db.conversations.finish(await desk.db.conversations.commit([change]))
    await browser.sign_in()
    await browser.get(f"/chats/{CHAT.id}")
    await browser.post(f"/chats/{CHAT.id}/take-over")
    await browser.post(f"/chats/{CHAT.id}/close", reason="solved")
    page = await browser.get("/?q=blue")
    assert page.says("Solved")
    assert "<mark>blue</mark>" in page.text
