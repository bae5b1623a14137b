"""A demo of its own, Chromium, and the simulated phone as a person uses it.

``WASLA_REQUIRE_BROWSER=1`` makes a missing Chromium a failure, ``WASLA_SCREENSHOTS`` names a folder that keeps the pictures,
``WASLA_BROWSER_URL`` points at a demo that is already running.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.error import URLError
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from playwright.async_api import Browser, ConsoleMessage, Locator, Page, StorageState

Json = dict[str, str | None]

ENVIRONMENT = os.environ  # noqa: TID251 - pytest has no settings to hand over
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium was found: the pages are NOT tested (Debian, Ubuntu: apt install chromium; WASLA_REQUIRE_BROWSER=1 makes this a failure)"
START_WITHIN = 60.0
ANSWER_WITHIN = 20_000


def chromium() -> str | None:
    """Where Chromium is, if it is here."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end, where it is read, that the pages were left out."""
    if chromium() is None:
        terminalreporter.write_line(f"!!! {MISSING} !!!", yellow=True, bold=True)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = chromium()
    if path is None:
        (pytest.fail if ENVIRONMENT.get("WASLA_REQUIRE_BROWSER") == "1" else pytest.skip)(MISSING)
    return path


@pytest.fixture(scope="session")
def demo_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo of these tests writes what it says."""
    return tmp_path_factory.mktemp("demo") / "log"


@pytest.fixture(scope="session")
def site(demo_log: Path, chromium_path: str) -> Iterator[str]:
    """The address of a demo that has just been started on an empty folder."""
    assert chromium_path
    if running := ENVIRONMENT.get("WASLA_BROWSER_URL"):
        yield running.rstrip("/")
        return
    with running_demo(demo_log.parent, demo_log) as address:
        yield address


@contextmanager
def running_demo(folder: Path, log: Path) -> Iterator[str]:
    """Start a demo with its data in a folder and give its address; it ends with the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("WASLA_")}
    environment |= {"WASLA_HOST": "127.0.0.1", "WASLA_PORT": str(port), "WASLA_DATA_DIR": str(folder / "data"), "WASLA_REPLY_PAUSE": "0.3"}
    command = [sys.executable, "-m", "bot", "demo", "--no-browser"]
    root = Path(__file__).parents[2]
    with log.open("wb") as output, subprocess.Popen(command, cwd=root, env=environment, stdout=output, stderr=output) as demo:  # noqa: S603 - ours
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_ready(address, demo, log)
            yield address
        finally:
            demo.terminate()


def wait_until_ready(address: str, demo: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and demo.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz"):  # noqa: S310 - our own address
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the demo did not start:\n{log.read_text(errors='replace')}")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium_path, args=[*ARGUMENTS, *QUIET])
        yield launched
        await launched.close()


def printed_link(role: str, log: Path) -> str:
    """Wait until the demo has printed the link of a role."""
    while (link := re.search(rf"{role}: (\S+)", log.read_text())) is None:
        time.sleep(0.1)
    return link[1]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def signed_in(browser: Browser, site: str, demo_log: Path) -> dict[str, StorageState]:
    """The cookies of each person, who has come in by the link that the demo printed: a link works once."""
    if ENVIRONMENT.get("WASLA_BROWSER_URL"):
        pytest.skip("the links of a demo that was started elsewhere are not known here")
    found: dict[str, StorageState] = {}
    for role in ("admin", "agent"):
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(await asyncio.to_thread(printed_link, role, demo_log))
        await page.locator("main button").click()
        await page.wait_for_url(f"{site}/console/")
        found[role] = await context.storage_state()
        await context.close()
    return found


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that pictures go to."""
    wanted = ENVIRONMENT.get("WASLA_SCREENSHOTS")
    folder = Path(wanted) if wanted else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass
class Phone:
    """The page in a browser window. ``problems`` collects what the console complains of; a test ends with none."""

    page: Page
    customers: list[Json]
    problems: list[str] = field(default_factory=list)

    @property
    def bot(self) -> Locator:
        """The bubbles of the business."""
        return self.page.locator(".message[data-from=business]")

    @property
    def mine(self) -> Locator:
        """The bubbles of the customer."""
        return self.page.locator(".message[data-from=customer]")

    def speaking(self, language: str) -> list[str]:
        """The ids of the customers who speak a language."""
        return [str(one["id"]) for one in self.customers if one["language"] == language]

    async def open(self, customer: str) -> None:
        """Choose a customer, and wait until the chat is loaded."""
        await self.page.goto(self.page.url.split("#")[0] + f"#/{quote(customer, safe='')}")
        await self.page.locator(f'#log[data-customer="{customer}"][aria-busy=false]').wait_for()

    async def say(self, words: str) -> None:
        await self.page.fill("#composer-text", words)
        await self.page.press("#composer-text", "Enter")

    async def answer_to(self, words: str) -> Locator:
        """Say something and return the bubble that comes back."""
        before = await self.bot.count()
        await self.say(words)
        return await self.next_bubble(before)

    async def next_bubble(self, before: int) -> Locator:
        """The first bubble of the business after so many."""
        bubble = self.bot.nth(before)
        await bubble.wait_for(timeout=ANSWER_WITHIN)
        return bubble

    async def pick_row(self, bubble: Locator, row: int = 0) -> str:
        """Open the list of a bubble, choose a row, send it; returns the row's title."""
        await bubble.locator(".reply[aria-haspopup=dialog]").click()
        chosen = self.page.locator(".sheet .row").nth(row)
        title = await chosen.locator("b").inner_text()
        await chosen.click()
        await self.page.locator(".sheet .primary").click()
        return title

    async def width_beyond(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def listen(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)


class OpenPhone(Protocol):
    """What the ``phone`` fixture hands out."""

    async def __call__(self, language: str = "en", *, width: int = 1440, height: int = 900, scheme: str = "light") -> Phone: ...


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, site: str) -> AsyncIterator[OpenPhone]:
    """Open the page in a fresh window; at the end no console may have complained."""
    opened: list[Phone] = []

    async def open_page(language: str = "en", *, width: int = 1440, height: int = 900, scheme: str = "light") -> Phone:
        small = width < 500
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=language,
            is_mobile=small,
            has_touch=small,
        )
        page = await context.new_page()
        answer = await context.request.get(f"{site}/simulator/api/state")
        one = Phone(page, (await answer.json())["customers"])
        one.listen()
        opened.append(one)
        await page.goto(f"{site}/simulator/")
        await page.locator(".customer").first.wait_for()
        return one

    yield open_page
    for one in opened:
        await one.page.context.close()
    assert [one.problems for one in opened if one.problems] == []
