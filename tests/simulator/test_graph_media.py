from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.simulator.faults import Fault
from bot.simulator.media import UPLOAD_LIFE, URL_LIFE, MediaStore, kind_of

if TYPE_CHECKING:
    from .conftest import Answer, Clock, Sim

TOKEN = "token"
PDF = b"%PDF-1.4 an invoice"


def form(data: bytes = PDF, mime_type: str = "application/pdf", *, product: str = "whatsapp", file: bool = True) -> aiohttp.FormData:
    fields = aiohttp.FormData()
    fields.add_field("messaging_product", product)
    fields.add_field("type", mime_type)
    if file:
        fields.add_field("file", io.BytesIO(data), filename="invoice.pdf", content_type=mime_type)
    return fields


async def upload(sim: Sim) -> str:
    return str((await sim.graph("POST", "100/media", data=form())).json["id"])


async def download(sim: Sim, url: str, token: str | None = TOKEN) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with sim.session.get(url, headers=headers) as response:
        return response.status, await response.read()


async def described(sim: Sim, media_id: str) -> Answer:
    return await sim.graph("GET", media_id)


async def test_what_is_uploaded_can_be_looked_up_and_downloaded(sim: Sim) -> None:
    media_id = await upload(sim)
    about = (await described(sim, media_id)).json
    assert about["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert (about["mime_type"], about["file_size"], about["id"]) == ("application/pdf", len(PDF), media_id)
    assert await download(sim, about["url"]) == (200, PDF)


async def test_a_download_needs_the_token(sim: Sim) -> None:
    about = (await described(sim, await upload(sim))).json
    assert (await download(sim, about["url"], token=None))[0] == 401
    assert (await download(sim, about["url"], token="wrong"))[0] == 401


async def test_an_address_works_for_five_minutes(sim: Sim, clock: Clock) -> None:
    about = (await described(sim, await upload(sim))).json
    clock.now += URL_LIFE - 1
    assert (await download(sim, about["url"]))[0] == 200
    clock.now += 1
    assert (await download(sim, about["url"]))[0] == 404


async def test_an_address_can_not_be_made_up(sim: Sim) -> None:
    url = str((await described(sim, await upload(sim))).json["url"])
    assert (await download(sim, url.replace("oe=1", "oe=2")))[0] == 404
    assert (await download(sim, url.split("?", maxsplit=1)[0]))[0] == 404


async def test_another_number_does_not_see_the_medium(sim: Sim) -> None:
    media_id = await upload(sim)
    assert (await sim.graph("GET", media_id, params={"phone_number_id": "101"})).code == 100
    assert (await sim.graph("GET", media_id, params={"phone_number_id": "100"})).status == 200


async def test_deleted_media_is_gone(sim: Sim) -> None:
    media_id = await upload(sim)
    assert (await sim.graph("DELETE", media_id)).json == {"success": True}
    assert (await described(sim, media_id)).code == 100
    assert (await sim.graph("DELETE", media_id)).code == 100


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (form(mime_type="text/html"), 131053),
        (form(b""), 131053),
        (form(b"x" * (5 * 1024 * 1024 + 1), "image/png"), 131053),
        (form(product="messenger"), 100),
        (form(file=False), 100),
    ],
)
async def test_an_upload_that_whatsapp_does_not_take_is_refused(sim: Sim, fields: aiohttp.FormData, code: int) -> None:
    answer = await sim.graph("POST", "100/media", data=fields)
    assert (answer.status, answer.code) == (400, code)


async def test_an_upload_must_be_multipart(sim: Sim) -> None:
    assert (await sim.graph("POST", "100/media", json={"file": "x"})).code == 100


async def test_an_upload_needs_the_token(sim: Sim) -> None:
    assert (await sim.graph("POST", "100/media", token="wrong", data=form())).code == 190


async def test_an_uploaded_document_can_be_sent(open_sim: Sim) -> None:
    media_id = await upload(open_sim)
    answer = await open_sim.send(type="document", document={"id": media_id, "filename": "Invoice 1001.pdf"}, text=None)
    shown = open_sim.phone().messages[0]
    assert answer.status == 200
    assert shown.media == {
        "url": f"/simulator/api/media/{media_id}",
        "mime_type": "application/pdf",
        "filename": "Invoice 1001.pdf",
        "size": len(PDF),
    }


async def test_media_that_a_customer_sends_can_be_downloaded(sim: Sim) -> None:
    message = sim.phone().sends("image")
    await sim.settled()
    assert message.media is not None
    media_id = str(message.media["url"]).rsplit("/", 1)[1]
    status, data = await download(sim, (await described(sim, media_id)).json["url"])
    assert (status, data[:4]) == (200, b"\x89PNG")


@pytest.mark.parametrize(
    ("mime_type", "kind"),
    [
        ("image/png", "image"),
        ("IMAGE/JPEG", "image"),
        ("audio/ogg; codecs=opus", "audio"),
        ("application/pdf", "document"),
        ("image/webp", "sticker"),
        ("video/mp4", "video"),
        ("image/gif", None),
        ("", None),
    ],
)
def test_a_mime_type_belongs_to_a_kind(mime_type: str, kind: str | None) -> None:
    assert kind_of(mime_type) == kind


def test_uploads_expire_after_thirty_days(clock: Clock) -> None:
    store = MediaStore(clock)
    item = store.put("100", b"x", "image/png")
    clock.now += UPLOAD_LIFE - 1
    assert store.find(item.id) == item
    clock.now += 1
    assert store.find(item.id) is None


def test_the_oldest_media_give_way() -> None:
    store = MediaStore(lambda: 0, limit=2)
    first, second, third = (store.put("100", b"x", "image/png") for _ in range(3))
    assert [store.find(one.id) for one in (first, second, third)] == [None, second, third]


def test_a_type_that_is_not_carried_raises() -> None:
    with pytest.raises(Fault) as caught:
        MediaStore(lambda: 0).put("100", b"x", "text/html")
    assert caught.value.code == 131053
