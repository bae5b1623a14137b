"""The transcript in the console while a customer writes: nobody loses his place, and everybody sees who else is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ANSWER_WITHIN
from tests.browser.test_console import keys, printed, seat

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Locator

    from tests.browser.conftest import OpenPhone
    from tests.browser.test_console import Seat, Sit

__all__ = ["keys", "printed", "seat"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
# Whom no other test speaks for.
WORDS = {"pt-BR": "Quero falar com um atendente", "tr": "Bir insanla konuşmak istiyorum", "es": "Quiero hablar con una persona"}
LINES = 200


class Chat:
    """A customer's side, without his window: the simulated phone's own interface."""

    def __init__(self, address: str, customer: str, name: str, seat: Seat) -> None:
        self.name = name
        self._url = f"{address}/simulator/api/chats/{quote(customer, safe='')}/messages"
        self._request = seat.page.context.request

    async def send(self, **message: str) -> None:
        assert (await self._request.post(self._url, data=message)).ok


async def taken(phone: OpenPhone, sit: Sit, language: str) -> tuple[Chat, Seat]:
    """Let a customer ask for a person, and a person take the conversation."""
    one, tariq = await phone(), await sit("agent")
    who = one.speaking(language)[0]
    chat = Chat(tariq.address, who, str(next(each["name"] for each in one.customers if each["id"] == who)), tariq)
    await chat.send(type="media", media="audio")
    await chat.send(type="text", text=WORDS[language])
    await expect(tariq.line(chat.name)).to_be_visible(timeout=ANSWER_WITHIN)
    await tariq.open(chat.name)
    await tariq.press("Take over")
    await tariq.page.locator(".talk [data-state=write]").wait_for()
    return chat, tariq


async def test_a_voice_note_plays_on_and_an_opened_line_stays_open_while_the_customer_writes(phone: OpenPhone, seat: Sit) -> None:
    chat, tariq = await taken(phone, seat, "pt-BR")
    audio, why = tariq.page.locator(".said audio"), tariq.page.locator(".why", has_text="person").first
    await audio.evaluate("audio => { audio.loop = true; return audio.play(); }")
    await why.locator("summary").click()
    await chat.send(type="text", text="Tem alguém aí?")
    await expect(tariq.page.locator(".words", has_text="Tem alguém aí?")).to_be_visible(timeout=ANSWER_WITHIN)
    assert await audio.evaluate("audio => !audio.paused && audio.currentTime > 0")
    await expect(why).to_have_attribute("open", "")
    await expect(why.locator("dl")).to_contain_text("Portuguese")


async def test_colleagues_see_who_looks_and_who_types(phone: OpenPhone, seat: Sit, screenshots: Path) -> None:
    chat, tariq = await taken(phone, seat, "tr")
    mona = await seat("admin", "ar", width=390, scheme="dark")
    await mona.open(chat.name)
    await expect(tariq.page.locator("#presence")).to_have_text(re.compile("Mona is looking"), timeout=ANSWER_WITHIN)
    await tariq.page.locator("textarea[data-send]").press_sequentially("Merhaba")
    await expect(mona.page.locator("#presence .types")).to_have_text(re.compile("Tariq يكتب الآن"), timeout=ANSWER_WITHIN)
    await mona.page.screenshot(path=screenshots / "console-transcript-ar-dark-390.png", full_page=True)
    await mona.go()
    await expect(tariq.page.locator("#presence")).to_have_text("", timeout=ANSWER_WITHIN)


async def top(line: Locator) -> float:
    """Where a line stands in the window, in pixels."""
    return float(await line.evaluate("line => line.getBoundingClientRect().top"))


async def test_earlier_lines_come_above_and_new_ones_below_without_moving_what_is_read(phone: OpenPhone, seat: Sit) -> None:
    chat, tariq = await taken(phone, seat, "es")
    for place in range(LINES):
        await chat.send(type="text", text=f"línea {place}.")
    view = tariq.page.locator("#scroll")
    await expect(view.get_by_text("línea 199.")).to_be_in_viewport(timeout=ANSWER_WITHIN)
    await tariq.page.reload()
    # The newest line is in sight, and the first button leads back.
    await expect(view.get_by_text("línea 199.")).to_be_in_viewport()
    await view.evaluate("view => { view.scrollTop = -view.scrollHeight; }")
    first = view.get_by_text("línea 10.", exact=True)
    await tariq.page.get_by_role("link", name="Earlier messages").click()
    await expect(view.locator("audio")).to_have_count(1)
    await expect(view.locator(".day")).to_have_count(1)
    await first.scroll_into_view_if_needed()
    before = await top(first)
    await chat.send(type="text", text="la última")
    await expect(tariq.page.get_by_role("button", name="New messages")).to_be_visible(timeout=ANSWER_WITHIN)
    assert await top(first) == pytest.approx(before, abs=2)
    await tariq.page.get_by_role("button", name="New messages").click()
    await expect(view.get_by_text("la última")).to_be_in_viewport()
    await expect(view.locator("audio")).to_have_count(1)
