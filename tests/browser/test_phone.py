"""What a person can do on the phone besides typing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Route

    from tests.browser.conftest import OpenPhone, Phone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

ANSWER_WITHIN = 20_000
FROM_ANOTHER_WINDOW = """fetch(`api/chats/${location.hash.slice(2)}/messages`, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ type: "text", text: "where is my order" }),
}).then(() => null)"""


async def with_a_chat(phone: OpenPhone) -> Phone:
    one = await phone()
    await one.open(one.speaking("en")[0])
    await one.answer_to("thanks a lot")
    return one


async def test_a_list_that_comes_late_takes_no_answer_away(phone: OpenPhone) -> None:
    one = await phone()
    wanted = one.speaking("en")[0]

    async def late(route: Route) -> None:
        response = await route.fetch()
        await asyncio.sleep(2)
        await route.fulfill(response=response)

    await one.page.route(lambda url: url.endswith(f"/chats/{wanted}"), late, times=1)
    await one.page.goto(one.page.url.split("#")[0] + f"#/{one.speaking('ar')[0]}")
    async with one.page.expect_response(lambda response: response.url.endswith(f"/chats/{wanted}")) as behind:
        await one.page.reload()
        await one.page.locator("#log[aria-busy=false]").wait_for()
        await one.open(wanted)
        bubble = await one.answer_to("thanks a lot")
        await expect(bubble).to_be_visible()
    await (await behind.value).finished()
    await one.page.wait_for_timeout(2_500)
    await expect(bubble).to_be_visible()


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("image", ".picture img"),
        ("document", "a.document"),
        ("audio", ".voice-button"),
        ("video", ".video"),
        ("location", ".map"),
        ("sticker", ".sticker"),
    ],
)
async def test_samples_are_sent_and_shown(phone: OpenPhone, kind: str, part: str) -> None:
    one = await phone()
    await one.open(one.speaking("en")[0])
    before = await one.mine.count()
    await one.page.get_by_role("button", name="Attach").click()
    await one.page.click(f".tile[data-kind={kind}]")
    await expect(one.mine.nth(before).locator(part)).to_be_visible()


async def test_an_empty_composer_offers_a_voice_note(phone: OpenPhone) -> None:
    one = await phone()
    await one.open(one.speaking("en")[0])
    await expect(one.page.locator(".go")).to_have_accessible_name("Send a voice note")
    await one.page.fill("#composer-text", "x")
    await expect(one.page.locator(".go")).to_have_accessible_name("Send")


async def test_a_double_click_answers_a_message(phone: OpenPhone) -> None:
    one = await with_a_chat(phone)
    await one.bot.last.locator(".flow").dblclick()
    await expect(one.page.locator(".quoted-box")).to_be_visible()
    await one.say("thanks for this one")
    await expect(one.mine.last.locator(".quote")).to_be_visible()


async def test_a_reaction_hangs_on_the_bubble_and_comes_off(phone: OpenPhone) -> None:
    one = await with_a_chat(phone)
    bubble = one.bot.last
    for shown in (1, 0):
        await bubble.locator(".bubble").click(button="right")
        await one.page.locator(".reactions-row .emoji", has_text="❤️").click()
        await expect(bubble.locator(".reactions")).to_have_count(shown)


async def test_a_sheet_closes_by_escape_and_gives_the_focus_back(phone: OpenPhone) -> None:
    one = await with_a_chat(phone)
    attach = one.page.get_by_role("button", name="Attach")
    await attach.press("Enter")
    await expect(one.page.get_by_role("dialog")).to_be_focused()
    await one.page.keyboard.press("Escape")
    await expect(one.page.get_by_role("dialog")).to_have_count(0)
    await expect(attach).to_be_focused()


async def test_shift_and_enter_make_a_new_line(phone: OpenPhone) -> None:
    one = await with_a_chat(phone)
    before = await one.mine.count()
    await one.page.fill("#composer-text", "one")
    await one.page.press("#composer-text", "Shift+Enter")
    await expect(one.page.locator("#composer-text")).to_have_value("one\n")
    assert await one.mine.count() == before


async def test_a_draft_waits_for_its_customer(phone: OpenPhone) -> None:
    one = await phone()
    first, second = one.speaking("en")[:2]
    await one.open(first)
    await one.page.fill("#composer-text", "half a thou")
    await one.open(second)
    await expect(one.page.locator("#composer-text")).to_have_value("")
    await one.page.go_back()
    await expect(one.page.locator("#composer-text")).to_have_value("half a thou")


async def test_a_new_message_does_not_pull_the_reader_down(phone: OpenPhone) -> None:
    one = await phone(height=620)
    await one.open(one.speaking("en")[0])
    for _ in range(3):
        await one.answer_to("where is my order")
    await one.page.locator("#log").hover()
    await one.page.mouse.wheel(0, -5000)
    await one.page.evaluate(FROM_ANOTHER_WINDOW)
    await one.page.locator("#pill").click(timeout=ANSWER_WITHIN)
    await expect(one.page.locator("#pill")).to_be_hidden()
    await expect(one.bot.last).to_be_in_viewport()


async def test_a_lost_connection_is_said_and_found_again(phone: OpenPhone) -> None:
    one = await phone()

    async def cut(route: Route) -> None:
        await route.abort()

    await one.page.route("**/api/events*", cut)
    await one.open(one.speaking("en")[1])
    await expect(one.page.locator("#banner")).to_be_visible()
    await one.page.unroute("**/api/events*")
    await expect(one.page.locator("#banner")).to_be_hidden(timeout=15_000)
    one.problems.clear()  # The browser itself complains of what was cut on purpose.


async def test_what_could_not_be_sent_can_be_sent_again(phone: OpenPhone) -> None:
    one = await phone()
    await one.open(one.speaking("en")[0])

    async def cut(route: Route) -> None:
        await route.abort()

    await one.page.route("**/messages", cut)
    await one.say("hello from the lift")
    failed = one.page.locator("button.failure")
    await failed.wait_for()
    await one.page.unroute("**/messages")
    await failed.click()
    await expect(one.mine.last.locator("[data-tick=read]")).to_be_visible(timeout=10_000)
    one.problems.clear()  # The browser itself complains of what was cut on purpose.
