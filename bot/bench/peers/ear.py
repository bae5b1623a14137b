"""Hears what the offline Graph in the other process accepts, and passes it on as if it were near."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import orjson
from typing_extensions import override

from bot.bench.processes import DidNotStart, clean_environment
from bot.simulator.records import Sent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Container

    from bot.bench.far_end import Listener

_STDIN = 0


class Ear(asyncio.SubprocessProtocol):
    """Stands for the far end: ``url`` is where Graph is once it has ``spoken``, ``refusals`` stay over there."""

    def __init__(self) -> None:
        self.url = ""
        self.refusals: list[str] = []
        self.spoken = asyncio.Event()
        self.ended = asyncio.Event()
        self._listener: Listener | None = None
        self._rest = b""

    def listen(self, listener: Listener, addresses: Container[str] | None = None) -> None:
        """Have every send told to ``listener``, the only one there is."""
        del addresses
        self._listener = listener

    @override
    def pipe_data_received(self, fd: int, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._take(line)

    @override
    def process_exited(self) -> None:
        self.spoken.set()
        self.ended.set()

    def _take(self, line: bytes) -> None:
        if not self.url:
            self.url = line.decode()
            self.spoken.set()
        elif self._listener is not None:
            to, text = orjson.loads(line)
            self._listener(Sent("", "", {"type": "text", "text": {"body": text}}, 0, None, to))


@asynccontextmanager
async def far_away() -> AsyncIterator[Ear]:
    """Run the offline Graph in a process of its own while the block runs; raises ``DidNotStart``."""
    command = (sys.executable, "-m", "bot.bench.peers.far_end")
    transport, ear = await asyncio.get_running_loop().subprocess_exec(Ear, *command, env=clean_environment({}), stderr=None)
    try:
        await ear.spoken.wait()
        if not ear.url:
            raise DidNotStart("the offline Graph ended before it listened")
        yield ear
    finally:
        if (stdin := transport.get_pipe_transport(_STDIN)) is not None:
            stdin.close()
        await ear.ended.wait()
        transport.close()
