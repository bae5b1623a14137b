"""The pictures of the documentation, taken of a demo of their own: ``make screenshots``, or ``python -m tests.screenshots NAME ...`` for some.

Customers write the same words each time, so that the pictures differ only by what the console has learnt since, and by the day.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageChops
from playwright.async_api import async_playwright, expect

from tests.browser.conftest import ANSWER_WITHIN, ARGUMENTS, MISSING, QUIET, chromium, printed_link, running_demo

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from playwright.async_api import Browser, BrowserContext, Page, StorageState

FOLDER: Final = Path(__file__).parents[1] / "docs" / "assets" / "console"
WIDE, NARROW = 1440, 390
MINUTE: Final = 60_000
MARGIN: Final = 32
HEIGHT: Final = {WIDE: 900, NARROW: 844}
# Who writes what, and how many minutes ago. Each waits until the bot has answered the one before.
STORIES: Final[tuple[tuple[str, str, int], ...]] = (
    ("mohammed", "خدمتكم سيئة جدا وأنا أنتظر من يومين", 26),
    ("james", "where is my order", 0),
    ("james", "can I speak to a person please, it is a present", 0),
    ("dewi", "I want to cancel DD-2084", 0),
    ("dewi", "yes please", 0),
    ("omar", "do the boxes come with a ribbon", 0),
    ("omar", "could a neighbour sign for me", 0),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: whose window shows which page, and what is done there before it is taken.

    ``quiet`` says that nobody need have written for it.
    """

    name: str
    path: str
    role: str = "agent"
    language: str = "en"
    width: int = WIDE
    height: int | None = None
    prepare: Callable[[Page], Awaitable[None]] | None = None
    quiet: bool = False


async def _open(page: Page, name: str) -> None:
    await page.locator(".line", has_text=name).locator("h2 a").click()
    await page.locator(".said").wait_for()
    await page.locator("#order .head").wait_for()


async def _of_james(page: Page) -> None:
    await _open(page, "James Carter")
    take = page.get_by_role("button", name="Take over", exact=True)
    if await take.count():
        await take.click()
        await page.locator("textarea[data-send]").fill("Hello James, this is Tariq. What may I write on the card?")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.locator(".message.out").last).to_contain_text("this is Tariq", timeout=ANSWER_WITHIN)
        await _say(page.context, page.url.partition("/console")[0], "james", "Happy birthday from all of us!")
        await expect(page.locator(".message.in").last).to_contain_text("Happy birthday", timeout=ANSWER_WITHIN)
    await page.locator("textarea[data-send]").fill("Done: the card is in the box.")
    if await page.evaluate("window.innerWidth") == WIDE:
        await page.evaluate("window.scrollTo(0, 0)")


async def _of_dewi(page: Page) -> None:
    await _open(page, "Dewi Lestari")
    await page.locator("#order .asked").scroll_into_view_if_needed()


async def _of_mohammed(page: Page) -> None:
    await _open(page, "محمد القحطاني")


async def _search(page: Page) -> None:
    await page.locator("main input[name=find]").first.fill("James")
    await page.get_by_role("button", name="Search", exact=True).click()
    await page.get_by_text("James Carter").first.wait_for()
    await page.get_by_text("James Carter").first.click()


async def _hours(page: Page) -> None:
    for day in ("sun", "mon", "tue", "wed", "thu"):
        await page.locator(f"[name='{day}.0.from']").fill("09:00")
        await page.locator(f"[name='{day}.0.to']").fill("18:00")


async def _notice(page: Page) -> None:
    await page.get_by_role("link", name="Shipped", exact=True).click()
    await page.get_by_role("link", name="English", exact=True).click()
    await page.wait_for_load_state("networkidle")


async def _phone(page: Page) -> None:
    await page.locator('#log[data-customer="james"][aria-busy=false] .message').first.wait_for()


