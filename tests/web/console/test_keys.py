"""Keys of the REST API in the console."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.api_key import read_token
from bot.domain.staff import staff_id
from bot.flow.api_keys import new_key
from tests.web.console.conftest import NOOR, NOW, person

if TYPE_CHECKING:
    from bot.domain.api_key import ApiKey
    from tests.web.console.conftest import Browser, Desk

HERE = "/admin/keys"
ADMIN = staff_id("admin@noor.example")
TOKEN = re.compile(r'id="secret" value="([^"]+)"')
ORDERS: dict[str, Any] = {"scope:orders:write": "1", "scope:orders:read": "1", "scope:none": "1"}


async def admin(desk: Desk, who: str = "admin") -> Browser:
    browser = await desk.browser()
    await browser.sign_in(who)
    return browser


async def kept(desk: Desk, store: str = "noor") -> ApiKey:
    key, _ = new_key(store, f"{store} ERP", ("orders:read",), NOW)
    await desk.db.api_keys.add(key)
    return key


async def noted(desk: Desk) -> list[tuple[str, str, str | None]]:
    return [(one.what, one.about, one.store_id) for one in await desk.db.audit.newest(9) if one.what.startswith("key_")]


async def test_a_key_is_shown_once_and_opens(desk: Desk) -> None:
    browser = await admin(desk)
    page = await browser.post(HERE, store="dar", name=" The  ERP ", **ORDERS)
    (key,) = await desk.db.api_keys.all()
    token = read_token(TOKEN.findall(page.text)[0])
    assert token is not None
    assert (token[0], key.opens_with(token[1])) == (key.id, True)
    assert (key.store_id, key.name, key.scopes, key.created_at) == ("dar", "The ERP", ("orders:write", "orders:read"), NOW)
    again = await browser.get(HERE)
    assert (token[1] in again.text, again.says("The ERP"), again.says("orders:write"), again.says("Dar")) == (False, True, True, True)
    assert await noted(desk) == [("key_made", f"{key.id}: The ERP: orders:write, orders:read", "dar")]


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"name": "x"}, "Tick at least one"), ({"name": " ", **ORDERS}, "Say who uses it"), ({"name": "x" * 81, **ORDERS}, "Say who uses it")],
)
async def test_a_key_without_a_use_or_a_name_is_not_made(desk: Desk, fields: dict[str, Any], why: str) -> None:
    page = await (await admin(desk)).post(HERE, store="noor", **fields)
    assert (page.status, page.says(why), page.text.count('value="1" checked')) == (422, True, 2 if "scope:orders:read" in fields else 0)
    assert (await desk.db.api_keys.all(), await noted(desk)) == ([], [])


async def test_a_key_is_revoked_once_after_a_question(desk: Desk) -> None:
    key, browser = await kept(desk), await admin(desk)
    page = await browser.get(f"{HERE}/revoke?key={key.id}")
    assert (page.says("Revoke the key noor ERP?"), page.says("never used")) == (True, True)
    for _ in range(2):
        assert (await browser.post(f"{HERE}/revoke", key=key.id)).goes_to.endswith("done=revoked")
    page = await browser.get(f"{HERE}?done=revoked")
    assert (page.says("opens nothing any more"), f"revoke?key={key.id}" in page.text) == (True, False)
    assert await noted(desk) == [("key_revoked", f"{key.id}: noor ERP", "noor")]


async def test_keys_of_other_stores_are_not_there(desk: Desk) -> None:
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    theirs, mine = await kept(desk), await kept(desk, "dar")
    browser = await admin(desk, "dars")
    page = await browser.get(HERE)
    assert (page.says(theirs.name), page.says(mine.name)) == (False, True)
    for key in (theirs.id, "none", ""):
        assert (await browser.get(f"{HERE}/revoke?key={key}")).status == 404
        assert (await browser.post(f"{HERE}/revoke", key=key)).status == 404
    assert (await browser.post(HERE, store="noor", name="x", **ORDERS)).status == 404
    assert [key.revoked_at for key in await desk.db.api_keys.all()] == [None, None]


async def test_a_name_is_no_markup(desk: Desk) -> None:
    browser = await admin(desk)
    page = await browser.post(HERE, store="noor", name="<script>x</script>", **ORDERS)
    assert ("<script>x" in page.text, "&lt;script&gt;x" in page.text) == (False, True)


async def test_keys_that_open_come_first_then_the_newest(desk: Desk) -> None:
    for n, name in enumerate(("old", "gone", "new")):
        key, _ = new_key("noor", name, ("orders:read",), NOW + n)
        await desk.db.api_keys.add(key)
        if name == "gone":
            await desk.db.api_keys.revoke(key.id, NOW + 9)
    page = await (await admin(desk)).get(HERE)
    assert re.findall(r"<strong><bdi>(\w+)</bdi></strong>", page.text) == ["new", "old", "gone"]
    assert (page.text.count('<tr role="row" class="is-off">'), page.text.count("/revoke?key=")) == (1, 2)


async def test_when_a_key_was_used_last_is_shown_where_its_store_is(desk: Desk) -> None:
    desk.stores["noor"] = replace(NOOR, timezone="Asia/Riyadh")
    key, browser = await kept(desk), await admin(desk)
    await desk.db.api_keys.used(key, NOW)
    assert (await browser.get(HERE)).says("9 Oct 2025, 11:53")
    assert (await browser.get(f"{HERE}/revoke?key={key.id}")).says("9 Oct 2025, 11:53")


async def test_without_keys_it_says_so_and_what_they_are_for_in_arabic_too(desk: Desk) -> None:
    browser = await admin(desk)
    assert (await browser.get(HERE)).says("There are no keys yet.")
    await desk.db.staff.set_looks(ADMIN, "ar", "dark")
    page = await browser.get(HERE)
    assert (page.says("لا توجد مفاتيح بعد."), 'dir="rtl"' in page.text, 'data-theme="dark"' in page.text) == (True, True, True)


@pytest.mark.parametrize("role", ["agent", "viewer"])
async def test_who_is_no_admin_makes_and_revokes_nothing(desk: Desk, role: str) -> None:
    key, browser = await kept(desk), await admin(desk, role)
    assert (await browser.post(HERE, store="noor", name="x", **ORDERS)).status == 403
    assert (await browser.post(f"{HERE}/revoke", key=key.id)).status == 403
    assert await desk.db.api_keys.all() == [key]
