"""Open screens of the console: each hears by server-sent events that something has changed, and asks for the queue as its page does."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    Seen = Callable[[bytes, float], None]

_OK = b"200"
_HEAD_END = b"\r\n\r\n"
_NEWS = b"event: desk"


class ScreenFault(Exception):
    """The console answered something else than 200."""


class Window:
    """A kept-alive connection of one browser."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port = port
        self._cookie = cookie
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> bytes:
        """Return what the console answers; raises ``ScreenFault``."""
        head = await self.ask(path)
        length = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
        return await self.reader.readexactly(length)

    async def ask(self, path: str) -> bytes:
        """Ask and return the head of the answer; its body is still to be read."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nAccept: text/html\r\nCookie: {self._cookie}\r\n\r\n".encode())
        head = await self.reader.readuntil(_HEAD_END)
        if head.split(b" ")[1] != _OK:
            raise ScreenFault(f"{path}: {head.splitlines()[0].decode()}")
        return head

    @property
    def reader(self) -> asyncio.StreamReader:
        """What the console says on this connection."""
        if self._reader is None:
            raise ScreenFault("not connected")
        return self._reader

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()


class Screen:
    """One page of the queue in somebody's browser: ``seen`` gets every state of the lines that it shows, and when."""

    def __init__(self, port: int, cookie: str, seen: Seen) -> None:
        self._live, self._page = Window(port, cookie), Window(port, cookie)
        self._changed = asyncio.Event()
        self._seen = seen
        self.heard = 0
        self.fetched = 0

    async def open(self) -> None:
        """Load the page and connect."""
        await self._page.get("/console/")
        await self._live.ask("/console/live")

    async def listen(self) -> None:
        """Hear of changes, until the console hangs up."""
        while line := await self._live.reader.readline():
            if line.startswith(_NEWS):
                self.heard += 1
                self._changed.set()

    async def follow(self) -> None:
        """Ask for the lines whenever something has changed, one request at a time."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            lines = await self._page.get("/console/queue")
            self.fetched += 1
            self._seen(lines, perf_counter())

    def close(self) -> None:
        """Close the page."""
        self._live.close()
        self._page.close()


@asynccontextmanager
async def screens(port: int, cookies: Sequence[str], seen: Callable[[int], Seen]) -> AsyncIterator[list[Screen]]:
    """Keep a screen open for each cookie while the block runs; ``seen`` makes each its listener."""
    opened = [Screen(port, cookie, seen(index)) for index, cookie in enumerate(cookies)]
    try:
        await asyncio.gather(*(one.open() for one in opened))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each) for one in opened for each in (one.listen(), one.follow())]
            yield opened
            for task in tasks:
                task.cancel()
    finally:
        for one in opened:
            with suppress(OSError):
                one.close()
