from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyotp
import pytest

from bot.domain.clock import DAY, HOUR, MINUTE, SECOND
from bot.domain.staff import staff_id
from bot.flow.sign_in import TryLimits
from bot.web.console.guard import Transport
from tests.web.console.conftest import NOW, PASSWORD, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


async def test_a_right_password_lets_in(browser: Browser) -> None:
    page = await browser.sign_in()
    assert (page.status, page.goes_to) == (303, "/console/")
    assert (await browser.get("/")).says("Queue")


@pytest.mark.parametrize("email", ["agent", "nobody"])
async def test_a_wrong_password_and_an_unknown_address_read_the_same(browser: Browser, email: str) -> None:
    page = await browser.sign_in(email, "not the password")
    assert page.status == 403
    assert page.says("This email address and password don't belong together.")
    assert (await browser.get("/")).goes_to.startswith("/console/sign-in")


async def test_an_address_is_taken_in_any_case(browser: Browser) -> None:
    await browser.get("/sign-in")
    assert (await browser.post("/sign-in", email=" AGENT@noor.example ", password=PASSWORD)).status == 303


async def test_who_is_disabled_is_neither_let_in_nor_left_in(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    await desk.db.staff.disable(staff_id("agent@noor.example"), NOW)
    assert (await browser.get("/")).status == 303
    assert (await browser.sign_in()).status == 403


async def test_one_goes_back_to_where_one_was_going(browser: Browser) -> None:
    sent = await browser.get("/account")
    assert sent.goes_to == "/console/sign-in?next=/console/account"
    page = await browser.get(sent.goes_to.removeprefix("/console"))
    assert page.field("next") == "/console/account"


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "/console/\\evil", "/webhooks", "/console/\r\nx"])
async def test_nobody_is_sent_out_of_the_console(browser: Browser, goal: str) -> None:
    await browser.get("/sign-in")
    page = await browser.post("/sign-in", email="agent@noor.example", password=PASSWORD, next=goal)
    assert page.goes_to == "/console/"


async def test_too_many_tries_at_an_account_are_refused_even_with_the_right_password(desk: Desk) -> None:
    desk.limits = TryLimits(account=2)
    other = await desk.browser()
    for _ in range(2):
        await other.sign_in("agent", "a guess")
    assert (await other.sign_in()).status == 429
    desk.now += 15 * MINUTE
    assert (await other.sign_in()).status == 303


async def test_the_log_says_once_that_there_were_too_many(desk: Desk) -> None:
    desk.limits = TryLimits(account=1)
    browser = await desk.browser()
    for _ in range(4):
        desk.now += 1
        await browser.sign_in("agent", "a guess")
    assert [one.what for one in await desk.db.audit.newest(9)] == ["refused_too_many", "refused_wrong"]


async def test_too_many_tries_from_an_address_are_refused(desk: Desk) -> None:
    desk.limits = TryLimits(address=2)
    browser = await desk.browser()
    statuses = [(await browser.sign_in(name, "a guess")).status for name in ("a", "b", "agent")]
    assert statuses == [403, 403, 429]


