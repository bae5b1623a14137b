"""What a form brings, as browsers send it, and as nobody should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.console import forms
from bot.web.console.forms import Brought, Upload, read_form

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Door = TestClient[web.Request, web.Application]
HELD: list[Brought] = []


async def hold(request: web.Request) -> web.Response:
    HELD.append(await read_form(request, files="files" in request.query))
    return web.Response()


@pytest_asyncio.fixture
async def door() -> AsyncIterator[Door]:
    application = web.Application()
    application.router.add_post("/", hold)
    async with TestClient(TestServer(application)) as client:
        yield client
    HELD.clear()


def form(data: bytes = b"abc", name: str = "صورة.png", kind: str = "Image/PNG; x=1") -> FormData:
    filled = FormData(quote_fields=False, default_to_multipart=True)
    filled.add_field("text", "مرحبًا")
    filled.add_field("file", data, filename=name, content_type=kind)
    return filled


async def brought(door: Door, data: object, path: str = "/?files") -> Brought:
    assert (await door.post(path, data=data)).status == 200
    return HELD[-1]


async def test_texts_and_files_come_with_their_names_and_kinds(door: Door) -> None:
    assert await brought(door, form()) == Brought({"text": "مرحبًا"}, {"file": Upload("صورة.png", "image/png", b"abc")})


async def test_files_are_dropped_where_nobody_wants_them(door: Door) -> None:
    assert await brought(door, form(), "/") == Brought({"text": "مرحبًا"})


async def test_an_empty_file_field_brings_nothing(door: Door) -> None:
    assert (await brought(door, form(b"", "", "application/octet-stream"))).files == {}


async def test_an_ordinary_form_is_read_the_same_way(door: Door) -> None:
    assert await brought(door, {"text": "a", "more": "b"}) == Brought({"text": "a", "more": "b"})


async def test_of_a_file_that_is_too_large_only_that_is_known(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LARGEST_FILE", 2)
    assert (await brought(door, form())).files["file"].too_large


async def test_what_never_ends_is_cut_off(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LARGEST_FILE", 2)
    assert (await door.post("/?files", data=form(b"x" * 9))).status == 413


@pytest.mark.parametrize("body", [b"", b"no boundary", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff\r\n--x--\r\n"])
async def test_what_can_not_be_read_brings_nothing(door: Door, body: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await door.post("/?files", data=body, headers=headers)).status == 200
    assert HELD[-1] == Brought()
