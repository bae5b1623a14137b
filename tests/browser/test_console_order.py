"""The order beside a conversation as people use it: a request is decided, and the order changes by itself under a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ANSWER_WITHIN
from tests.browser.test_console import keys, printed, seat

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenPhone, Phone
    from tests.browser.test_console import Seat, Sit

__all__ = ["keys", "printed", "seat"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
NOTE, REQUEST = ".order-note textarea", "#order .asked"
# A customer with an order that is being prepared and an older one, for whom no other test speaks.
WHO, NEW, OLD = "dewi", "DD-2084", "DD-2076"


async def called(phone: OpenPhone, *words: str) -> tuple[Phone, str]:
    """Let the customer say something and ask for a person; return the phone and the customer's name."""
    one = await phone()
    await one.open(WHO)
    for each in (*words, "I want to talk to a human"):
        await one.answer_to(each)
    return one, str(next(each["name"] for each in one.customers if each["id"] == WHO))


async def beside(sit: Sit, name: str, role: str = "agent", language: str = "en", *, width: int = 1440) -> Seat:
    one = await sit(role, language, width=width, scheme="dark" if width < 500 else "light")
    await expect(one.line(name)).to_be_visible(timeout=ANSWER_WITHIN)
    await one.open(name)
    await one.page.locator("#order .happened").wait_for()
    return one


async def test_a_request_is_refused_in_words_that_reach_the_phone_and_a_colleague_sees_it(phone: OpenPhone, seat: Sit) -> None:
    one, name = await called(phone, f"I want to cancel {NEW}", "yes please")
    tariq, mona = await beside(seat, name), await beside(seat, name, "admin")
    for person in (tariq, mona):
        await expect(person.page.locator(REQUEST)).to_contain_text("Wants to cancel")
    before = await one.bot.count()
    await tariq.page.locator(f"{REQUEST} textarea").fill("It is packed already.")
    await tariq.press("Refuse")
    await expect(tariq.page.locator("#order .done")).to_have_text("Decided, and the customer is told.")
    await expect(await one.next_bubble(before)).to_contain_text("It is packed already.")
    await expect(mona.page.locator(REQUEST)).to_have_count(0, timeout=ANSWER_WITHIN)
    await expect(mona.page.locator("#order .settled")).to_contain_text("Tariq")


async def test_the_order_changes_by_itself_and_a_note_that_is_being_written_stays(phone: OpenPhone, seat: Sit, screenshots: Path) -> None:
    one, name = await called(phone)
    tariq = await beside(seat, name)
    await tariq.page.locator("#order-which").select_option(label=str(await tariq.page.locator("#order-which option", has_text=OLD).inner_text()))
    await expect(tariq.page.locator("#order .head h3")).to_have_text(OLD)
    await tariq.page.reload()
    await expect(tariq.page.locator("#order .head h3")).to_have_text(NEW)
    await tariq.page.locator(".order-note summary").press("Enter")
    await tariq.page.locator(NOTE).press_sequentially("after")
    await one.page.context.request.post(f"{tariq.address}/simulator/api/store/{WHO}/ship")
    # News of the chat wake the panel at once, news of the order alone after some seconds.
    await one.answer_to("where is my order")
    await expect(tariq.page.locator(".happened .parcel").first).to_contain_text("On its way", timeout=ANSWER_WITHIN)
    await tariq.page.keyboard.type("noon")
    await expect(tariq.page.locator(NOTE)).to_have_value("afternoon")
    await tariq.page.locator(".order-note button").press("Enter")
    await expect(tariq.page.locator(".happened .note")).to_contain_text("afternoon")
    mona = await beside(seat, name, "admin", "ar", width=390)
    assert await mona.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    await mona.page.screenshot(path=screenshots / "console-order-ar-dark-390.png", full_page=True)
