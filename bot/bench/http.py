"""A load client: raw HTTP/1.1 over kept-alive connections, with finished request bytes going in.

A general client costs several hundred microseconds a request, which on two cores is taken from what is measured; this one
costs some tens. It understands only what is needed: one request at a time on a connection, answers with Content-Length.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable
from typing import cast

from typing_extensions import override

from bot.bench.pacing import until

Done = Callable[[int], None]
"""Gets the HTTP status; 0 when the connection broke before an answer."""

_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_STATUS = slice(9, 12)
_CLOSE_PATIENCE = 1.0


def message_size(data: bytes) -> int | None:
    """Return how many bytes the HTTP message at the start of ``data`` has in all, ``None`` while its head is incomplete.

    A message without Content-Length counts as one without a body.
    """
    head = data.find(_HEAD_END)
    if head < 0:
        return None
    length = _LENGTH.search(data, 0, head + 2)
    return head + len(_HEAD_END) + (int(length[1]) if length else 0)


class Pool:
    """Some kept-alive connections to one server; what finds none of them free waits its turn."""

    def __init__(self) -> None:
        self._idle: list[_Connection] = []
        self._alive: set[_Connection] = set()
        self._waiting: deque[tuple[bytes, Done]] = deque()

    @classmethod
    async def open(cls, host: str, port: int, connections: int) -> Pool:
        """Connect; raises ``OSError`` when nobody listens."""
        pool = cls()
        loop = asyncio.get_running_loop()
        for _ in range(connections):
            await loop.create_connection(lambda: _Connection(pool), host, port)
        return pool

    def send(self, request: bytes, done: Done) -> None:
        """Send a finished request and call ``done`` with its status once; without a connection left, at once with 0."""
        if self._idle:
            self._idle.pop().send(request, done)
        elif self._alive:
            self._waiting.append((request, done))
        else:
            done(0)

    async def close(self) -> None:
        """Close every connection; what is under way gets 0, what waits is forgotten."""
        self._waiting.clear()
        for connection in tuple(self._alive):
            connection.close()
        await until(lambda: not self._alive, _CLOSE_PATIENCE)

    def joined(self, connection: _Connection) -> None:
        """Take in a connection that has been made."""
        self._alive.add(connection)
        self._idle.append(connection)

    def freed(self, connection: _Connection) -> None:
        """Give a connection its next request."""
        if self._waiting:
            connection.send(*self._waiting.popleft())
        else:
            self._idle.append(connection)

    def dropped(self, connection: _Connection) -> None:
        """Forget a connection that is gone; after the last one nothing may wait any longer."""
        self._alive.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        while self._waiting and not self._alive:
            self._waiting.popleft()[1](0)


class _Connection(asyncio.Protocol):
    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._buffer = b""
        self._done: Done | None = None
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._pool.joined(self)

    def send(self, request: bytes, done: Done) -> None:
        self._done = done
        if self._transport is not None:
            self._transport.write(request)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    @override
    def data_received(self, data: bytes) -> None:
        self._buffer += data
        size = message_size(self._buffer)
        if size is None or len(self._buffer) < size:
            return
        status, self._buffer = int(self._buffer[_STATUS]), b""
        done, self._done = self._done, None
        self._pool.freed(self)
        if done is not None:
            done(status)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._pool.dropped(self)
        done, self._done = self._done, None
        if done is not None:
            done(0)
