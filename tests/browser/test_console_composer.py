"""What a person writes in the console reaches the phone: a kept reply, a picture, and a template once the window has closed."""

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

    from tests.browser.conftest import OpenPhone, Phone
    from tests.browser.test_console import Seat, Sit

__all__ = ["keys", "printed", "seat"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
DAY = 24 * 3_600_000
BOX = "textarea[data-send]"
# Customers whom no other test speaks for: of one who has just written the window stays open.
HUMAN = {"ar": "أبي أكلم موظف", "de": "Ich möchte mit einem Menschen sprechen"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


async def flagged(phone: OpenPhone, language: str, place: int, ago: int = 0) -> tuple[Phone, str]:
    """Let a customer ask for a person, perhaps long ago, and return his phone and his name."""
    one = await phone()
    wanted = one.speaking(language)[place]
    await one.open(wanted)
    address = f"{one.page.url.partition('/simulator/')[0]}/simulator/api/chats/{quote(wanted, safe='')}/messages"
    before = await one.bot.count()
    await one.page.context.request.post(address, data={"type": "text", "text": HUMAN[language], "ago": ago})
    # What the bot has not said when a person takes over is withheld.
    await one.next_bubble(before)
    return one, str(next(each["name"] for each in one.customers if each["id"] == wanted))


async def taken(sit: Sit, name: str, role: str = "agent") -> Seat:
    one = await sit(role)
    await expect(one.line(name)).to_be_visible(timeout=ANSWER_WITHIN)
    await one.open(name)
    await one.press("Take over")
    await one.page.locator(".talk [data-state=write]").wait_for()
    return one


async def test_a_kept_reply_reaches_the_phone_in_the_customers_language_with_his_name(phone: OpenPhone, seat: Sit) -> None:
    one, name = await flagged(phone, "ar", 1)
    store = str(next(each["store"] for each in one.customers if each["name"] == name))
    mona = await seat("admin")
    await mona.go(f"/admin/replies?store={store}")
    await mona.page.fill("[name=shortcut]", "welcome")
    await mona.page.fill("[name='text:en']", "Hello {customer}")
    await mona.page.fill("[name='text:ar']", "أهلًا {customer}، معك {staff}")
    await mona.press("Save")
    tariq = await taken(seat, name)
    before = await one.bot.count()
    await tariq.page.locator(BOX).press_sequentially("/welc")
    await expect(tariq.page.get_by_role("option", name="welcome")).to_have_attribute("aria-selected", "true")
    await tariq.page.keyboard.press("Enter")
    await expect(tariq.page.locator(BOX)).to_have_value(f"أهلًا {name}، معك Tariq")
    await tariq.page.keyboard.press("Control+Enter")
    await expect(await one.next_bubble(before)).to_contain_text(f"أهلًا {name}، معك Tariq")
    await expect(tariq.page.locator(BOX)).to_have_value("")


async def test_the_box_turns_to_templates_when_the_window_closes_while_one_types(phone: OpenPhone, seat: Sit, screenshots: Path) -> None:
    one, name = await flagged(phone, "de", 0, ago=DAY - 20_000)
    tariq = await taken(seat, name)
    await tariq.page.fill(BOX, "half a sent")
    await expect(tariq.page.locator("[data-state=templates]")).to_be_visible(timeout=30_000)
    await expect(tariq.page.locator(".shut")).to_contain_text("approved templates only")
    await expect(tariq.page.locator("[data-kept]")).to_have_text("half a sent")
    await tariq.page.locator("[name=template]").first.select_option("wasla_order_update")
    await tariq.page.fill("[data-fill=status]", "found it")
    await expect(tariq.page.locator(".bubble")).to_contain_text("found it")
    before = await one.bot.count()
    await tariq.page.screenshot(path=screenshots / "console-templates.png", full_page=True)
    await tariq.press("Send the template")
    await expect(await one.next_bubble(before)).to_contain_text("found it")


async def test_a_picture_appears_on_the_phone_with_its_caption(phone: OpenPhone, seat: Sit) -> None:
    one, name = await flagged(phone, "ar", 2)
    tariq = await taken(seat, name)
    before = await one.bot.count()
    await tariq.page.set_input_files("[name=file]", {"name": "label.png", "mimeType": "image/png", "buffer": PNG})
    await expect(tariq.page.locator("[data-file]")).to_have_text("label.png")
    await tariq.page.fill(BOX, "Your label")
    await tariq.press("Send")
    bubble = await one.next_bubble(before)
    await expect(bubble).to_contain_text("Your label")
    await expect(bubble.locator("img")).to_have_attribute("src", re.compile("/media/"))
