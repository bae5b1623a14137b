"""Somebody asks to be forgotten: an admin finds him, types his name, and he is a stranger when he writes again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.test_console import LOOKS, keys, printed, seat

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPhone
    from tests.browser.test_console import Sit

__all__ = ["keys", "printed", "seat"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
# A customer whom no other test speaks for.
WHO = "noura"


async def test_a_customer_is_given_his_data_erased_and_a_stranger_afterwards(phone: OpenPhone, seat: Sit) -> None:
    one = await phone("ar")
    wanted = next(str(each["id"]) for each in one.customers if WHO in str(each["id"]))
    await one.open(wanted)
    name = str(next(each["name"] for each in one.customers if each["id"] == wanted))
    await one.answer_to("مرحبا")
    mona = await seat("admin")
    await mona.go(f"/admin/customer?find={name}")
    async with mona.page.expect_download() as downloading:
        await mona.press("Download as JSON")
    assert "مرحبا" in (await (await downloading.value).path()).read_text("utf-8")
    await mona.page.fill("[name=typed]", name)
    await mona.press("Erase for good")
    await expect(mona.page.get_by_role("status")).to_contain_text("The customer is erased")
    await mona.go(f"/admin/customer?find={name}")
    await expect(mona.page.locator(".empty")).to_contain_text("Nobody is known by that")
    await expect(await one.answer_to("مرحبا")).to_be_visible()


@pytest.mark.parametrize(("language", "scheme", "width"), [one for one in LOOKS if (one[0] == "ar") == (one[2] == 390)])
async def test_the_pages_fit_their_screen(seat: Sit, language: str, scheme: str, width: int) -> None:
    mona = await seat("admin", language, width=width, scheme=scheme)
    for path in ("/admin/health", "/admin/parked", "/admin/customer?find=a"):
        await mona.go(path)
        await expect(mona.page.locator("h1")).to_be_visible()
        assert await mona.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
