"""Every route against every role: nothing can be reached that the table does not allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from bot.domain.staff import ROLES, may, staff_id
from bot.flow.sign_in import TryLimits
from bot.flow.staff_access import StaffAccess
from bot.oidc import Client, IdentityClient
from bot.web.console.guard import HEADERS, Guard, Transport
from bot.web.console.pages_of import Files, Pages
from bot.web.console.shell import table
from bot.web.console.words import WordBook

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.web.console.guard import Route
    from tests.web.console.conftest import Browser, Desk

VALUES = {
    "lesson": "l:none",
    "version": "v",
    "name": "console.css",
    "token": "t",
    "chat": "c:n1:cu:sara",
    "milestone": "shipped",
    "staff": staff_id("agent@noor.example"),
    "deed": "sign_out",
}


@pytest_asyncio.fixture(autouse=True)
async def provider(desk: Desk) -> AsyncIterator[None]:
    """Somebody who signs people in and is away: his routes are in the table, too."""
    async with ClientSession() as session:
        desk.provider = IdentityClient(session, Client("http://127.0.0.1:9", "wasla", "secret", "http://127.0.0.1/console/sign-in/provider/back"))
        yield


def routes(desk: Desk) -> list[Route]:
    console, access, files = desk.console(), StaffAccess(desk.db), Files()
    return list(table(console, access, Guard(access, WordBook(console.catalogues), Transport(), desk.clock), Pages(files), files))


async def status(browser: Browser, route: Route) -> int:
    path = route.path
    for name, value in VALUES.items():
        path = path.replace(f"{{{name}}}", value)
    if route.path == "/live":
        async with browser.client.get("/console/live", headers=browser.headers, allow_redirects=False) as response:
            return response.status
    return (await (browser.post(path) if route.method == "POST" else browser.get(path))).status


async def test_the_application_has_the_table_and_nothing_else(desk: Desk) -> None:
    served = {(route.method, route.resource.canonical) for route in desk.application().router.routes() if route.resource}
    assert served == {(route.method, route.path) for route in routes(desk)}


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_reaches_what_it_may_and_nothing_more(desk: Desk, role: str) -> None:
    found = {}
    desk.limits = TryLimits(account=1_000, address=1_000)
    for route in routes(desk):
        browser = await desk.browser()
        await browser.sign_in(role)
        found[route.method, route.path] = await status(browser, route)
    refused = {key for key, status in found.items() if status == 403}
    wanted = {(one.method, one.path) for one in routes(desk) if one.deed != "anybody" and not may(role, one.deed)}  # type: ignore[arg-type]
    assert refused - {("POST", "/sign-in"), ("POST", "/sign-in/code")} == wanted
    assert max(found.values()) < 500


async def test_a_stranger_reaches_nothing_but_the_door(desk: Desk, browser: Browser) -> None:
    for route in routes(desk):
        answered = await status(browser, route)
        if route.deed != "anybody":
            assert answered in {303, 401}, route


async def test_every_form_is_refused_without_the_token_of_our_page(desk: Desk, browser: Browser) -> None:
    await browser.sign_in("admin")
    browser.csrf = "something else"
    posts = [route for route in routes(desk) if route.method == "POST"]
    assert {await status(browser, route) for route in posts} == {403}


async def test_a_form_from_another_site_is_refused_even_with_the_token(browser: Browser) -> None:
    await browser.sign_in()
    page = await browser.post("/sign-out", headers={"Origin": "https://evil.example"})
    assert (page.status, page.says("came from somewhere else")) == (403, True)
    own = f"http://{browser.client.host}:{browser.client.port}"
    assert (await browser.post("/sign-out", headers={"Origin": own})).status == 303


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain"])
async def test_a_form_that_can_not_be_read_is_refused(browser: Browser, kind: str) -> None:
    await browser.get("/sign-in")
    async with browser.client.post("/console/sign-in", data=b"\xff\x00=%", headers={"Content-Type": kind}) as response:
        assert response.status == 403


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nowhere", "/queue", "/static/v/console.css", "/static/v/none.css"])
async def test_every_answer_carries_the_safe_headers(browser: Browser, path: str) -> None:
    page = await browser.get(path)
    assert {name: page.response.headers.get(name) for name in HEADERS} == HEADERS


async def test_no_page_has_inline_script_or_style(browser: Browser) -> None:
    pages = [await browser.get("/sign-in"), await browser.get("/enter/none")]
    await browser.sign_in("admin")
    pages += [await browser.get(path) for path in ("/", "/account", "/admin/audit", "/nowhere")]
    for page in pages:
        assert " style=" not in page.text
        assert "<style" not in page.text
        assert page.text.count("<script") == page.text.count("<script src=")
        assert not any(f" {name}=" in page.text for name in ("onclick", "onload", "hx-on"))


async def test_our_files_are_kept_for_ever_under_an_address_that_tells_their_content(browser: Browser) -> None:
    page = await browser.get("/sign-in")
    for name in ("console.css", "console.js", "htmx.min.js", "htmx-sse.min.js", "icon.svg"):
        address = Files().address(name)
        assert address in page.text
        file = await browser.get(address.removeprefix("/console"))
        assert (file.status, "immutable" in file.response.headers["Cache-Control"]) == (200, True)


async def test_pages_are_kept_by_nobody(browser: Browser) -> None:
    await browser.sign_in()
    assert (await browser.get("/")).response.headers["Cache-Control"] == "no-store"


async def test_who_may_not_is_told_so_and_the_menu_shows_only_what_he_may(browser: Browser) -> None:
    await browser.sign_in("agent")
    page = await browser.get("/")
    assert ('href="/console/account"' in page.text, 'href="/console/admin/audit"' in page.text) == (True, False)
    assert (await browser.get("/admin/audit")).says("Your role does not allow this page.")


async def test_a_page_that_is_not_there_says_so_in_the_readers_language(browser: Browser) -> None:
    page = await browser.get("/nowhere", **{"Accept-Language": "ar-SA,ar;q=0.9"})
    assert (page.status, page.says("لا توجد صفحة كهذه."), 'dir="rtl"' in page.text) == (404, True, True)
