"""What every page owes its readers, whichever language and device they have."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot.domain.delivery import Author, TranscriptEntry
from bot.domain.staff import CONSOLE_LANGUAGES, staff_id
from bot.web.console.pages_of import MENU
from tests.web.console.chats import CHAT, LATE, stand
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Desk

AGENT = staff_id("agent@noor.example")
INSIDE = (
    "/",
    "/?tab=closed",
    "/?q=sara",
    "/chats/c%3An1%3Acu%3Asara",
    "/account",
    "/overview",
    "/overview?days=1&store=noor",
    "/teach",
    "/teach/review",
    "/teach/taught",
    "/admin/replies",
    "/admin/hours",
    "/admin/notices",
    "/admin/notices/shipped?lang=ar",
    "/admin/health",
    "/admin/parked",
    "/admin/customer",
    "/admin/customer?find=sara",
    "/admin/audit",
    "/admin/staff",
    "/admin/staff/add",
    f"/admin/staff/{AGENT}",
    f"/admin/staff/{AGENT}/disable",
    "/admin/teams",
    "/admin/keys",
    "/nowhere",
)
OUTSIDE = ("/sign-in", "/enter/none")
VOID = {"meta", "link", "img", "input"}
FIELDS = {"input", "select", "textarea"}


@dataclass
class Outline(HTMLParser):
    """What is looked for in a page: its headings, ids, and what has no name for somebody who can't see it."""

    opened: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    title: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.opened.append(tag)
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        self._look(tag, given)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in self.opened:
            while self.opened.pop() != tag:
                pass

    @override
    def handle_data(self, data: str) -> None:
        if "title" in self.opened:
            self.title += data

    def _look(self, tag: str, given: dict[str, str | None]) -> None:
        shown = given.get("type") != "hidden" and "hidden" not in given
        if tag in FIELDS and shown and "label" not in self.opened:
            self.nameless.append(f"{tag} {given.get('name')}")
        if tag == "img" and "alt" not in given:
            self.nameless.append("img")
        if tag == "nav" and not given.get("aria-label"):
            self.nameless.append("nav")
        self.outside += [str(value) for name, value in given.items() if name in {"src", "href", "action"} and "//" in str(value)]


def outline(text: str) -> Outline:
    found = Outline()
    found.feed(text)
    return found


async def pages(desk: Desk, language: str) -> dict[str, str]:
    """Load every page as an admin, and those before the door as a stranger, in a language."""
    await stand(desk.db, CHAT, LATE)
    said = TranscriptEntry("o:1", CHAT.id, CHAT.customer_id, "noor", "out", NOW, "On its way", "text", state="read", by=Author("s:1", "Tariq"))
    await desk.db.transcript.add([said])
    browser = await desk.browser()
    browser.headers["Accept-Language"] = language
    found = {path: (await browser.get(path)).text for path in OUTSIDE}
    await browser.sign_in("admin")
    return found | {path: (await browser.get(path)).text for path in INSIDE}


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
async def test_every_page_has_a_language_a_title_and_one_main_heading(desk: Desk, language: str) -> None:
    for path, text in (await pages(desk, language)).items():
        found = outline(text)
        assert f'<html lang="{language}"' in text, path
        assert found.title.strip(" ·").endswith("Wasla"), path
        assert len(found.title.strip()) > len("· Wasla"), path
        assert found.headings.count("h1") == 1, path


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
async def test_everything_on_a_page_has_a_name_and_ids_are_given_once(desk: Desk, language: str) -> None:
    for path, text in (await pages(desk, language)).items():
        found = outline(text)
        assert found.nameless == [], path
        assert sorted(set(found.ids)) == sorted(found.ids), path


async def test_headings_skip_no_level(desk: Desk) -> None:
    for path, text in (await pages(desk, "en")).items():
        levels = [int(one[1]) for one in outline(text).headings]
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


async def test_no_page_asks_for_anything_from_elsewhere(desk: Desk) -> None:
    for path, text in (await pages(desk, "en")).items():
        assert [address for address in outline(text).outside if not address.startswith("otpauth://")] == [], path


async def test_a_page_in_arabic_has_no_english_of_ours_left(desk: Desk) -> None:
    english = {"Queue", "Account", "Audit log", "Sign out", "Take over", "Back to the queue", "Save", "Flagged", "Unassigned"}
    for path, text in (await pages(desk, "ar")).items():
        assert {words for words in english if f">{words}<" in text} == set(), path


@pytest.mark.parametrize(("role", "hidden"), [("admin", set()), ("agent", {"see_audit", "teach"}), ("viewer", {"see_audit", "teach", "propose"})])
async def test_the_menu_shows_what_the_role_may(desk: Desk, role: str, hidden: set[str]) -> None:
    browser = await desk.browser()
    await browser.sign_in(role)
    menu = (await browser.get("/")).text.partition('<nav class="menu"')[2].partition("</nav>")[0]
    assert menu.count("<a ") == sum(deed not in hidden for *_, deed in MENU)
    assert menu.count('aria-current="page"') == 1


async def test_names_of_people_are_no_markup(desk: Desk) -> None:
    await desk.db.staff.add(replace(person(name="odd"), name="<script>x</script>"))
    browser = await desk.browser()
    await browser.sign_in("odd")
    page = await browser.get("/account")
    assert "<script>x" not in page.text
    assert "&lt;script&gt;x" in page.text
