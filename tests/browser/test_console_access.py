"""An admin lets somebody in by a link, and out again; the new one is at another machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.test_console import keys, printed, seat

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.browser.test_console import Sit

__all__ = ["keys", "printed", "seat"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_somebody_is_let_in_by_a_link_and_out_at_once(browser: Browser, seat: Sit) -> None:
    mona = await seat("admin")
    await mona.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await mona.go("/admin/staff/add")
    await mona.page.get_by_label("Email address").fill("nura@noor.example")
    await mona.page.get_by_label("Name").fill("Nura")
    await mona.page.get_by_label("Viewer").check()
    await mona.press("Add and make the link")
    await mona.press("Copy")
    await expect(mona.page.get_by_role("button", name="Copied")).to_be_visible()
    # Her own machine, which has no script at that.
    theirs = await browser.new_context(java_script_enabled=False, locale="en")
    nura = await theirs.new_page()
    await nura.goto(await mona.page.evaluate("navigator.clipboard.readText()"))
    await nura.locator("main button").click()
    await expect(nura.get_by_text("Nura")).to_be_visible()
    await mona.page.get_by_role("link", name="Disable").click()
    await mona.press("Disable")
    await expect(mona.page.get_by_role("status")).to_contain_text("Disabled and signed out everywhere")
    await nura.reload()
    await expect(nura.get_by_label("Password")).to_be_visible()
    await theirs.close()
