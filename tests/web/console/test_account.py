from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp
import pytest
import segno

from bot.domain.clock import SECOND
from bot.domain.staff import staff_id
from bot.flow.sign_in import totp_address
from tests.web.console.conftest import NOW, PASSWORD, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk

AGENT = staff_id("agent@noor.example")
NEW = "another horse battery"


async def test_language_and_colours_are_kept(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    assert (await browser.post("/account/looks", language="ar", theme="dark")).goes_to == "/console/account?done=looks"
    page = await browser.get("/account?done=looks")
    assert (page.says("تم الحفظ."), 'dir="rtl"' in page.text, 'data-theme="dark"' in page.text) == (True, True, True)
    member = await desk.db.staff.get(AGENT)
    assert member is not None
    assert (member.language, member.theme) == ("ar", "dark")


async def test_what_is_no_language_or_colour_changes_nothing(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    await browser.post("/account/looks", language="xx", theme="pink")
    assert await desk.db.staff.get(AGENT) == person("agent")


async def test_a_new_password_signs_out_everywhere_else(desk: Desk, browser: Browser) -> None:
    other = await desk.browser()
    await other.sign_in()
    await browser.sign_in()
    page = await browser.post("/account/password", old=PASSWORD, new=NEW, again=NEW)
    assert page.goes_to == "/console/account?done=password"
    assert [(await one.get("/")).status for one in (browser, other)] == [200, 303]
    assert [(await other.sign_in("agent", words)).status for words in (PASSWORD, NEW)] == [403, 303]


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("a guess", NEW, NEW, "don't belong together"),
        (PASSWORD, NEW, NEW + "x", "are not equal"),
        (PASSWORD, "short", "short", "too short"),
        (PASSWORD, "agent@noor.example", "agent@noor.example", "must not be the email address"),
    ],
)
async def test_what_is_wrong_with_a_password_is_said(browser: Browser, old: str, new: str, again: str, words: str) -> None:
    await browser.sign_in()
    page = await browser.post("/account/password", old=old, new=new, again=again)
    assert (page.status, page.says(words)) == (422, True)
    assert (await browser.sign_in()).status == 303


async def test_who_came_by_link_sets_a_password_without_an_old_one(desk: Desk, browser: Browser) -> None:
    await desk.db.staff.set_password(AGENT, None)
    token = await desk.access.invite(person("agent"), NOW)
    await browser.get(f"/enter/{token}")
    await browser.post(f"/enter/{token}")
    page = await browser.get("/account")
    assert (page.says("You have no password yet"), 'name="old"' in page.text) == (True, False)
    await browser.post("/account/password", new=NEW, again=NEW)
    assert (await browser.sign_in("agent", NEW)).status == 303


async def test_codes_begin_with_a_right_one_and_end_with_a_right_one(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    secret = (await browser.get("/account")).field("secret")
    assert (await browser.post("/account/codes", secret=secret, code="000000")).status == 422
    now = pyotp.TOTP(secret).at(desk.now // SECOND)
    assert (await browser.post("/account/codes", secret=secret, code=now)).goes_to.endswith("codes_on")
    assert (await browser.post("/account/codes/off", code=now)).status == 422
    desk.now += 60 * SECOND
    later = pyotp.TOTP(secret).at(desk.now // SECOND)
    assert (await browser.post("/account/codes/off", code=later)).goes_to.endswith("codes_off")


async def test_what_a_camera_reads_is_the_address_with_the_secret_of_the_form(browser: Browser) -> None:
    await browser.sign_in()
    page = await browser.get("/account")
    address = totp_address(page.field("secret"), "agent@noor.example")
    drawn = segno.make(address, micro=False, error="m").svg_inline(scale=4, border=4, light="#fff")
    assert page.text.count(drawn) == 1


@pytest.mark.parametrize("secret", ["", "A", "not base 32 at all !", "AAAA"])
async def test_a_secret_that_is_none_switches_nothing_on(desk: Desk, browser: Browser, secret: str) -> None:
    await browser.sign_in()
    assert (await browser.post("/account/codes", secret=secret, code="123456")).status == 422
    assert await desk.db.staff.get(AGENT) == person("agent")


async def test_sessions_are_shown_with_this_one_marked(desk: Desk, browser: Browser) -> None:
    other = await desk.browser()
    other.headers["User-Agent"] = "<b>Phone</b>"
    await other.sign_in()
    await browser.sign_in()
    page = await browser.get("/account")
    assert page.text.count("this browser") == 1
    assert "&lt;b&gt;Phone&lt;/b&gt;" in page.text
