"""The support console as two people use it at once, while a customer writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.conftest import ANSWER_WITHIN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser, Locator, Page, StorageState

    from tests.browser.conftest import OpenPhone, Phone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

ROLES = ("admin", "agent")
LOOKS = [(language, scheme, width) for language in ("en", "ar") for scheme in ("light", "dark") for width in (1440, 390)]


@dataclass
class Seat:
    """A person of the shop in front of a window; ``problems`` collects what the browser complains of."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)

    async def go(self, path: str = "/") -> None:
        await self.page.goto(f"{self.address}/console{path}")

    def line(self, name: str) -> Locator:
        return self.page.locator(".line", has_text=name)

    async def open(self, name: str) -> None:
        await self.line(name).locator("h2 a").click()
        await expect(self.page).to_have_url(re.compile("/chats/"))
        await self.page.locator(".said").wait_for()

    async def press(self, words: str) -> None:
        await self.page.get_by_role("button", name=words, exact=True).click()


Printed = Callable[[str], "str | None"]


class Sit(Protocol):
    """What the ``seat`` fixture hands out."""

    async def __call__(self, role: str = "agent", language: str = "en", *, width: int = 1440, scheme: str = "light") -> Seat: ...


@pytest.fixture(scope="session")
def printed(demo_log: Path) -> Printed:
    """Find what the demo has said."""

    def find(pattern: str) -> str | None:
        found = re.search(pattern, demo_log.read_text())
        return found[1] if found else None

    return find


@pytest.fixture(scope="session")
def keys(signed_in: dict[str, StorageState]) -> dict[str, StorageState]:
    """The cookies of each person."""
    return signed_in


@pytest_asyncio.fixture(loop_scope="session")
async def seat(browser: Browser, site: str, keys: dict[str, StorageState]) -> AsyncIterator[Sit]:
    """Open a window for somebody who is signed in; at the end no browser may have complained."""
    taken: list[Seat] = []

    async def sit(role: str = "agent", language: str = "en", *, width: int = 1440, scheme: str = "light") -> Seat:
        context = await browser.new_context(
            storage_state=keys[role],
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=language,
            is_mobile=width < 500,
        )
        one = Seat(await context.new_page(), site)
        one.page.on("console", lambda message: one.problems.append(message.text) if message.type in ("error", "warning") else None)
        one.page.on("pageerror", lambda error: one.problems.append(str(error)))
        taken.append(one)
        await one.go()
        return one

    yield sit
    for one in taken:
        await one.page.context.close()
    # A deed that is refused is answered with 409, which the browser counts as an error of the page.
    assert [problem for one in taken for problem in one.problems if "409" not in problem] == []


async def customer(phone: OpenPhone, place: int) -> tuple[Phone, str]:
    """Open the phone of a customer who writes English, and return it with his name."""
    one = await phone("en")
    wanted = one.speaking("en")[place]
    await one.open(wanted)
    return one, str(next(each["name"] for each in one.customers if each["id"] == wanted))


async def test_a_conversation_from_the_flag_to_the_bot_again(phone: OpenPhone, seat: Sit) -> None:
    tariq, mona = await seat("agent"), await seat("admin")
    one, name = await customer(phone, 0)
    await one.answer_to("I want to talk to a human")
    # Nobody loads a page again: the line comes by itself, on every open screen.
    for person in (tariq, mona):
        await expect(person.line(name)).to_be_visible(timeout=ANSWER_WITHIN)
        await person.open(name)
    await tariq.press("Take over")
    await tariq.page.locator("textarea[data-send]").wait_for()
    # Who comes too late need not click to hear it: his window says who has it.
    await expect(mona.page.locator("[data-state=taken]")).to_contain_text("Tariq", timeout=ANSWER_WITHIN)

    before = await one.bot.count()
    await tariq.page.fill("textarea[data-send]", "Hello, this is Tariq.")
    await tariq.press("Send")
    bubble = await one.next_bubble(before)
    await expect(bubble).to_contain_text("Hello, this is Tariq.")

    await one.say("where is my order")
    await expect(tariq.page.locator(".message.in").last).to_contain_text("where is my order", timeout=ANSWER_WITHIN)
    assert await one.bot.count() == before + 1
    await tariq.press("Hand back to the bot")
    await expect(tariq.page.locator(".marker").last).to_contain_text("Handed back to the bot")
    await expect(await one.answer_to("where is my order")).to_be_visible()


