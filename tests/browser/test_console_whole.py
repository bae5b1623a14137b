"""The console's frame on a phone, and papers that open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ANSWER_WITHIN
from tests.browser.test_console import customer, keys, printed, seat

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPhone
    from tests.browser.test_console import Sit

__all__ = ["keys", "printed", "seat"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
# How far each entry of the menu, the brand and the tab that is shown stand out of the window or of their bar.
BEYOND = """() => [...document.querySelectorAll(".menu a, .brand, .tabs [aria-current]")].filter((one) => {
  const { left, right } = one.getBoundingClientRect();
  return left < -1 || right > window.innerWidth + 1;
}).map((one) => one.textContent.trim())"""


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_on_a_phone_the_whole_menu_and_the_tab_that_is_shown_are_in_sight(seat: Sit, language: str) -> None:
    mona = await seat("admin", language, width=390)
    for path in ("/", "/admin/replies", "/admin/audit", "/account"):
        await mona.go(path)
        assert await mona.page.evaluate(BEYOND) == [], path
        assert await mona.page.evaluate("document.querySelector('.brand').offsetHeight") < 60
    await mona.go("/")
    filters = mona.page.locator(".more-filters")
    await expect(filters.locator("select").first).to_be_hidden()
    await filters.locator("summary").click()
    await expect(filters.locator("select").first).to_be_visible()


async def test_a_pdf_opens_in_a_sandbox(phone: OpenPhone, seat: Sit) -> None:
    one, name = await customer(phone, 0)
    for words in ("send invoice", "I want to talk to a human"):
        await one.answer_to(words)
    mona = await seat("admin")
    await mona.open(name)
    paper = mona.page.locator("a.sheet[target=_blank]").last
    await paper.wait_for(timeout=ANSWER_WITHIN)
    answer = await mona.page.context.request.get(str(await paper.evaluate("(one) => one.href")))
    assert (answer.headers["content-type"], answer.headers["content-disposition"][:6]) == ("application/pdf", "inline")
    assert answer.headers["content-security-policy"].endswith("sandbox")
