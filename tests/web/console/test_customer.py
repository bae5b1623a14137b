"""A customer's data in the console: found, given out, erased."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.delivery import TranscriptEntry
from tests.web.console.chats import CHAT, SARA, order_of_sara, stand
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk

HERE = "/admin/customer"
FIELDS: dict[str, Any] = {"store": "noor", "id": SARA.id}
NAME = "Sara <b>Ål</b>"


async def opened(desk: Desk, who: str = "admin") -> Browser:
    await stand(desk.db, CHAT)
    await desk.db.customers.put_many([replace(SARA, email="sara@example.com", order_ids=("noor:5001",))])
    await order_of_sara(desk.db)
    said = TranscriptEntry("wa:wamid.1", CHAT.id, SARA.id, "noor", "in", NOW, "where is it?", "text", wamid="wamid.1")
    await desk.db.transcript.add([said])
    await desk.db.documents.put("in:wamid.1", "picture.jpg", "image/jpeg", b"JPEG", at=NOW)
    browser = await desk.browser()
    await browser.sign_in(who)
    await browser.get(HERE)
    return browser


async def noted(desk: Desk) -> list[str]:
    return [one.what for one in await desk.db.audit.newest(20) if one.what.startswith("customer_")]


@pytest.mark.parametrize("text", ["Sara", "ål", "+966 50 123 4567", "966501234567", str(SARA.bsuid), "sara@example.com", "NH-1042", "5001", SARA.id])
async def test_he_is_found_by_whatever_he_is_known_by(desk: Desk, text: str) -> None:
    page = await (await opened(desk)).client.get(f"/console{HERE}", params={"find": text})
    shown = await page.text()
    assert ("Download as JSON" in shown, "<b>Ål" in shown) == (True, False)


@pytest.mark.parametrize("text", ["", "x", "nobody", "966501234568", "5", "<script>", "cu:nobody", "\x00"])
async def test_what_means_nobody_finds_nobody(desk: Desk, text: str) -> None:
    answer = await (await opened(desk)).client.get(f"/console{HERE}", params={"find": text})
    assert (answer.status, "Download" in await answer.text()) == (200, False)


async def test_of_several_one_is_chosen(desk: Desk) -> None:
    browser = await opened(desk)
    await desk.db.customers.put_many([replace(SARA, id="cu:other", name="Sara Other", bsuid=None, wa_id="966500000009")])
    page = await browser.get(f"{HERE}?find=sara")
    assert (page.says("Sara Other"), page.says("Download")) == (True, False)
    page = await browser.get(f"{HERE}?find=sara&store=noor&id=cu%3Aother")
    assert page.field("id") == "cu:other"


async def test_his_data_are_given_out_as_json_and_noted_without_him(desk: Desk) -> None:
    page = await (await opened(desk)).post(f"{HERE}/export", **FIELDS, form="json")
    data = json.loads(page.text)
    assert (data["customer"][0]["name"], data["messages"][0]["text"], data["orders"][0]["number"]) == (NAME, "where is it?", "NH-1042")
    assert page.response.headers["Content-Disposition"] == 'attachment; filename="customer-data.json"'
    (entry,) = [one for one in await desk.db.audit.newest(9) if one.what == "customer_exported"]
    assert "sara" not in entry.about


async def test_files_come_in_a_zip(desk: Desk) -> None:
    browser = await opened(desk)
    data = {"csrf": browser.csrf, **FIELDS, "form": "zip"}
    async with browser.client.post(f"/console{HERE}/export", data=data) as answer:
        archive = zipfile.ZipFile(io.BytesIO(await answer.read()))
    assert archive.namelist() == ["data.json", "files/001-picture.jpg"]
    assert archive.read("files/001-picture.jpg") == b"JPEG"


async def test_erasing_takes_the_name_typed_and_tells_what_was_removed(desk: Desk) -> None:
    browser = await opened(desk)
    page = await browser.post(f"{HERE}/erase", **FIELDS, typed="somebody else")
    assert (page.status, page.says("nothing is erased"), await noted(desk)) == (422, True, [])
    page = await browser.post(f"{HERE}/erase", **FIELDS, typed=f" {NAME.lower()} ")
    assert page.status == 303
    report = await browser.get(page.goes_to.removeprefix("/console"))
    for words in ("The customer is erased", "Messages", "Orders", "Kept without him"):
        assert report.says(words), words
    assert ("Sara" in report.text, await noted(desk)) == (False, ["customer_erased"])
    assert await desk.db.customers.get_many([SARA.id]) == {}
    assert (await browser.post(f"{HERE}/erase", **FIELDS, typed=NAME)).status == 404


async def test_customers_of_other_stores_are_not_there(desk: Desk) -> None:
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    browser = await opened(desk, "dars")
    assert not (await browser.get(f"{HERE}?find=sara")).says("Download")
    others: list[dict[str, Any]] = [FIELDS, {**FIELDS, "store": "dar"}, {"store": "none", "id": ""}, {}]
    for fields in others:
        assert (await browser.post(f"{HERE}/export", **fields)).status == 404
        assert (await browser.post(f"{HERE}/erase", **fields, typed=NAME)).status == 404
    assert SARA.id in await desk.db.customers.get_many([SARA.id])
