"""How numbers and templates stand, and what is to be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.alert import alert
from bot.domain.number import Stop
from bot.domain.template import TemplateCopy, template_id
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk

HERE = "/admin/health"


async def admin(desk: Desk) -> Browser:
    browser = await desk.browser()
    await browser.sign_in("admin")
    return browser


def copy(name: str = "wasla_order_shipped", language: str = "en", status: str = "APPROVED", category: str = "UTILITY", **more: str) -> TemplateCopy:
    return TemplateCopy(template_id("w1", name, language), "w1", name, language, status, category, synced_at=NOW, **more)  # type: ignore[arg-type]


async def test_a_number_shows_what_meta_says_of_it(desk: Desk) -> None:
    await desk.db.numbers.learn("n1", per_second=80, tier="TIER_10K", quality="YELLOW", name="Noor Home", name_status="DECLINED")
    await desk.db.numbers.heard("n1", NOW - 120_000)
    page = await (await admin(desk)).get(HERE)
    for words in ("80 messages a second", "10,000 customers in 24 hours", "medium", "declined by Meta", "2 min ago"):
        assert page.says(words), words


async def test_a_stopped_number_says_since_when_and_why(desk: Desk) -> None:
    await desk.db.numbers.stop("n1", Stop(190, "the token has <expired>", NOW))
    page = await (await admin(desk)).get(HERE)
    assert (page.says("the token has <expired>"), "<expired>" in page.text, page.says("(code 190)")) == (True, False, True)


async def test_a_number_of_which_nothing_is_known_says_so(desk: Desk) -> None:
    assert (await (await admin(desk)).get(HERE)).text.count("not known yet") >= 4


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (copy(status="REJECTED", reason="INVALID_FORMAT"), "Something about its form is not allowed"),
        (copy(status="REJECTED", reason="NEW_REASON"), "NEW_REASON"),
        (copy(status="PAUSED"), "customers blocked or reported it"),
        (copy(status="FLAGGED"), "about to be disabled"),
        (copy(quality="RED"), "low"),
        (copy(category="MARKETING"), "made for: Utility"),
        (copy(coming_category="MARKETING"), "will become: Marketing"),
        (copy(status="NEW_STATE"), "NEW_STATE"),
    ],
)
async def test_a_template_in_trouble_says_what_it_is_in_words(desk: Desk, found: TemplateCopy, words: str) -> None:
    await desk.db.templates.put_many([found])
    page = await (await admin(desk)).get(HERE)
    troubled = page.text.partition("<caption>")[2].partition("</table>")[0]
    assert ("wasla_order_shipped" in troubled, words in troubled) == (True, True)


async def test_templates_without_trouble_are_counted_and_say_so(desk: Desk) -> None:
    await desk.db.templates.put_many([copy(), copy(language="ar", status="PENDING")])
    page = await (await admin(desk)).get(HERE)
    assert (page.says("No template is paused"), "<caption>" in page.text) == (True, False)
    assert page.says("approved <strong>1</strong>")
    assert page.says("in review <strong>1</strong>")


async def test_an_alert_is_seen_once_and_by_whom(desk: Desk) -> None:
    await desk.db.alerts.put([alert("noor", "privacy", "x", "Erase <him>", NOW - 60_000)])
    browser = await admin(desk)
    assert (await browser.get(HERE)).says("Erase <him>")
    assert (await browser.post(f"{HERE}/seen", alert="noor:privacy:x")).status == 303
    page = await browser.get(HERE)
    assert (page.says("Seen by Admin"), page.says("I know of it")) == (True, False)
    await browser.post(f"{HERE}/seen", alert="noor:privacy:x")
    assert [(one.about, one.store_id) for one in await desk.db.audit.newest(9) if one.what == "alert_seen"] == [("noor:privacy:x", "noor")]


async def test_what_is_raised_anew_has_been_seen_by_nobody(desk: Desk) -> None:
    one = alert("noor", "template", "x", "paused", NOW)
    await desk.db.alerts.put([one])
    assert await desk.db.alerts.seen(one.id, "s:1", NOW)
    assert not await desk.db.alerts.seen(one.id, "s:2", NOW)
    await desk.db.alerts.close([one.id], NOW)
    assert not await desk.db.alerts.seen(one.id, "s:2", NOW)
    await desk.db.alerts.put([one])
    assert (await desk.db.alerts.get_many([one.id]))[one.id].seen_by is None


async def test_what_is_wrong_at_other_stores_is_none_of_ones_business(desk: Desk) -> None:
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    await desk.db.alerts.put([alert("noor", "privacy", "x", "of Noor", NOW)])
    await desk.db.numbers.learn("n1", name="Noor's number")
    browser = await desk.browser()
    await browser.sign_in("dars")
    page = await browser.get(HERE)
    assert (page.says("of Noor"), page.says("Noor's number"), page.says("Templates of the notices")) == (False, False, False)
    assert [(await browser.post(f"{HERE}/seen", alert=one)).status for one in ("noor:privacy:x", "none", "")] == [404, 404, 404]


async def test_each_account_has_its_own_templates(desk: Desk) -> None:
    await desk.db.templates.put_many([copy(status="REJECTED"), TemplateCopy("w2:x:en", "w2", "wasla_order_shipped", "en", "PAUSED", "UTILITY")])
    page = await (await admin(desk)).get(HERE)
    # The second account is none of these stores'.
    assert (page.text.count("<caption>"), page.says("customers blocked or reported it")) == (1, False)


@pytest.mark.parametrize(("tier", "words"), [("TIER_UNLIMITED", "no limit"), ("TIER_7M", "TIER_7M"), ("TIER_250", "250 customers in 24 hours")])
async def test_a_limit_is_said_in_words_and_an_unknown_one_as_it_is(desk: Desk, tier: str, words: str) -> None:
    await desk.db.numbers.learn("n1", tier=tier)
    assert (await (await admin(desk)).get(HERE)).says(words)


@pytest.mark.parametrize("name_status", ["APPROVED", "SOMETHING_NEW"])
async def test_the_state_of_a_name_is_said_and_an_unknown_one_as_it_is(desk: Desk, name_status: str) -> None:
    await desk.db.numbers.learn("n1", name="Noor Home", name_status=name_status)
    page = await (await admin(desk)).get(HERE)
    assert page.says({"APPROVED": "<dd>approved</dd>"}.get(name_status, name_status))


async def test_what_nobody_has_seen_comes_first(desk: Desk) -> None:
    await desk.db.alerts.put([alert("noor", "template", "old", "the older one", NOW - 9), alert("noor", "template", "new", "the newer one", NOW)])
    await desk.db.alerts.seen("noor:template:new", "s:gone", NOW)
    page = await (await admin(desk)).get(HERE)
    assert page.text.index("the older one") < page.text.index("the newer one")
    assert page.says("Seen by s:gone")


async def test_the_page_is_for_those_who_may_mend_it(desk: Desk) -> None:
    for role in ("agent", "viewer"):
        browser = await desk.browser()
        await browser.sign_in(role)
        assert (await browser.get(HERE)).status == 403