async def test_words_that_are_being_typed_stay_while_the_page_goes_on(phone: OpenPhone, seat: Sit) -> None:
    one, name = await customer(phone, 1)
    await one.answer_to("I want to talk to a human")
    tariq = await seat()
    await tariq.open(name)
    await tariq.press("Take over")
    await tariq.page.fill("textarea[data-send]", "half a sent")
    await one.say("are you there?")
    await expect(tariq.page.locator(".message.in").last).to_contain_text("are you there?", timeout=ANSWER_WITHIN)
    assert await tariq.page.input_value("textarea[data-send]") == "half a sent"
    await tariq.press("Close")
    await tariq.go("/?tab=closed")
    await expect(tariq.line(name)).to_contain_text("Solved")


async def test_the_keyboard_alone_leads_from_the_queue_to_a_reply(phone: OpenPhone, seat: Sit) -> None:
    one, name = await customer(phone, 1)
    await one.answer_to("I want to talk to a human")
    tariq = await seat()
    await tariq.page.keyboard.press("Tab")
    await expect(tariq.page.locator(".skip")).to_be_focused()
    await tariq.page.keyboard.press("/")
    await expect(tariq.page.locator("input[type=search]")).to_be_focused()
    await tariq.page.keyboard.type(name)
    await tariq.page.keyboard.press("Enter")
    await tariq.page.wait_for_url("**q=**")
    await tariq.line(name).locator("h2 a").focus()
    await tariq.page.keyboard.press("Enter")
    await tariq.page.locator("form[action$=take-over] button").focus()
    await tariq.page.keyboard.press("Enter")
    await expect(tariq.page.locator("textarea[data-send]")).to_be_visible()
    await tariq.press("Hand back to the bot")
    await expect(tariq.page.locator(".marker").last).to_contain_text("Handed back to the bot")


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
async def test_every_page_fits_in_both_directions_and_schemes(
    phone: OpenPhone, seat: Sit, screenshots: Path, language: str, scheme: str, width: int
) -> None:
    one, name = await customer(phone, 0)
    await one.answer_to("I want to talk to a human")
    mona = await seat("admin", language, width=width, scheme=scheme)
    await expect(mona.line(name)).to_be_visible(timeout=ANSWER_WITHIN)
    chat = str(await mona.line(name).locator("h2 a").get_attribute("href")).removeprefix("/console")
    for path, title in (("/", "queue"), (chat, "chat"), ("/account", "account"), ("/admin/audit", "audit")):
        await mona.go(path)
        await expect(mona.page.locator("html")).to_have_css("direction", "rtl" if language == "ar" else "ltr")
        assert await mona.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") == 0, path
        assert await small_targets(mona.page) == []
        await mona.page.screenshot(path=screenshots / f"console-{title}-{language}-{scheme}-{width}.png", full_page=True)


async def small_targets(page: Page) -> list[str]:
    """Return what is hard to hit with a finger: less than 24 pixels high (WCAG 2.2, 2.5.8), links within a sentence left out."""
    found = "button, select, textarea, input:not([type=hidden]):not([type=radio]), nav a, a.button"
    return list(
        await page.locator(found).evaluate_all(
            "nodes => nodes.filter(node => node.checkVisibility() && node.getBoundingClientRect().height < 24).map(node => node.outerHTML)"
        )
    )


async def test_the_console_stays_on_the_sign_in_page_for_strangers(browser: Browser, site: str, keys: dict[str, StorageState]) -> None:
    assert keys
    context = await browser.new_context(locale="ar")
    page = await context.new_page()
    await page.goto(f"{site}/console/account")
    assert "/console/sign-in?next=" in page.url
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await page.get_by_text("English").click()
    await expect(page.locator("h1")).to_have_text("Sign in to the console")
    await context.close()
