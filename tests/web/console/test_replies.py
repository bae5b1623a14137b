"""The administration of kept replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.canned import canned_reply
from bot.domain.staff import Fact
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk, Page

HERE = "/admin/replies"


async def admin(desk: Desk) -> Browser:
    browser = await desk.browser()
    await browser.sign_in("admin")
    return browser


async def save(browser: Browser, shortcut: str = "hi", before: str = "", store: str = "noor", **texts: str) -> Page:
    fields: dict[str, Any] = {f"text:{language}": text for language, text in texts.items()}
    return await browser.post(HERE, store=store, shortcut=shortcut, before=before, **fields)


async def kept(desk: Desk, store: str = "noor") -> dict[str, dict[str, str]]:
    return {one.shortcut: dict(one.texts) for one in await desk.db.canned_replies.of_stores([store])}


async def noted(desk: Desk) -> list[tuple[str, str]]:
    return [(one.what, one.about) for one in reversed(await desk.db.audit.newest(9)) if one.what.startswith("reply_")]


async def test_a_reply_is_added_shown_as_customers_read_it_changed_and_deleted(desk: Desk) -> None:
    browser = await admin(desk)
    assert (await save(browser, "Hi", en="Hello {customer}", ar="أهلًا {customer}")).goes_to.endswith("store=noor&done=saved")
    page = await browser.get(f"{HERE}?change=hi")
    assert (page.says("Hello Sara"), page.field("before"), page.says("أهلًا {customer}</textarea>")) == (True, "hi", True)
    desk.now += 1
    await save(browser, "hello", before="hi", en="Hello!")
    assert await kept(desk) == {"hello": {"en": "Hello!"}}
    desk.now += 1
    await browser.post(f"{HERE}/delete", store="noor", shortcut="hello")
    assert await kept(desk) == {}
    assert await noted(desk) == [("reply_added", "noor:hi"), ("reply_changed", "noor:hello"), ("reply_deleted", "noor:hello")]


@pytest.mark.parametrize(
    ("shortcut", "text", "why"),
    [
        ("", "x", "The shortcut may have"),
        ("a b", "x", "The shortcut may have"),
        ("x" * 41, "x", "The shortcut may have"),
        ("hi", " ", "in at least one language"),
        ("hi", "x" * 4_001, "4,000 characters"),
        ("hi", "Hello {smile}", "nothing fills in"),
        ("there", "x", "a reply with this shortcut already"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(desk: Desk, shortcut: str, text: str, why: str) -> None:
    await desk.db.canned_replies.put(canned_reply("noor", "there", {"en": "before"}, NOW))
    page = await save(await admin(desk), shortcut, en=text)
    assert (page.status, page.says(why), text in page.text) == (422, True, True)
    assert (await kept(desk), await noted(desk)) == ({"there": {"en": "before"}}, [])


async def test_each_store_has_its_own_and_others_are_not_there(desk: Desk) -> None:
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    browser = await desk.browser()
    await browser.sign_in("dars")
    assert [(await browser.get(f"{HERE}?store={one}")).status for one in ("dar", "noor", "none")] == [200, 404, 404]
    assert (await save(browser, store="noor", en="x")).status == 404
    assert (await save(browser, store="dar", en="x")).status == 303
    assert (await kept(desk), await kept(desk, "dar")) == ({}, {"hi": {"en": "x"}})


async def test_languages_that_nobody_writes_in_are_not_kept(desk: Desk) -> None:
    await save(await admin(desk), en="x", xx="y")
    assert await kept(desk) == {"hi": {"en": "x"}}


async def test_deleting_what_is_gone_changes_nothing(desk: Desk) -> None:
    browser = await admin(desk)
    assert (await browser.post(f"{HERE}/delete", store="noor", shortcut="gone")).status == 303
    assert await noted(desk) == []


async def test_the_audit_log_has_the_store_and_both_names_of_a_reply(desk: Desk) -> None:
    browser = await admin(desk)
    await save(browser, "hi", en="Hello!")
    await save(browser, "hello", before="hi", en="Hello!")
    (entry,) = [one for one in await desk.db.audit.newest(9) if one.what == "reply_changed"]
    assert (entry.store_id, entry.facts) == ("noor", (Fact("of", "hello"), Fact("name", before="hi", after="hello")))
