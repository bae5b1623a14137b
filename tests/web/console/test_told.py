"""The details of the audit log: kept as facts, said in the reader's language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.staff import AuditEntry, Fact, staff_id
from bot.language.trim import FSI, PDI
from bot.web.console.admin.told import details
from bot.web.console.words import WordBook
from tests.web.console.conftest import DAR, NOOR, NOW, Desk, texts

STORES = {"noor": NOOR, "dar": DAR}
MOVED = (Fact("of", "lina@noor.example"), Fact("role", before="agent", after="admin"), Fact("stores", before="all", after="noor, gone"))


def said(language: str, *facts: Fact, about: str = "as it was written") -> str:
    words = WordBook(texts("console")).of(None, language)
    return details(words, AuditEntry("1", NOW, "x", about=about, facts=facts), STORES).replace(FSI, "").replace(PDI, "")


def test_what_an_earlier_release_has_written_is_shown_as_it_is() -> None:
    assert said("ar") == "as it was written"


def test_a_change_says_what_was_and_what_is() -> None:
    assert said("en", *MOVED) == "lina@noor.example; role: Agent → Administrator; stores: all → Noor Home, gone"
    assert said("ar", *MOVED) == "lina@noor.example؛ الدور: موظف دعم ← مدير؛ المتاجر: الكل ← Noor Home, gone"


@pytest.mark.parametrize(
    ("fact", "english"),
    [
        (Fact("teams", after="none"), "teams: none"),
        (Fact("notice", "stuck"), "Parcel does not move"),
        (Fact("notice", "of_a_later_release"), "of_a_later_release"),
        (Fact("wording", "ar", "a", "b"), "wording (Arabic): a → b"),
        (Fact("switch", before="on", after="off"), "sent to customers: on → off"),
        (Fact("scope", "costs:read"), "may: Read costs"),
        (Fact("hours", before="-", after="Sun-Thu 09:00-17:00; Sat 10:00-12:00"), "hours: - → Sun-Thu 09:00-17:00; Sat 10:00-12:00"),
        (Fact("away", "", "-", "Sat down"), "away message: - → Sat down"),
        (Fact("of_a_later_release", "x", "1", "2"), "of_a_later_release (x): 1 → 2"),
        (Fact("role", after="of_a_later_release"), "role: of_a_later_release"),
    ],
)
def test_each_kind_of_fact_has_its_words(fact: Fact, english: str) -> None:
    assert said("en", fact) == english


def test_days_of_the_week_are_said_in_the_readers_language() -> None:
    assert said("ar", Fact("hours", after="Sun-Thu 09:00-17:00; Sat 10:00-12:00")) == "الدوام: الأحد-الخميس 09:00-17:00; السبت 10:00-12:00"


async def test_the_page_says_it_and_the_file_keeps_names_for_programs(desk: Desk) -> None:
    browser = await desk.browser()
    await browser.sign_in("admin")
    await browser.get("/admin/staff/add")
    await browser.post("/admin/staff/add", email="new@noor.example", name="New", role="viewer", which="every")
    assert (await browser.get("/admin/audit")).says("role: Viewer")
    await desk.db.staff.set_looks(staff_id("admin@noor.example"), "ar", "auto")
    assert (await browser.get("/admin/audit")).says("مشاهد")
    assert "role: viewer" in (await browser.get("/admin/audit/file")).text


def test_an_entry_without_facts_is_read_as_before() -> None:
    old = AuditEntry("1", NOW, "staff_changed", about="a: role: agent → admin")
    assert replace(old, facts=()) == old
