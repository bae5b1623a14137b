"""Screens of the console, against the console itself in this process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.bench.pacing import until
from bot.bench.screens import Screen, ScreenFault, Window, screens

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class FakeConsole:
    """Says that something has changed whenever it is told to, and shows ``lines``."""

    def __init__(self) -> None:
        self.lines = "none"
        self.status = 200
        self.news = asyncio.Event()
        self.cookies: set[str] = set()

    async def page(self, request: web.Request) -> web.Response:
        self.cookies.add(request.headers["Cookie"])
        return web.Response(text=self.lines, status=self.status)

    async def live(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await self.news.wait()
        await response.write(b": open\n\nevent: desk\ndata: changed\n\n")
        return response


@pytest.fixture
async def console() -> AsyncIterator[tuple[FakeConsole, int]]:
    fake, application = FakeConsole(), web.Application()
    application.router.add_get("/console/live", fake.live)
    application.router.add_get("/console/{rest:.*}", fake.page)
    server = TestServer(application, host="127.0.0.1")
    await server.start_server()
    yield fake, int(server.port or 0)
    fake.news.set()
    await server.close()


async def test_a_window_reads_one_page_after_another_and_says_who_it_is(console: tuple[FakeConsole, int]) -> None:
    window = Window(console[1], "wasla=secret")
    assert [await window.get("/console/"), await window.get("/console/?tab=all")] == [b"none", b"none"]
    assert console[0].cookies == {"wasla=secret"}
    window.close()


async def test_a_page_that_is_none_is_a_fault(console: tuple[FakeConsole, int]) -> None:
    console[0].status = 303
    window = Window(console[1], "wasla=old")
    with pytest.raises(ScreenFault, match=r"/console/: HTTP/1\.1 303"):
        await window.get("/console/")
    window.close()
    with pytest.raises(ScreenFault, match="not connected"):
        _ = Window(1, "").reader


async def test_a_screen_asks_for_the_lines_when_it_hears_of_a_change(console: tuple[FakeConsole, int]) -> None:
    seen: list[tuple[int, bytes]] = []
    async with screens(console[1], ["wasla=a", "wasla=b"], lambda n: lambda lines, _at: seen.append((n, lines))) as opened:
        assert seen == []
        console[0].lines = "changed"
        console[0].news.set()
        assert await until(lambda: len(seen) == 2, 5)
    assert sorted(seen) == [(0, b"changed"), (1, b"changed")]
    assert [(one.heard, one.fetched) for one in opened] == [(1, 1), (1, 1)]


def test_a_screen_that_was_never_open_can_be_closed() -> None:
    Screen(1, "", lambda _lines, _at: None).close()
