from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from secrets import token_hex
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.db.desk import Tab
from bot.db.versioned import Change
from bot.domain.canned import Team
from bot.domain.clock import DAY, HOUR
from bot.domain.conversation import Closed, CloseReason, Flag, FlagReason
from bot.domain.delivery import TranscriptEntry
from bot.domain.desk import Mention, entry_of, urgency
from bot.domain.staff import CONSOLE_LANGUAGES, ROLES, staff_id
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from tests.web.console.chats import CHAT, DAR, LATE, another, order_of_sara, stand
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from tests.web.console.conftest import Browser, Desk, Page

AGENT = staff_id("agent@noor.example")


def shown(page: Page) -> list[str]:
    """What the lines say, in their order."""
    return re.findall(r'<p class="preview"><bdi>(.*?)</bdi>', page.text)


async def test_an_empty_desk_says_that_nobody_needs_a_person(browser: Browser) -> None:
    await browser.sign_in()
    page = await browser.get("/")
    assert page.says("Nobody needs a person right now.")
    assert page.says("0 customers wait for a person")


async def test_a_line_tells_who_why_and_how_long_and_escapes_what_customers_write(desk: Desk, browser: Browser) -> None:
    await stand(desk.db, CHAT)
    await browser.sign_in("viewer")
    page = await browser.get("/")
    for words in ("Asked for a person", "waits 1 min", "23 hr to answer freely", "1 customer waits for a person"):
        assert page.says(words), words
    assert "Sara &lt;b&gt;Ål&lt;/b&gt;" in page.text
    assert shown(page) == ["where &lt;i&gt;is&lt;/i&gt; it?"]


async def test_the_most_urgent_line_comes_first(desk: Desk, browser: Browser) -> None:
    closed_window = another("closed", last_inbound_at=NOW - DAY, waiting_since=NOW - DAY)
    await stand(desk.db, CHAT, closed_window, LATE)
    await browser.sign_in()
    page = await browser.get("/")
    assert [words.split()[-1] for words in shown(page)] == ["late", "it?", "closed"]
    assert (page.says("templates only"), page.says("Waits too long"), page.text.count("is-late")) == (True, True, 2)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tab=flagged", {"sara", "late", "dar", "lost"}),
        ("tab=mine", {"mine"}),
        ("tab=unassigned", {"sara", "late", "dar", "lost"}),
        ("tab=closed", {"gone"}),
        ("tab=nonsense", {"sara", "late", "dar", "mine", "lost"}),
        ("store=dar", {"dar"}),
        ("language=ar", {"late"}),
        ("label=vip", {"late"}),
        ("number=n2", {"dar"}),
        ("team=noor:parcels", {"lost"}),
        ("reason=complaint", {"lost"}),
        ("reason=complaint&team=noor:parcels&tab=unassigned&language=en", {"lost"}),
        ("reason=complaint&store=dar", set()),
        ("reason=nonsense", {"sara", "late", "dar", "mine", "lost"}),
    ],
)
async def test_tabs_and_filters_choose_lines(desk: Desk, browser: Browser, query: str, found: set[str]) -> None:
    mine = another("mine", flag=None, owner="staff", assignee=AGENT)
    gone = another("gone", flag=None, waiting_since=None, closed=Closed(at=NOW, by=AGENT, reason="solved"))
    lost = another("lost", flag=Flag("complaint", NOW, ""), team="noor:parcels")
    await stand(desk.db, replace(CHAT, preview="says sara"), LATE, DAR, mine, gone, lost)
    await browser.sign_in()
    assert {words.split()[-1] for words in shown(await browser.get(f"/?{query}"))} == found


async def test_filters_offer_what_there_is_and_stay_chosen(desk: Desk, browser: Browser) -> None:
    for team in (Team("noor:parcels", "noor", "Parcels"), Team("dar:money", "dar", "Money")):
        await desk.db.teams.put(team)
    await desk.db.staff.add(person(name="dars", stores=("dar",)))
    await browser.sign_in("viewer")
    page = await browser.get("/?number=n2&team=noor:parcels&reason=complaint")
    chosen = re.findall(r'<option value="([^"]+)" selected', page.text)
    assert chosen == ["n2", "noor:parcels", "complaint"]
    assert page.says("Money")
    await browser.sign_in("dars")
    page = await browser.get("/")
    assert (page.says("Money"), page.says("Parcels"), 'name="number"' in page.text) == (True, False, False)


