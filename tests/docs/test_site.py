"""The site of the documentation: it builds without a warning, and read from the disk it asks nobody for anything."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, chromium
from tests.docs.snippets import PAGES, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
ASKED: Final = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"?(?:https?:)?//([^\"/> ]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    found = subprocess.run(build, cwd=ROOT, text=True, capture_output=True, check=False)  # noqa: S603 - every argument is ours
    assert found.returncode == 0, found.stderr
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if (path := chromium()) is None:
        pytest.skip("no Chromium was found: the site is not read")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Page:
    """A wide window."""
    return browser.new_page(viewport={"width": 1440, "height": 900})


@pytest.fixture
def plain(browser: Browser) -> Page:
    """A telephone without scripts, which opens many pages soon."""
    return browser.new_page(viewport={"width": 390, "height": 844}, java_script_enabled=False)


def test_the_site_names_no_other_host(site: Path) -> None:
    assert {host for file in site.rglob("*.html") for host in ASKED.findall(file.read_text())} == set()


def test_every_page_is_built_and_none_is_wider_than_a_telephone(site: Path, plain: Page) -> None:
    wide = []
    for name in PAGES:
        plain.goto((site / name.replace(".md", ".html")).as_uri())
        if plain.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(name)
    assert wide == []


def test_the_search_finds_without_a_network(site: Path, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.get_by_role("textbox", name="Search").fill("131047")
    page.locator(".md-search-result__item", has_text="When a message fails").first.wait_for()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
