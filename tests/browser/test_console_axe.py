"""Every page of the console, in both languages and schemes and on a phone: axe-core finds no serious fault, and nothing scrolls sideways."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest
from axe_playwright_python.async_playwright import Axe

from bot.web.console.pages_of import ADMIN, MENU
from tests.browser.conftest import ANSWER_WITHIN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page, StorageState

    from tests.browser.conftest import OpenPhone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

LANGUAGES: Final = ("en", "ar")
WIDTHS: Final = (1440, 390)
GRAVE: Final = ("serious", "critical")
# Whatever the menus lead to: a page that is added to them is looked at by itself.
INSIDE: Final = tuple(dict.fromkeys(path for path, _, _ in (*MENU, *ADMIN)))
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass
class Walk:
    """A walk through pages in one tab; ``faults`` collects what is wrong with each."""

    page: Page
    site: str
    language: str
    faults: list[str] = field(default_factory=list)

    async def look(self, path: str) -> None:
        """Look at one page in both widths and schemes. What a scheme changes is colours, so that these alone are looked at twice."""
        await self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        await self.page.goto(f"{self.site}/console{path}")
        await self.page.evaluate(Axe().axe_script)
        for width in WIDTHS:
            await self.page.set_viewport_size({"width": width, "height": 900})
            where = f"{path} {self.language} {width}"
            if await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0:
                self.faults.append(f"{where} scrolls sideways")
            for scheme, rules in (("light", RULES), ("dark", ("color-contrast",))):
                # As the account's switch does.
                await self.page.evaluate("scheme => { document.documentElement.dataset.theme = scheme; }", scheme)
                self.faults += [f"{where} {scheme}: {fault}" for fault in await self.grave(rules)]

    async def grave(self, rules: tuple[str, ...] = RULES) -> list[str]:
        """Return the faults that axe calls serious or critical on the page as it is."""
        options = {"resultTypes": ["violations"], "runOnly": list(rules)}
        found = (await self.page.evaluate("options => axe.run(options)", options))["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in GRAVE]


@asynccontextmanager
async def walking(browser: Browser, site: str, state: StorageState | None, language: str) -> AsyncIterator[Walk]:
    """Open a tab whose transitions are off: colours under way are nobody's fault."""
    context = await browser.new_context(
        storage_state=state, locale=language, reduced_motion="reduce", extra_http_headers={"Accept-Language": language}
    )
    yield Walk(await context.new_page(), site, language)
    await context.close()


async def conversation(phone: OpenPhone, walk: Walk) -> str:
    """Let a customer ask for a person, and return the address of his conversation."""
    one = await phone("en")
    wanted = one.speaking("en")[0]
    await one.open(wanted)
    await one.say("I want to talk to a human")
    name = next(each["name"] for each in one.customers if each["id"] == wanted)
    await walk.page.goto(f"{walk.site}/console/")
    line = walk.page.locator(".line", has_text=str(name)).locator("h2 a").first
    await line.wait_for(timeout=ANSWER_WITHIN)
    return str(await line.get_attribute("href")).removeprefix("/console")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_page_has_a_serious_fault(browser: Browser, site: str, phone: OpenPhone, signed_in: dict[str, StorageState], language: str) -> None:
    async with walking(browser, site, signed_in["admin"], language) as inside, walking(browser, site, None, language) as outside:
        chat = await conversation(phone, inside)
        for path in (*INSIDE, "/?tab=mentions", "/?q=human", chat, "/nowhere"):
            await inside.look(path)
        await outside.look("/sign-in")
        assert inside.faults + outside.faults == []


async def test_a_fault_would_be_found(browser: Browser, site: str) -> None:
    async with walking(browser, site, None, "en") as walk:
        await walk.page.goto(f"{site}/console/sign-in")
        await walk.page.evaluate(Axe().axe_script)
        await walk.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
        assert [fault.partition(":")[0] for fault in await walk.grave()] == ["image-alt"]


async def test_the_keys_are_told_in_a_dialog_that_gives_the_focus_back(browser: Browser, site: str, signed_in: dict[str, StorageState]) -> None:
    async with walking(browser, site, signed_in["admin"], "ar") as walk:
        await walk.page.goto(f"{site}/console/")
        await walk.page.locator("[data-opens=keys]").focus()
        await walk.page.keyboard.press("?")
        assert await walk.page.locator("dialog#keys").get_attribute("open") is not None
        await walk.page.evaluate(Axe().axe_script)
        assert await walk.grave() == []
        await walk.page.keyboard.press("Escape")
        assert await walk.page.evaluate("document.activeElement.dataset.opens") == "keys"
        # Who turns single keys off is not surprised by one.
        await walk.page.locator("[data-opens=keys]").click()
        await walk.page.locator("[data-keys-on]").uncheck()
        await walk.page.keyboard.press("Escape")
        await walk.page.keyboard.press("?")
        await asyncio.sleep(0.1)
        assert await walk.page.locator("dialog#keys").get_attribute("open") is None
