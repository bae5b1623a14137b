"""The overview in a browser: in both directions, on a telephone, with a pointer, with the keyboard alone, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.test_console import keys, printed, seat, small_targets

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.test_console import Sit

__all__ = ["keys", "printed", "seat"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", 1440), ("ar", "dark", 1440), ("en", "dark", 390), ("ar", "light", 390)])
async def test_the_overview_fits_tells_its_figures_and_prints(seat: Sit, screenshots: Path, language: str, scheme: str, width: int) -> None:
    mona = await seat("admin", language, width=width, scheme=scheme)
    page = mona.page
    await mona.go("/overview?days=30")
    assert (await page.evaluate(TOO_WIDE), await small_targets(page)) == (0, [])
    await page.screenshot(path=screenshots / f"console-overview-{language}-{scheme}-{width}.png", full_page=True)
    card = page.locator("#conversations")
    if width > 500:
        await card.locator(".hit").nth(20).hover()
        await expect(card.locator(".slot").nth(20).locator(".tip")).to_be_visible()
    # The chart's figures as a table, by keyboard.
    await card.locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(card.locator("tbody tr")).to_have_count(30)
    await expect(card.locator("tbody tr").first).to_be_visible()
    await page.emulate_media(media="print")
    await expect(page.locator(".bar")).to_be_hidden()
    await expect(page.locator(".periods")).to_be_hidden()
    await expect(card.locator(".chart")).to_be_visible()
    assert (
        await page.locator(".overview .wide:not(.card)").evaluate_all("all => all.filter(one => one.scrollHeight > one.clientHeight + 1).length") == 0
    )
