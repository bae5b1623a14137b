"""Quiet hours in the administration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.rules import QuietHours, StoreRules
from bot.domain.store_choices import QuietChoice
from bot.flow.store_choices import StoreBook
from tests.web.console.conftest import DAR, NOOR, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk, Page

HERE = "/admin/hours"
NIGHT = QuietHours(22 * 60, 8 * 60)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """One store is quiet at night by its file."""
    desk.book = StoreBook(desk.db, [NOOR, DAR], {"noor": StoreRules(quiet=NIGHT, through_quiet=frozenset(("attempt_failed",)))})
    desk.stores = desk.book.stores
    return desk


async def admin(desk: Desk) -> Browser:
    browser = await desk.browser()
    await browser.sign_in("admin")
    return browser


async def save(browser: Browser, **fields: str) -> Page:
    seen = (await browser.get(HERE)).text.rsplit('name="seen" value="', 1)[1].partition('"')[0]
    return await browser.post(f"{HERE}/quiet", None, **{"store": "noor", "seen": seen, **fields})


async def test_the_files_are_shown_with_what_goes_all_the_same(desk: Desk) -> None:
    page = await (await admin(desk)).get(HERE)
    assert all(f'value="{time}"' in page.text for time in ("22:00", "08:00"))
    assert page.says("Delivery attempt failed")


@pytest.mark.parametrize(
    ("start", "end", "quiet"), [("23:30", "07:15", QuietHours(1410, 435)), ("13:00", "14:00", QuietHours(780, 840)), ("", " ", None)]
)
async def test_they_are_saved_count_at_once_and_are_noted(desk: Desk, start: str, end: str, quiet: QuietHours | None) -> None:
    browser = await admin(desk)
    page = await save(browser, **{"from": start, "to": end})
    assert (page.goes_to, desk.book.rules["noor"].quiet) == (f"/console{HERE}?store=noor&done=quiet", quiet)
    (noted,) = [one for one in await desk.db.audit.newest(9) if one.what == "quiet_changed"]
    assert (noted.store_id, noted.facts[0].before) == ("noor", "22:00-08:00")
    other = StoreBook(desk.db, [NOOR, DAR], {"noor": StoreRules(quiet=NIGHT)})
    await other.refresh()
    assert other.rules["noor"].quiet == quiet


@pytest.mark.parametrize(("start", "end"), [("22:00", ""), ("", "08:00"), ("09:00", "09:00"), ("24:00", "08:00"), ("x", "y")])
async def test_times_that_are_none_change_nothing(desk: Desk, start: str, end: str) -> None:
    browser = await admin(desk)
    page = await save(browser, **{"from": start, "to": end})
    assert desk.book.rules["noor"].quiet == NIGHT
    assert (await browser.get(page.goes_to.removeprefix("/console"))).says("Enter both times")


async def test_a_button_goes_back_to_the_file(desk: Desk) -> None:
    browser = await admin(desk)
    await save(browser, **{"from": "", "to": ""})
    assert desk.book.choices("noor").quiet == QuietChoice()
    assert (await save(browser, file="1")).goes_to.endswith("done=quiet")
    assert (desk.book.rules["noor"].quiet, desk.book.choices("noor").quiet) == (NIGHT, None)


async def test_of_two_at_once_the_later_one_is_told(desk: Desk) -> None:
    browser = await admin(desk)
    await browser.get(HERE)
    await desk.book.change("noor", lambda one: replace(one, quiet=QuietChoice()))
    page = await browser.post(f"{HERE}/quiet", None, store="noor", seen="x", **{"from": "20:00", "to": "21:00"})
    assert (await browser.get(page.goes_to.removeprefix("/console"))).says("Somebody else has changed the quiet hours")
    assert desk.book.rules["noor"].quiet is None


async def test_another_stores_are_not_there(desk: Desk) -> None:
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    browser = await desk.browser()
    await browser.sign_in("dars")
    assert (await browser.post(f"{HERE}/quiet", None, store="noor", **{"from": "", "to": ""})).status == 404
