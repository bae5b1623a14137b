"""A phrase that nobody understood is taught in the console, and the next customer is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ANSWER_WITHIN
from tests.browser.test_console import keys, printed, seat

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenPhone
    from tests.browser.test_console import Sit

__all__ = ["keys", "printed", "seat"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
WORDS = "vous levez le rideau à quelle heure"
OPENING = "horaires"
MEASURED_WITHIN = 30_000


async def test_what_was_not_understood_is_taught_and_then_answered(phone: OpenPhone, seat: Sit, screenshots: Path) -> None:
    one = await phone()
    await one.open(one.speaking("fr")[0])
    await one.answer_to(WORDS)
    tariq, mona = await seat("agent"), await seat("admin")
    await tariq.go("/teach?language=fr")
    card = tariq.page.locator(".lesson", has_text=WORDS)
    await card.locator("[name=intent]").select_option("business_hours")
    await card.get_by_role("button", name="Propose").click()
    await expect(tariq.page.locator(".done")).to_contain_text("Proposed")
    await mona.go("/teach/review")
    proposal = mona.page.locator(".proposal", has_text=WORDS)
    await expect(proposal.locator(".figures")).to_contain_text("Opening hours", timeout=MEASURED_WITHIN)
    await mona.page.screenshot(path=screenshots / "console-teach.png", full_page=True)
    await proposal.get_by_role("button", name="Apply").click()
    await expect(mona.page.locator(".done")).to_contain_text("understands it from now on", timeout=ANSWER_WITHIN)
    await expect(await one.answer_to(f"bonjour, {WORDS} ?")).to_contain_text(OPENING, ignore_case=True)