async def test_a_code_is_asked_for_and_opens_once(desk: Desk, browser: Browser) -> None:
    await desk.db.staff.set_totp(staff_id("agent@noor.example"), SECRET)
    page = await browser.sign_in()
    assert (page.status, page.says("Type the six digits")) == (200, True)
    token, code = page.field("token"), pyotp.TOTP(SECRET).at(NOW // SECOND)
    assert (await browser.post("/sign-in/code", token=token, code="000000")).says("This code is not right")
    assert (await browser.post("/sign-in/code", token=token, code=code)).status == 303
    again = (await (other := await desk.browser()).sign_in()).field("token")
    assert (await other.post("/sign-in/code", token=again, code=code)).status == 403


async def test_a_password_without_its_code_is_good_for_some_minutes_only(desk: Desk, browser: Browser) -> None:
    await desk.db.staff.set_totp(staff_id("agent@noor.example"), SECRET)
    token = (await browser.sign_in()).field("token")
    desk.now += 5 * MINUTE
    page = await browser.post("/sign-in/code", token=token, code=pyotp.TOTP(SECRET).at(desk.now // SECOND))
    assert (page.status, page.says("That took too long")) == (410, True)


async def test_a_one_time_link_shows_whose_it_is_and_opens_once(desk: Desk, browser: Browser) -> None:
    token = await desk.access.invite(person("agent"), NOW)
    assert (await browser.get(f"/enter/{token}")).says("This link signs in Agent, once.")
    assert (await browser.post(f"/enter/{token}")).goes_to == "/console/"
    assert (await browser.get("/")).status == 200
    other = await desk.browser()
    assert (await other.get(f"/enter/{token}")).status == 410
    await other.get("/sign-in")
    assert (await other.post(f"/enter/{token}")).status == 410


async def test_a_link_is_good_for_a_day_and_a_newer_one_takes_its_place(desk: Desk, browser: Browser) -> None:
    first = await desk.access.invite(person("agent"), NOW)
    second = await desk.access.invite(person("agent"), NOW)
    assert [(await browser.get(f"/enter/{one}")).status for one in (first, second)] == [410, 200]
    desk.now += DAY
    assert (await browser.get(f"/enter/{second}")).status == 410


async def test_signing_out_ends_the_session_and_not_only_the_cookie(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    cookies = {cookie.key: cookie.value for cookie in browser.client.session.cookie_jar}
    assert (await browser.post("/sign-out")).goes_to == "/console/sign-in"
    browser.client.session.cookie_jar.update_cookies(cookies)
    assert (await browser.get("/")).status == 303
    assert await desk.db.staff_sessions.of_staff(staff_id("agent@noor.example")) == []


async def test_signing_out_everywhere_reaches_the_other_browser(desk: Desk, browser: Browser) -> None:
    other = await desk.browser()
    await browser.sign_in()
    await other.sign_in()
    await browser.post("/sign-out/everywhere")
    assert [(await one.get("/")).status for one in (browser, other)] == [303, 303]


async def test_an_idle_session_ends_and_a_used_one_goes_on(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    for _ in range(4):
        desk.now += HOUR - MINUTE
        assert (await browser.get("/")).status == 200
    desk.now += HOUR
    assert (await browser.get("/")).status == 303


async def test_what_a_page_asks_for_by_itself_keeps_nobody_signed_in(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    statuses = []
    for _ in range(3):
        desk.now += 20 * MINUTE
        last = await browser.get("/queue", **{"HX-Request": "true"})
        statuses.append(last.status)
    assert statuses == [200, 200, 401]
    last = await browser.get("/queue", **{"HX-Request": "true"})
    assert last.response.headers["HX-Redirect"] == "/console/sign-in"


async def test_the_cookie_changes_and_the_old_one_works_a_moment_longer(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    jar = browser.client.session.cookie_jar
    old = {cookie.key: cookie.value for cookie in jar}
    desk.now += 16 * MINUTE
    page = await browser.get("/")
    assert page.response.cookies["wasla"].value != old["wasla"]
    late = await desk.browser()
    late.client.session.cookie_jar.update_cookies(old)
    assert (await late.get("/")).status == 200
    desk.now += 2 * MINUTE
    assert [(await one.get("/")).status for one in (late, browser)] == [303, 200]


async def test_behind_https_the_cookie_is_bound_to_the_host(desk: Desk) -> None:
    desk.transport = Transport(proxies=1)
    browser = await desk.browser()
    browser.headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": "9.9.9.9, 203.0.113.7"}
    page = await browser.get("/sign-in")
    form = page.response.cookies["__Host-wasla_form"]
    assert (form["secure"], form["httponly"], form["samesite"], form["path"]) == (True, True, "Strict", "/")
    browser.headers["Cookie"] = f"__Host-wasla_form={form.value}"
    page = await browser.post("/sign-in", email="agent@noor.example", password=PASSWORD)
    cookie = page.response.cookies["__Host-wasla"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert page.response.headers["Strict-Transport-Security"].startswith("max-age=")
    assert [one.address for one in await desk.db.staff_sessions.of_staff(staff_id("agent@noor.example"))] == ["203.0.113.7"]


async def test_what_a_stranger_says_of_his_address_is_not_believed(desk: Desk, browser: Browser) -> None:
    browser.headers["X-Forwarded-For"] = "203.0.113.7"
    await browser.sign_in("agent", "a guess")
    assert [one.address for one in await desk.db.audit.newest(1)] == ["127.0.0.1"]


async def test_coming_and_going_stands_in_the_audit_log(desk: Desk, browser: Browser) -> None:
    await browser.sign_in("agent", "a guess")
    desk.now += 1
    await browser.sign_in()
    desk.now += 1
    await browser.post("/sign-out")
    entries = await desk.db.audit.newest(9)
    assert [one.what for one in entries] == ["signed_out", "signed_in", "refused_wrong"]
    assert [one.staff_id for one in entries] == [staff_id("agent@noor.example")] * 2 + [None]


async def test_a_person_without_a_password_comes_in_by_no_password(desk: Desk, browser: Browser) -> None:
    await desk.db.staff.add(replace(person(name="new"), password_hash=None))
    assert [(await browser.sign_in("new", words)).status for words in ("", PASSWORD)] == [403, 403]
