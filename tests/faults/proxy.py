"""A TCP proxy that can cut, delay, half-close, truncate and garble what it passes on."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

Trouble = Literal["cut", "delay", "half_close", "truncate", "garbage"]
CHUNK: Final = 65_536
# What a cache or a captive portal says for whoever was asked: a success that is nobody's answer.
GARBAGE: Final = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{"messages":'


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody listens."""

    host: str
    port: int


class Proxy:
    """Passes connections on to one of ``targets``, to the next one where nobody listens; ``dice`` chooses.

    ``trouble`` is what is wrong at present: ``cut`` ends connections and takes none, ``delay`` holds each chunk back for ``seconds``,
    ``half_close`` ends the answers but takes the rest of what is asked, ``truncate`` ends an answer in its middle, ``garbage``
    answers with something else.
    """

    def __init__(self, targets: Sequence[Address], dice: random.Random) -> None:
        self._targets = list(targets)
        self._dice = dice
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self.trouble: Trouble | None = None
        self.seconds = 0.0
        self.port = 0

    async def start(self, port: int = 0) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and end every connection."""
        if self._server is not None:
            self._server.close()
            self.end_all()
            for task in list(self._serving):
                task.cancel()
            await asyncio.gather(*self._serving, return_exceptions=True)
            await self._server.wait_closed()

    def begin(self, trouble: Trouble, seconds: float = 0.0) -> None:
        """Make trouble from now on."""
        self.trouble, self.seconds = trouble, seconds
        if trouble == "cut":
            self.end_all()

    def end(self) -> None:
        """Work as one should again."""
        self.trouble, self.seconds = None, 0.0

    def end_all(self) -> None:
        """Cut every connection, without a goodbye."""
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, asked: asyncio.StreamReader, answered: asyncio.StreamWriter) -> None:
        self._open.add(answered)
        if (task := asyncio.current_task()) is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        try:
            with suppress(OSError):
                await self._join(asked, answered)
        finally:
            await self._close(answered)

    async def _join(self, asked: asyncio.StreamReader, answered: asyncio.StreamWriter) -> None:
        if self.trouble == "cut" or (target := await self._target()) is None:
            return
        answers, questions = target
        self._open.add(questions)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass_on(asked, questions))
                both.create_task(self._answer(answers, answered))
        except* (OSError, EOFError):
            pass
        finally:
            await self._close(questions)

    async def _close(self, writer: asyncio.StreamWriter) -> None:
        self._open.discard(writer)
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()

    async def _target(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for address in self._dice.sample(self._targets, len(self._targets)):
            with suppress(OSError):
                return await asyncio.open_connection(address.host, address.port)
        return None

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(CHUNK):
            await self._hold_back()
            sink.write(data)
            await sink.drain()
        sink.write_eof()

    async def _answer(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(CHUNK):
            await self._hold_back()
            match self.trouble:
                case "truncate":
                    sink.write(data[: len(data) // 2])
                    await sink.drain()
                    raise EOFError
                case "garbage":
                    sink.write(GARBAGE)
                    await sink.drain()
                    raise EOFError
                case "half_close":
                    sink.write_eof()
                    return
                case _:
                    sink.write(data)
                    await sink.drain()
        sink.write_eof()

    async def _hold_back(self) -> None:
        if self.trouble == "delay":
            await asyncio.sleep(self.seconds)
