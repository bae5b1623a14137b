"""Signing in by a provider in Chromium: its cookies, its policies and its way over two sites are the real ones."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from mongomock_motor import AsyncMongoMockClient
from playwright.async_api import expect

from bot.app import clock
from bot.db import Database
from bot.web.console.guard import POLICY
from tests.browser.test_console_axe import walking
from tests.oidc.little import Little, opened
from tests.web.console.conftest import Desk, person

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("_adapted_mongomock")]

LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1440, 390)]
STRANGER = "stranger.with.a.long.name@noor-home.example"


@dataclass
class House:
    """The console at an address, and the provider beside it."""

    address: str
    little: Little


@pytest_asyncio.fixture(loop_scope="session")
async def house() -> AsyncIterator[House]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    desk, little = Desk(Database(AsyncMongoMockClient()["console"]), now=clock()), Little(asks=True, clock=clock)
    await desk.db.staff.add(person("agent"))
    # Another name than the console's: the way leads over two sites, as it does in life.
    async with opened(little, redirect=f"http://localhost:{port}/console/sign-in/provider/back") as desk.provider:
        application = web.Application()
        application.add_subapp("/console", desk.application())
        server = TestServer(application, host="localhost", port=port)
        await server.start_server()
        yield House(f"http://localhost:{port}/console", little)
        await server.close()


async def test_a_click_at_the_provider_leads_to_where_one_was_going(browser: Browser, house: House) -> None:
    context = await browser.new_context(locale="en")
    page = await context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    await page.goto(f"{house.address}/account")
    await page.get_by_role("link", name="Sign in with Noor ID").click()
    await expect(page).to_have_title("Noor ID")
    await page.get_by_role("link", name="Yes, it is me").click()
    await page.wait_for_url(f"{house.address}/account")
    await expect(page.locator("header .who")).to_contain_text("Agent")
    kept = {cookie["name"]: cookie for cookie in await context.cookies(house.address)}
    assert (kept["wasla"]["httpOnly"], kept["wasla"]["sameSite"], "wasla_provider" in kept) == (True, "Lax", False)
    # The policy is as narrow as it was without a provider: people go there by a link.
    assert "form-action 'self'" in POLICY
    assert problems == []
    await context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_sign_in_page_is_fit_to_be_seen(browser: Browser, house: House, screenshots: Path, language: str) -> None:
    house.little.email = STRANGER
    async with walking(browser, house.address.removesuffix("/console"), None, language) as walk:
        await walk.look("/sign-in")
        for step in ("door", "unknown"):
            for scheme, width in LOOKS:
                await walk.page.set_viewport_size({"width": width, "height": 900})
                await walk.page.evaluate("scheme => { document.documentElement.dataset.theme = scheme; }", scheme)
                await walk.page.screenshot(path=screenshots / f"console-sign-in-{step}-{language}-{scheme}-{width}.png")
            if step == "door":
                await walk.page.locator("a.provider").click()
                await walk.page.locator("a").click()
                await expect(walk.page.get_by_role("alert")).to_contain_text(STRANGER)
                assert await walk.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        assert walk.faults == []