async def test_how_many_wait_stands_in_the_windows_title(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    assert "<title>(" not in (await browser.get("/")).text
    await stand(desk.db, CHAT, LATE)
    assert "<title>(2) " in (await browser.get("/")).text


async def test_a_person_of_one_store_sees_no_other_however_he_asks(desk: Desk, browser: Browser) -> None:
    await desk.db.staff.add(person(name="dars", stores=("dar",)))
    await stand(desk.db, CHAT, DAR)
    await browser.sign_in("dars")
    pages = [await browser.get(path) for path in ("/", "/?store=noor", "/?q=sara", "/queue?store=noor")]
    assert [shown(page) for page in pages] == [["says dar"], ["says dar"], [], ["says dar"]]


@pytest.mark.parametrize("words", ["sara", "SARA", "+966 50 123 4567", "SA.13491208655302741918", "nh-1042", "#NH-1042"])
async def test_a_line_is_found_by_name_phone_bsuid_and_order(desk: Desk, browser: Browser, words: str) -> None:
    await stand(desk.db, CHAT, LATE)
    await order_of_sara(desk.db)
    await browser.sign_in()
    response = await browser.client.get("/console/", params={"q": words}, headers=browser.headers)
    assert re.findall(r'<p class="preview"><bdi>(.*?)</bdi>', await response.text()) == ["where &lt;i&gt;is&lt;/i&gt; it?"]


@pytest.mark.parametrize("words", ["\x00", "a\x00b", ".*", "(", "\u200f", "x" * 5_000])
async def test_odd_words_are_searched_for_like_others(desk: Desk, browser: Browser, words: str) -> None:
    await stand(desk.db, CHAT)
    await browser.sign_in()
    response = await browser.client.get("/console/", params={"q": words}, headers=browser.headers)
    assert response.status == 200


async def test_the_words_that_were_looked_for_are_marked_in_what_was_said(desk: Desk, browser: Browser) -> None:
    line = TranscriptEntry("in:1", CHAT.id, CHAT.customer_id, "noor", "in", NOW, "the <b>blue</b> parcel", "text")
    await desk.db.conversations.finish(await desk.db.conversations.commit([Change(CHAT, pending={"transcript": [desk.db.transcript.to_doc(line)]})]))
    await desk.db.staff.add(person(name="dars", stores=("dar",)))
    await browser.sign_in()
    assert "the &lt;b&gt;blue&lt;/b&gt; <mark>parcel</mark>" in (await browser.get("/?q=parc")).text
    await browser.sign_in("dars")
    assert not (await browser.get("/?q=parc")).says("parcel")


async def named(desk: Desk, chat: Conversation, n: int, text: str, who: str = AGENT) -> None:
    """Let somebody be named in a note."""
    note = TranscriptEntry(f"note:{n}", chat.id, chat.customer_id, chat.store_id, "desk", NOW - n, text, "note")
    await desk.db.transcript.add([note])
    await desk.db.mentions.add([Mention(f"{note.id}:{who}", who, chat.id, chat.store_id, NOW - n, "Mona")])


async def test_the_notes_that_name_him_are_counted_and_shown_unread_first(desk: Desk, browser: Browser) -> None:
    await stand(desk.db, CHAT, LATE)
    await named(desk, CHAT, 1, "@Agent <i>look</i>")
    await named(desk, LATE, 2, "@Agent older")
    await browser.sign_in()
    assert re.search(r'Mentions <span class="count new">2</span>', (await browser.get("/")).text)
    await browser.get(f"/chats/{CHAT.id}")
    page = await browser.get("/?tab=mentions")
    assert re.findall(r"@Agent [^<]*", page.text) == ["@Agent older", "@Agent &lt;i&gt;look&lt;/i&gt;"]
    assert (page.text.count("is-new"), page.says("Mona"), page.says('class="count new">1<')) == (1, True, True)


async def test_mentions_of_other_people_and_stores_are_not_shown(desk: Desk, browser: Browser) -> None:
    noors = person(name="noors", stores=("noor",))
    await desk.db.staff.add(noors)
    await stand(desk.db, DAR)
    await named(desk, DAR, 1, "@noors look", noors.id)
    for who in ("agent", "noors"):
        await browser.sign_in(who)
        page = await browser.get("/?tab=mentions")
        assert (page.says("No note names you"), page.says('Mentions <span class="count">0<')) == (True, True)


async def test_words_that_fit_nothing_say_so(browser: Browser) -> None:
    await browser.sign_in()
    assert (await browser.get("/?q=nothing")).says("Nothing on the desk fits these words.")


async def test_a_long_queue_goes_on_on_another_page(desk: Desk, browser: Browser) -> None:
    await stand(desk.db, *(another(f"{n:02}", waiting_since=NOW - HOUR + n) for n in range(60)))
    await browser.sign_in()
    page = await browser.get("/?language=en")
    more = re.search(r'class="button" href="(/console/[^"]+)"', page.text)
    assert more is not None
    rest = await browser.get(more[1].replace("&amp;", "&").removeprefix("/console"))
    numbers = [int(words.split()[-1]) for words in (*shown(page), *shown(rest))]
    assert numbers == list(range(60))


KINDS = st.tuples(st.sampled_from(("complaint", "loop", "request")), st.integers(0, 30), st.booleans(), st.booleans())


def of_kind(n: int, kind: tuple[FlagReason, int, bool, bool], number: str) -> Conversation:
    reason, hours, waits, assigned = kind
    at = NOW - hours * HOUR
    more: dict[str, Any] = {"last_inbound_at": at, "waiting_since": at if waits else None, "assignee": "s:x" if assigned else None}
    return another(str(n), number=number, flag=Flag(reason, at), **more)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.lists(KINDS, max_size=10), copies=st.integers(1, 15))
