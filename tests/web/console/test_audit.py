"""The audit log in the console: what was done, by whom, filtered, and as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY
from bot.domain.staff import AuditEntry, staff_id
from tests.web.console.chats import CHAT, DAR, stand
from tests.web.console.conftest import NOOR, NOW, person

if TYPE_CHECKING:
    from bot.domain.staff import Role
    from tests.web.console.conftest import Browser, Desk

HERE = "/admin/audit"
AGENT = staff_id("agent@noor.example")
ENTRIES = (
    AuditEntry("1", NOW - 3 * DAY, "chat_replied", AGENT, CHAT.id, "203.0.113.7", "noor"),
    AuditEntry("2", NOW - 2 * DAY, "reply_added", AGENT, "dar:hello", "203.0.113.7"),
    AuditEntry("3", NOW - DAY, "refused_wrong", None, "=cmd|' /C calc'!A0", "198.51.100.9"),
    AuditEntry("4", NOW - DAY, "of_a_later_release", AGENT, "noor: shipped: Hello → مرحبًا", "", "noor"),
)
ABOUT = ("chats/", "dar:hello", "=cmd|", "of_a_later_release")


async def opened(desk: Desk, who: str = "admin") -> Browser:
    await desk.db.audit.add(ENTRIES)
    browser = await desk.browser()
    await browser.sign_in(who)
    return browser


async def limited(desk: Desk, store: str, role: Role = "admin") -> Browser:
    await desk.db.staff.add(person(role, name="only", stores=(store,)))
    return await opened(desk, "only")


async def rows(browser: Browser, query: str = "") -> list[dict[str, str]]:
    page = await browser.get(f"{HERE}/file{query}")
    assert page.response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(page.text.removeprefix("\ufeff"))))


async def test_it_names_people_and_deeds_in_both_languages(desk: Desk, browser: Browser) -> None:
    await browser.sign_in("admin")
    page = await browser.get(HERE)
    assert (page.says("Admin"), page.says("signed in"), page.says("127.0.0.1")) == (True, True, True)
    await desk.db.staff.set_looks(staff_id("admin@noor.example"), "ar", "auto")
    assert (await browser.get(HERE)).says("سجّل الدخول")


async def test_what_was_done_in_a_conversation_names_the_customer_and_leads_there(desk: Desk) -> None:
    await stand(desk.db, CHAT)
    page = await (await opened(desk)).get(HERE)
    assert '<a href="/console/chats/c%3An1%3Acu%3Asara"><bdi>Sara &lt;b&gt;Ål&lt;/b&gt;</bdi></a>' in page.text


async def test_a_deed_of_a_later_release_is_shown_as_it_is_called(desk: Desk) -> None:
    page = await (await opened(desk)).get(HERE)
    assert (page.status, page.says("of_a_later_release")) == (200, True)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (f"who={AGENT}", "421"),
        ("what=refused_wrong", "3"),
        ("store=noor", "41"),
        ("store=dar", "2"),
        ("text=HELLO", "42"),
        ("text=sara", "1"),
        ("text=966501234567", "1"),
        ("since=2025-10-07&until=2025-10-07", "2"),
        ("since=nonsense&until=9999-12-31&what=reply_added", "2"),
        ("who=nobody-knows", ""),
    ],
)
async def test_filters_leave_what_is_meant_on_the_page_and_in_the_file(desk: Desk, query: str, ids: str) -> None:
    await stand(desk.db, CHAT)
    browser = await opened(desk)
    wanted = [(one.what, one.about) for key in ids for one in ENTRIES if one.id == key]
    page = await browser.get(f"{HERE}?{query}")
    assert page.text.count('<tr role="row">') == (len(ids) + 1 if ids else 0)
    assert [(row["deed"], row["about"].removeprefix("'")) for row in await rows(browser, f"?{query}")] == wanted


async def test_who_was_not_let_in_is_found_as_nobody(desk: Desk) -> None:
    assert [row["deed"] for row in await rows(await opened(desk), "?who=-")] == ["refused_wrong"]


async def test_no_cell_of_the_file_is_a_formula_and_taking_it_is_noted(desk: Desk) -> None:
    browser = await opened(desk)
    (row,) = await rows(browser, "?what=refused_wrong")
    assert (row["about"], row["at"]) == ("'=cmd|' /C calc'!A0", "2025-10-08T08:53:20.000+00:00")
    taken = [one.about for one in await desk.db.audit.newest(9) if one.what == "audit_taken"]
    assert taken == ["1: what=refused_wrong"]


async def test_an_admin_of_one_store_sees_what_is_about_it_and_what_its_people_did(desk: Desk) -> None:
    browser = await limited(desk, "dar")
    assert [row["deed"] for row in await rows(browser)] == ["signed_in", "reply_added"]
    page = await browser.get(HERE)
    assert [words in page.text for words in ABOUT] == [False, True, False, False]
    assert (await browser.get(f"{HERE}?store=noor")).says("Nothing was done that fits.")


async def test_a_search_finds_no_conversation_of_another_store(desk: Desk) -> None:
    await stand(desk.db, CHAT, DAR)
    assert await rows(await limited(desk, "dar"), "?text=sara") == []


async def test_a_long_log_goes_on_on_another_page_even_where_much_happened_at_once(desk: Desk) -> None:
    await desk.db.audit.add([AuditEntry(f"{n:03}", NOW - 1, "signed_out", about=f"entry {n:03}") for n in range(150)])
    browser = await opened(desk)
    page = await browser.get(HERE)
    assert (page.says("entry 149"), page.says("entry 030")) == (True, False)
    older = page.text.partition('class="button" href="?')[2].partition('"')[0]
    page = await browser.get(f"{HERE}?{older}")
    assert (page.says("entry 030"), page.says("entry 000"), page.says("refused: wrong password")) == (True, True, False)
    assert [(await browser.get(f"{HERE}?after={odd}")).status for odd in ("x", "", 10**30, "5:")] == [200, 200, 200, 200]


async def test_how_long_it_is_kept_is_said(desk: Desk) -> None:
    assert (await (await opened(desk)).get(HERE)).says("Entries are kept for ever.")


async def test_the_page_says_what_the_file_has_and_the_file_is_of_the_same_filters(desk: Desk) -> None:
    page = await (await opened(desk)).get(f"{HERE}?what=reply_added&text=dar%3A&nonsense=1")
    assert page.says("at most the newest 20,000 entries")
    assert page.says('href="/console/admin/audit/file?what=reply_added&text=dar%3A"')
    assert page.says('<a href="/console/admin/audit">Show all</a>')


async def test_the_filters_offer_people_whom_the_reader_may_know_and_his_stores(desk: Desk) -> None:
    await desk.db.staff.add(person(name="noors", stores=("noor",)))
    page = await (await limited(desk, "dar")).get(HERE)
    offered = page.text.partition('<select name="who">')[2].partition("</select>")[0]
    assert [f">{name}</option>" in offered for name in ("only", "Agent", "noors")] == [True, True, False]
    assert ('<select name="store">' in page.text, "Noor Home" in page.text) == (False, False)


async def test_the_file_is_named_after_the_day_and_taken_along(desk: Desk) -> None:
    page = await (await opened(desk)).get(f"{HERE}/file")
    assert page.response.headers["Content-Disposition"] == 'attachment; filename="wasla-audit-2025-10-09.csv"'
    assert page.text.startswith("\ufeffat,person,email,deed,store,about,address\r\n")


async def test_dates_are_days_where_the_readers_store_is(desk: Desk) -> None:
    desk.stores["noor"] = replace(NOOR, timezone="Pacific/Pago_Pago")
    browser = await opened(desk)
    # There it is still the day before.
    assert [row["deed"] for row in await rows(browser, "?since=2025-10-06&until=2025-10-06")] == ["reply_added"]
