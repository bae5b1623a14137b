"""What a shop decides about itself in the console: hours whose sentence follows, and notices that are seen on the phone while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ANSWER_WITHIN
from tests.browser.test_console import keys, printed, seat, small_targets

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.test_console import Sit

__all__ = ["keys", "printed", "seat"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
TEXT = "textarea[name=text]"
OWN = "بشرى: طلبك {order} من {store} انطلق مع {carrier}، وموعده {eta} بإذن الله."


async def test_the_phone_shows_a_notice_while_it_is_typed_and_the_sentence_follows_the_hours(seat: Sit, screenshots: Path) -> None:
    mona = await seat("admin")
    await mona.go("/admin/notices/shipped?store=dar&lang=ar")
    page, bubbles = mona.page, mona.page.locator(".phone-text")
    await page.locator(TEXT).press_sequentially(" تم", delay=1)
    await page.fill(TEXT, "بشرى: طلبك {order} انطلق اليوم")
    await expect(page.locator(".problems")).to_contain_text("{carrier}", timeout=ANSWER_WITHIN)
    await expect(bubbles.first).to_contain_text("#1042")
    await page.fill(TEXT, OWN)
    await expect(page.locator(".problems")).to_have_count(0, timeout=ANSWER_WITHIN)
    await expect(bubbles.first).to_contain_text("انطلق مع")
    await expect(page.locator(".phone-chat").first).to_have_css("direction", "rtl")
    await page.screenshot(path=screenshots / "console-notice-typing.png", full_page=True)
    await mona.press("Save")
    await expect(page.locator("[role=status]")).to_contain_text("saved")
    await page.get_by_role("button", name="Back to the file's").click()
    await expect(page.locator(TEXT)).not_to_have_value(OWN)
    await expect(page.get_by_role("button", name="Back to the file's")).to_have_count(0)

    await mona.go("/admin/hours?store=dar")
    await expect(page.locator("#now")).to_contain_text("somebody is always there")
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
        await page.fill(f"[name='{day}.0.from']", "00:00")
    await page.fill("[name='mon.0.to']", "00:01")
    await expect(page.locator("#now")).to_contain_text("can't be read", timeout=ANSWER_WITHIN)
    for day in ("tue", "wed", "thu", "fri", "sat", "sun"):
        await page.fill(f"[name='{day}.0.to']", "00:01")
    await expect(page.locator("#now")).to_contain_text("Customers hear: somebody answers", timeout=ANSWER_WITHIN)


async def test_the_pages_fit_in_both_directions_and_schemes(seat: Sit, screenshots: Path) -> None:
    for language, scheme, width in (("en", "light", 1440), ("en", "dark", 390), ("ar", "dark", 1440), ("ar", "light", 390)):
        mona = await seat("admin", language, width=width, scheme=scheme)
        for path, title in (("/admin/hours", "hours"), ("/admin/notices", "notices"), (f"/admin/notices/invoice?lang={language}", "notice")):
            await mona.go(path)
            await expect(mona.page.locator("html")).to_have_css("direction", "rtl" if language == "ar" else "ltr")
            assert await mona.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") == 0, path
            assert await small_targets(mona.page) == []
            await mona.page.screenshot(path=screenshots / f"console-{title}-{language}-{scheme}-{width}.png", full_page=True)
