"""The shop's buttons beside the phone: a parcel leaves, a parcel goes silent, WhatsApp misbehaves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPhone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

BAD = re.compile(r"\bbad\b")


@pytest.mark.parametrize("customer", ["sara", "jonas"])
async def test_shipping_an_order_brings_a_notice(phone: OpenPhone, customer: str) -> None:
    one = await phone()
    await one.open(customer)
    before = await one.bot.count()
    await one.page.click("[data-action=ship]")
    await expect(one.page.locator("#result")).not_to_have_class(BAD)
    await expect((await one.next_bubble(before)).locator(".flow")).not_to_be_empty()
    await expect(one.page.locator("#activity [data-kind=ship]")).to_be_visible()


async def test_a_silent_parcel_is_reported_to_the_bot(phone: OpenPhone) -> None:
    one = await phone()
    await one.open(one.speaking("en")[-1])
    await one.page.click("[data-action=silence]")
    await expect(one.page.locator("#result")).to_be_visible()
    await expect(one.page.locator("#result")).not_to_have_class(BAD)


async def test_a_switch_is_kept_by_the_simulator(phone: OpenPhone) -> None:
    one = await phone()
    switch = one.page.locator(".switch[name=hide]")
    await switch.check()
    await one.page.reload()
    await expect(switch).to_be_checked()
    async with one.page.expect_response("**/api/switches"):
        await switch.uncheck()


async def test_a_suggestion_fills_the_composer_and_is_not_sent(phone: OpenPhone) -> None:
    one = await phone("ar")
    await one.open(one.speaking("ar")[0])
    before = await one.mine.count()
    await one.page.click("#phrases .phrase >> nth=0")
    await expect(one.page.locator("#composer-text")).to_have_value("وين طلبي")
    assert await one.mine.count() == before


async def test_the_time_of_an_answer_is_told(phone: OpenPhone) -> None:
    one = await phone()
    await one.open(one.speaking("en")[0])
    await one.answer_to("where is my order")
    await expect(one.page.locator("#activity [data-kind=business]").first).to_contain_text(re.compile(r"\d\.\d"))