async def test_pages_show_every_line_once_in_the_order_of_urgency(
    desk: Desk, browser: Browser, kinds: list[tuple[FlagReason, int, bool, bool]], copies: int
) -> None:
    # Each desk is another number's; many lines are due at the same instant, so that pages end among them.
    number = f"n{token_hex(8)}"
    chats = [of_kind(n, kind, number) for n, kind in enumerate(kinds * copies)]
    await desk.db.conversations.project(chats)
    if not browser.csrf:
        await browser.sign_in()
    found, path = [], f"/?number={number}"
    while path:
        page = await browser.get(path)
        found += shown(page)
        more = re.search(r'class="button" href="/console(/[^"]+)"', page.text)
        path = unescape(more[1]) if more else ""
    entries = sorted((entry for chat in chats if (entry := entry_of(chat, None))), key=lambda entry: urgency(entry, NOW))
    assert found == [entry.preview for entry in entries]


@pytest.mark.parametrize("after", ["x", "0:", "0:1", ":::", "1:99999999:", "9:x:c", f"0:{10**30}:c"])
async def test_a_place_that_is_none_is_the_beginning(desk: Desk, browser: Browser, after: str) -> None:
    await stand(desk.db, CHAT)
    await browser.sign_in()
    assert len(shown(await browser.get(f"/?after={after}"))) == 1


async def test_what_is_loaded_by_itself_is_the_part_that_changes(desk: Desk, browser: Browser) -> None:
    await stand(desk.db, CHAT)
    await browser.sign_in()
    page = await browser.get("/queue", **{"HX-Request": "true"})
    assert ("<html" in page.text, len(shown(page))) == (False, 1)


async def test_the_queue_reads_from_right_to_left_in_arabic(desk: Desk, browser: Browser) -> None:
    await stand(desk.db, CHAT, LATE)
    await browser.sign_in()
    page = await browser.get("/", **{"Accept-Language": "ar"})
    assert 'lang="ar" dir="rtl"' in page.text
    assert page.says("عميلان ينتظران شخصًا (2)")
    assert page.says("طلب شخصًا")


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
def test_every_reason_and_way_of_closing_has_its_words(language: str) -> None:
    catalogue = Catalogues.load(data_folder("locales"), "console").get(language)
    assert catalogue is not None
    wanted = {f"reason.{one}" for one in get_args(FlagReason)} | {f"closed.{one}" for one in get_args(CloseReason)}
    wanted |= {f"{kind}.{tab}" for kind in ("tab", "empty") for tab in (*get_args(Tab), "mentions")} | {f"role.{one}" for one in ROLES}
    assert wanted - catalogue.messages.keys() == set()
