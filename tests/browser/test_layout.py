"""Both directions, both colour schemes, desk and hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Locator

    from tests.browser.conftest import OpenPhone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

WORDS = {"en": ("hi", "where is my order", "send invoice"), "ar": ("هلا", "وين طلبي", "ابعت الفاتورة")}
WINDOWS = [(1440, 900), (390, 844)]


async def direction(locator: Locator) -> str:
    return str(await locator.evaluate("node => getComputedStyle(node).direction"))


@pytest.mark.parametrize(("language", "expected"), [("en", "ltr"), ("ar", "rtl")])
async def test_the_phone_is_turned_to_its_customers_language(phone: OpenPhone, language: str, expected: str) -> None:
    one = await phone("en")
    await one.open(one.speaking(language)[0])
    assert await direction(one.page.locator("#phone")) == expected
    assert await direction(one.page.locator("html")) == "ltr"


@pytest.mark.parametrize(("words", "expected"), [("مرحبا order 12", "rtl"), ("hello طلب 12", "ltr")])
async def test_a_bubble_follows_the_words_in_it(phone: OpenPhone, words: str, expected: str) -> None:
    one = await phone()
    await one.open(one.speaking("ar")[0])
    before = await one.mine.count()
    await one.say(words)
    await expect(one.mine.nth(before).locator(".flow")).to_have_css("direction", expected)


async def test_own_bubbles_stand_at_the_end_of_the_line(phone: OpenPhone) -> None:
    one = await phone("ar")
    await one.open(one.speaking("ar")[0])
    bubble = await one.answer_to("هلا")
    theirs, mine = await bubble.bounding_box(), await one.mine.last.bounding_box()
    assert theirs is not None
    assert mine is not None
    assert mine["x"] < theirs["x"]


async def test_the_page_itself_speaks_arabic_on_request(phone: OpenPhone) -> None:
    one = await phone("en")
    await one.page.click("#language")
    assert await direction(one.page.locator("html")) == "rtl"
    await expect(one.page.locator("#customers-title")).to_have_text("اختر زبونًا")
    await one.page.reload()
    await expect(one.page.locator("html")).to_have_attribute("lang", "ar")


async def test_an_arabic_page_describes_its_customers_in_arabic(phone: OpenPhone) -> None:
    one = await phone("ar")
    customer = next(one for one in one.customers if one["id"] == "sara")
    assert customer["about_ar"]
    await one.open("sara")
    await expect(one.page.locator("#about .hint")).to_have_text(customer["about_ar"])


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_small_screen_shows_one_thing_at_a_time_and_never_scrolls_sideways(phone: OpenPhone, language: str) -> None:
    one = await phone(language, width=390, height=844)
    widths = [await one.width_beyond()]
    await one.page.locator(f"[data-customer='{one.speaking(language)[0]}']").click()
    await expect(one.page.locator(".customers")).to_be_hidden()
    widths.append(await one.width_beyond())
    await one.page.locator(".open-store").click()
    await expect(one.page.locator("[data-action=ship]")).to_be_in_viewport()
    widths.append(await one.width_beyond())
    await one.page.locator("#close-store").click()
    await one.page.locator(".chat-head .back").click()
    await expect(one.page.locator("#phone")).to_be_hidden()
    assert widths == [0, 0, 0]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", WINDOWS)
async def test_nothing_in_the_chat_is_wider_than_the_chat(phone: OpenPhone, language: str, size: tuple[int, int]) -> None:
    one = await phone(language, width=size[0], height=size[1])
    await one.open(one.speaking(language)[0])
    await one.say("w" * 300)
    await expect(one.mine.last).to_contain_text("www")
    assert await one.page.locator("#log").evaluate("log => log.scrollWidth - log.clientWidth") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", WINDOWS)
async def test_pictures_for_people_to_look_at(phone: OpenPhone, screenshots: Path, language: str, scheme: str, size: tuple[int, int]) -> None:
    one = await phone(language, width=size[0], height=size[1], scheme=scheme)
    await one.open(one.speaking(language)[0])
    for words in WORDS[language]:
        await one.answer_to(words)
    await expect(one.bot.last.locator("[data-tick=read]")).to_be_visible(timeout=10_000)
    picture = screenshots / f"phone-{language}-{scheme}-{size[0]}.png"
    await one.page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000
