"""What could not be handled, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY
from bot.domain.inbox import Parked
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk, Page

HERE = "/admin/parked"
BODY = b'{"from": "966501234567", "access_token": "EAAGx", "text": "<b>hi</b>"}'
MESSAGE = Parked("wa:wamid.1", "message", NOW, "n1", "no <field>", BODY, lane="wa:966", at=NOW)
EVENT = Parked("standard:dar:1", "event", NOW - 2 * DAY, "standard/dar", "not JSON", b"{", lane="order:1", at=NOW)
ODD = Parked("wa:body:1", "unknown", NOW - 5 * DAY, "whatsapp", "no object", b"{")


async def opened(desk: Desk, who: str = "admin", *items: Parked) -> Browser:
    await desk.db.parked.add_many(items or (MESSAGE, EVENT, ODD))
    browser = await desk.browser()
    await browser.sign_in(who)
    await browser.get(HERE)
    return browser


async def parked(desk: Desk) -> list[str]:
    return [item.id for item in await desk.db.parked.all()]


async def noted(desk: Desk) -> list[tuple[str, str]]:
    return sorted((one.what, one.about) for one in await desk.db.audit.newest(9) if one.what.startswith("parked_"))


def ids(page: Page) -> list[str]:
    return [one.partition("<")[0] for one in page.text.split('<code class="key" dir="ltr">')[1:]]


async def test_it_shows_what_it_was_why_and_since_when(desk: Desk) -> None:
    page = await (await opened(desk)).get(HERE)
    assert ids(page) == [ODD.id, EVENT.id, MESSAGE.id]
    assert ("no &lt;field&gt;" in page.text, page.says("9 Oct 2025"), page.says('"966501234567"')) == (True, True, True)
    assert "<b>hi" not in page.text


async def test_who_is_no_admin_sees_neither_secrets_nor_numbers_and_discards_nothing(desk: Desk) -> None:
    browser = await opened(desk, "agent")
    page = await browser.get(HERE)
    assert ("966501234567" in page.text, "EAAGx" in page.text, page.says("********4567")) == (False, False, True)
    assert page.says("are masked")
    assert (await browser.post(f"{HERE}/discard", id=MESSAGE.id, because="x")).status == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=event", [EVENT.id]),
        ("store=noor", [MESSAGE.id]),
        ("store=dar", [EVENT.id]),
        ("reason=JSON", [EVENT.id]),
        ("since=2025-10-08", [MESSAGE.id]),
        ("until=2025-10-05", [ODD.id]),
        ("since=2025-10-07&until=2025-10-07", [EVENT.id]),
        ("since=nonsense&until=9999-12-31", [ODD.id, EVENT.id, MESSAGE.id]),
        ("kind=event&store=noor", []),
    ],
)
async def test_filters_leave_what_is_meant(desk: Desk, query: str, found: list[str]) -> None:
    assert ids(await (await opened(desk)).get(f"{HERE}?{query}")) == found


async def test_one_is_handed_in_again(desk: Desk) -> None:
    browser = await opened(desk)
    page = await browser.post(f"{HERE}/replay", id=MESSAGE.id, kind="message")
    assert page.goes_to == "/console/admin/parked?kind=message&done=replayed&stored=1&left=0"
    assert [item.id for item in await desk.db.inbox.get_many([MESSAGE.id])] == [MESSAGE.id]
    assert (await parked(desk), await noted(desk)) == ([ODD.id, EVENT.id], [("parked_replayed", MESSAGE.id)])
    assert [one.store_id for one in await desk.db.audit.newest(9) if one.what == "parked_replayed"] == ["noor"]
    assert (await browser.get(page.goes_to.removeprefix("/console"))).says("Handed in again: 1. Still can not be read: 0.")


async def test_all_that_are_filtered_are_handed_in_again_and_what_is_still_odd_stays(desk: Desk) -> None:
    browser = await opened(desk)
    assert "left=1" in (await browser.post(f"{HERE}/replay", all="1", until="2025-10-07")).goes_to
    assert await parked(desk) == [ODD.id, MESSAGE.id]
    assert len(await noted(desk)) == 2


async def test_one_is_discarded_with_a_reason_and_not_without(desk: Desk) -> None:
    browser = await opened(desk)
    page = await browser.post(f"{HERE}/discard", id=ODD.id, because="  ")
    assert (page.status, page.says("Say why"), len(await parked(desk))) == (422, True, 3)
    assert (await browser.post(f"{HERE}/discard", id=ODD.id, because="a  test of ours")).status == 303
    assert (await parked(desk), await noted(desk)) == ([EVENT.id, MESSAGE.id], [("parked_discarded", f"{ODD.id}: a test of ours")])


async def test_items_of_other_stores_and_of_nobody_knows_whom_are_not_there(desk: Desk) -> None:
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    browser = await opened(desk, "dars")
    assert ids(await browser.get(HERE)) == [EVENT.id]
    for one in (MESSAGE.id, ODD.id, "none", ""):
        assert (await browser.post(f"{HERE}/replay", id=one)).status == 404
        assert (await browser.post(f"{HERE}/discard", id=one, because="x")).status == 404
    await browser.post(f"{HERE}/replay", all="1")
    assert await parked(desk) == [ODD.id, MESSAGE.id]


async def test_many_come_in_pages(desk: Desk) -> None:
    browser = await opened(desk, "admin", *(replace(MESSAGE, id=f"wa:{n}", parked_at=NOW + n) for n in range(30)))
    first, last = await browser.get(HERE), await browser.get(f"{HERE}?page=7")
    assert (len(ids(first)), ids(last)) == (25, [f"wa:{n}" for n in range(25, 30)])
    assert first.says("30 items")


async def test_an_agent_has_the_tab_and_a_viewer_nothing(desk: Desk) -> None:
    page = await (await opened(desk, "agent")).get(HERE)
    tabs = page.text.partition('<nav class="tabs"')[2].partition("</nav>")[0]
    assert ("/admin/parked" in tabs, "/admin/audit" in tabs) == (True, False)
    viewer = await desk.browser()
    await viewer.sign_in("viewer")
    assert (await viewer.get(HERE)).status == 403


async def test_a_large_body_is_cut(desk: Desk) -> None:
    browser = await opened(desk, "admin", replace(MESSAGE, body=b"x" * 300_000))
    assert len((await browser.get(HERE)).text) < 60_000


async def test_bytes_that_are_no_text_are_shown_as_escapes(desk: Desk) -> None:
    assert (await (await opened(desk, "admin", replace(MESSAGE, body=b"\xff\xfe"))).get(HERE)).says("\\xff\\xfe")


async def test_without_any_it_says_so(desk: Desk) -> None:
    browser = await desk.browser()
    await browser.sign_in("admin")
    assert (await browser.get(HERE)).says("Nothing is parked.")
    assert (await browser.get(f"{HERE}?kind=event")).says("Nothing like that is parked.")
