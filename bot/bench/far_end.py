"""The far end of the measurements: what the Graph API does with a send, and no more.

The offline Cloud API of the demo checks and remembers everything, and pays for it in time that would be taken from the bot
on a small machine. Here a send is acknowledged with a wamid, handed on, and forgotten; a receipt is acknowledged.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count
from typing import cast

import orjson
from typing_extensions import override

from bot.bench.http import message_size
from bot.bench.pacing import until

_REPLY = b"HTTP/1.1 %b\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: %d\r\n\r\n%b"
_SUCCESS = b'{"success":true}'
_NOT_FOUND = b'{"error":{"message":"Unsupported request","type":"GraphMethodException","code":100,"fbtrace_id":"bench"}}'

_CLOSE_PATIENCE = 1.0

Sent = Callable[[dict[str, object], str], None]
"""Gets the JSON body of a send and the wamid that it was given."""


class FarEnd:
    """Listens on a free port of 127.0.0.1; who sets ``sent`` hears of every message, before its answer leaves."""

    def __init__(self) -> None:
        self.sent: Sent = lambda _body, _wamid: None
        self.receipts = 0
        self.exchanges: set[_Exchange] = set()
        self._server: asyncio.Server | None = None
        self._serial = count(1)

    async def start(self) -> None:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Exchange(self), "127.0.0.1", 0)

    async def stop(self) -> None:
        """Listen no longer, and hang up on who is connected."""
        if self._server is not None:
            self._server.close()
        for exchange in tuple(self.exchanges):
            exchange.close()
        await until(lambda: not self.exchanges, _CLOSE_PATIENCE)

    @property
    def port(self) -> int:
        """Where it listens; raises ``RuntimeError`` before ``start``."""
        if self._server is None:
            raise RuntimeError("the far end has not been started")
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        """What stands for ``https://graph.facebook.com``."""
        return f"http://127.0.0.1:{self.port}"

    def respond(self, request: bytes) -> bytes:
        """Return the HTTP answer to one whole HTTP request."""
        head, _, body = request.partition(b"\r\n\r\n")
        path = head.split(b" ", 2)[1]
        if not head.startswith(b"POST ") or not path.endswith(b"/messages"):
            return _REPLY % (b"400 Bad Request", len(_NOT_FOUND), _NOT_FOUND)
        answer = self._accept(orjson.loads(body))
        return _REPLY % (b"200 OK", len(answer), answer)

    def _accept(self, body: dict[str, object]) -> bytes:
        if body.get("status") == "read":
            self.receipts += 1
            return _SUCCESS
        wamid = f"wamid.HBgMOTY2FarEnd{next(self._serial):032X}"
        self.sent(body, wamid)
        contact = {"input": address(body), "wa_id": address(body).removeprefix("+")}
        return orjson.dumps({"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": wamid}]})


def address(body: dict[str, object]) -> str:
    """Return what a send is addressed to; a phone number wins over a BSUID."""
    return str(body.get("to") or body.get("recipient") or "")


class _Exchange(asyncio.Protocol):
    def __init__(self, far_end: FarEnd) -> None:
        self._far_end = far_end
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._far_end.exchanges.add(self)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._far_end.exchanges.discard(self)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    @override
    def data_received(self, data: bytes) -> None:
        self._buffer += data
        size = message_size(self._buffer)
        while size is not None and len(self._buffer) >= size and self._transport is not None:
            request, self._buffer = self._buffer[:size], self._buffer[size:]
            self._transport.write(self._far_end.respond(request))
            size = message_size(self._buffer)