PICTURES: Final = (
    Picture("phone", "/simulator/#/james", prepare=_phone),
    Picture("queue", "/console/"),
    Picture("queue-narrow", "/console/", width=NARROW),
    Picture("queue-arabic", "/console/", language="ar"),
    Picture("conversation", "/console/", height=1600, prepare=_of_james),
    Picture("conversation-narrow", "/console/", width=NARROW, prepare=_of_james),
    Picture("conversation-arabic", "/console/", language="ar", width=NARROW, prepare=_of_mohammed),
    Picture("request", "/console/", prepare=_of_dewi),
    Picture("overview", "/console/overview?days=30", role="admin"),
    Picture("teach", "/console/teach"),
    Picture("notice", "/console/admin/notices", role="admin", prepare=_notice),
    Picture("hours", "/console/admin/hours", role="admin", prepare=_hours),
    Picture("health", "/console/admin/health", role="admin", height=730),
    Picture("customer", "/console/admin/customer", role="admin", prepare=_search),
    Picture("people", "/console/admin/staff", role="admin", quiet=True),
    Picture("audit", "/console/admin/audit", role="admin"),
)


async def take(pictures: Sequence[Picture], folder: Path) -> list[Path]:
    """Start a demo, let its customers write, and save the pictures; returns their files."""
    path = chromium()
    if path is None:
        sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as scratch, running_demo(Path(scratch), Path(scratch) / "log") as site:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *QUIET, "--hide-scrollbars"])
            people = {role: await _sign_in(browser, role, Path(scratch) / "log") for role in {one.role for one in pictures}}
            if not all(one.quiet for one in pictures):
                await _tell(browser, site)
            taken = [await _take(browser, site, one, people[one.role], folder) for one in pictures]
            await browser.close()
    return taken


async def _sign_in(browser: Browser, role: str, log: Path) -> StorageState:
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(await asyncio.to_thread(printed_link, role, log))
    await page.locator("main button").click()
    await page.wait_for_url("**/console/")
    state = await context.storage_state()
    await context.close()
    return state


async def _tell(browser: Browser, site: str) -> None:
    context = await browser.new_context()
    for customer, words, minutes in STORIES:
        await _say(context, site, customer, words, minutes, answered=True)
    await context.close()


async def _say(context: BrowserContext, site: str, customer: str, words: str, minutes: int = 0, *, answered: bool = False) -> None:
    address = f"{site}/simulator/api/chats/{customer}/messages"
    before = await _bubbles(context, address)
    await context.request.post(address, data={"type": "text", "text": words, "ago": minutes * MINUTE})
    while answered and await _bubbles(context, address) == before:  # noqa: ASYNC110 - the bot is another process
        await asyncio.sleep(0.1)


async def _bubbles(context: BrowserContext, address: str) -> int:
    answer = await context.request.get(address.removesuffix("/messages"))
    return sum(one["from"] == "business" for one in (await answer.json())["messages"])


async def _take(browser: Browser, site: str, picture: Picture, person: StorageState, folder: Path) -> Path:
    context = await browser.new_context(
        storage_state=person,
        viewport={"width": picture.width, "height": picture.height or HEIGHT[picture.width]},
        color_scheme="light",
        locale=picture.language,
    )
    page = await context.new_page()
    await page.goto(f"{site}{picture.path}")
    if picture.prepare is not None:
        await picture.prepare(page)
    await page.evaluate("document.fonts.ready.then(() => document.activeElement.blur())")
    shot = await page.screenshot(animations="disabled", caret="hide")
    await context.close()
    file = folder / f"{picture.name}.webp"
    trimmed(Image.open(io.BytesIO(shot)).convert("RGB")).save(file, "WEBP", quality=80, method=6)
    return file


def trimmed(image: Image.Image) -> Image.Image:
    """Cut off what is empty below, but for a margin: rows that look like the lowest one."""
    lowest = image.crop((0, image.height - 1, image.width, image.height)).resize(image.size)
    box = ImageChops.difference(image, lowest).getbbox()
    return image.crop((0, 0, image.width, min(image.height, (box[3] if box else 0) + MARGIN)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures that are named, or all; returns the exit status."""
    names = [one.name for one in PICTURES]
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description="Take the pictures of the documentation anew.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(names)}; left out, all")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they go")
    options = parser.parse_args(arguments)
    if unknown := sorted({*options.names} - {*names}):
        parser.error(f"there is no picture {', '.join(unknown)}")
    wanted = [one for one in PICTURES if not options.names or one.name in options.names]
    options.folder.mkdir(parents=True, exist_ok=True)
    for file in asyncio.run(take(wanted, options.folder)):
        sys.stdout.write(f"{file.name} {file.stat().st_size // 1024} KiB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
