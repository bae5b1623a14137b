"""The questions that shop owners try first, in English and Arabic, through the page, the bot and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Locator

    from tests.browser.conftest import OpenPhone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

WHERE = [("en", "where is my order"), ("ar", "وين طلبي"), ("ar", "wen talabi")]
INVOICE = [("en", "send invoice"), ("ar", "ابعت الفاتورة")]
HUMAN = [("en", "talk to a human"), ("ar", "أبي أكلم موظف")]
GREETING = [("en", "hi"), ("ar", "هلا")]
NONSENSE = [("en", "zxq wvut plomf"), ("ar", "بلبلخ شقلنط قرمبع")]


async def kind(bubble: Locator) -> str | None:
    return await bubble.get_attribute("data-type")


@pytest.mark.parametrize(("language", "words"), WHERE)
async def test_where_is_my_order_names_an_order(phone: OpenPhone, language: str, words: str) -> None:
    one = await phone(language)
    await one.open(one.speaking(language)[0])
    bubble = await one.answer_to(words)
    if await kind(bubble) == "list":
        before = await one.bot.count()
        await one.pick_row(bubble)
        bubble = await one.next_bubble(before)
    assert any(letter.isdigit() for letter in await bubble.locator(".flow").inner_text())


@pytest.mark.parametrize(("language", "words"), [WHERE[0], WHERE[1]])
async def test_several_open_orders_are_offered_as_a_list_and_the_tapped_one_is_answered(phone: OpenPhone, language: str, words: str) -> None:
    one = await phone(language)
    await one.open("sara")
    bubble = await one.answer_to(words)
    before = await one.bot.count()
    title = await one.pick_row(bubble, 1)
    await expect(one.mine.last.locator(".flow")).to_contain_text(title)
    number = "".join(letter for letter in title if letter.isdigit())
    await expect((await one.next_bubble(before)).locator(".bubble")).to_contain_text(number)


@pytest.mark.parametrize(("language", "words"), INVOICE)
async def test_the_invoice_comes_as_a_pdf_that_opens(phone: OpenPhone, language: str, words: str) -> None:
    one = await phone(language)
    await one.open(one.speaking(language)[0])
    before = await one.bot.count()
    bubble = await one.answer_to(words)
    if await kind(bubble) == "list":
        before = await one.bot.count()
        await one.pick_row(bubble)
    link = one.page.locator(f".message[data-from=business]:nth-of-type(n + {before}) a.document").last
    await expect(link).to_have_attribute("target", "_blank")
    file = await one.page.request.get(str(await link.evaluate("link => link.href")))
    assert file.headers["content-type"].startswith("application/pdf")
    assert (await file.body()).startswith(b"%PDF")


@pytest.mark.parametrize(("language", "words"), HUMAN)
async def test_a_human_is_promised(phone: OpenPhone, language: str, words: str) -> None:
    one = await phone(language)
    await one.open(one.speaking(language)[-1])
    bubble = await one.answer_to(words)
    await expect(bubble.locator(".flow")).not_to_be_empty()


@pytest.mark.parametrize(("language", "words"), GREETING + NONSENSE)
async def test_a_greeting_and_nonsense_are_answered_too(phone: OpenPhone, language: str, words: str) -> None:
    one = await phone(language)
    await one.open(one.speaking(language)[0])
    bubble = await one.answer_to(words)
    await expect(bubble.locator(".flow")).not_to_be_empty()


async def test_a_reply_button_says_its_title(phone: OpenPhone) -> None:
    one = await phone()
    await one.open(one.speaking("en")[0])
    button = (await one.answer_to("hi")).locator("button.reply").first
    title = await button.inner_text()
    before = await one.bot.count()
    await button.click()
    await expect(one.mine.last.locator(".flow")).to_contain_text(title)
    await expect(one.mine.last.locator(".quote")).to_be_visible()
    await one.next_bubble(before)


@pytest.mark.parametrize("words", ["where is my order"])
async def test_ticks_go_to_read_on_both_sides(phone: OpenPhone, words: str) -> None:
    one = await phone()
    await one.open(one.speaking("en")[0])
    bubble = await one.answer_to(words)
    await expect(one.mine.last.locator("[data-tick=read]")).to_be_visible(timeout=10_000)
    await expect(bubble.locator("[data-tick=read]")).to_be_visible(timeout=10_000)


async def test_ticks_change_without_drawing_the_message_again(phone: OpenPhone) -> None:
    one = await phone()
    await one.open(one.speaking("en")[0])
    bubble = await one.answer_to("hi")
    await bubble.locator("button.reply").first.focus()
    await expect(bubble.locator("[data-tick=read]")).to_be_visible(timeout=10_000)
    await expect(bubble.locator("button.reply").first).to_be_focused()
