"""MongoDB's wire protocol on one connection (OP_MSG, and OP_QUERY for the first handshake of older drivers)."""

from __future__ import annotations

import asyncio
import struct
from itertools import count
from typing import TYPE_CHECKING

from bson import encode
from nx_27017.wire_protocol import MAX_MESSAGE_SIZE_BYTES, MESSAGE_HEADER_SIZE, OP_MSG, OP_QUERY, ResponseBuilder, WireProtocol
from typing_extensions import override

if TYPE_CHECKING:
    from bot.embedded.engine import Engine

_numbers = count(1)


class Wire(asyncio.Protocol):
    """One client's connection: cuts the stream into messages and answers each in its turn."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._id = f"connection {next(_numbers)}"
        self._unread = bytearray()
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - the loop gives a stream protocol nothing else
        self._transport = transport
        self._engine.increment_connections()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client's cursors."""
        self._engine.decrement_connections()
        self._engine.close_streams_for_connection(self._id)

    @override
    def data_received(self, data: bytes) -> None:
        """Answer every message that is complete; what is no message ends the connection."""
        assert self._transport is not None  # noqa: S101 - data never comes before the connection
        self._unread += data
        while len(self._unread) >= MESSAGE_HEADER_SIZE:
            (length,) = struct.unpack_from("<i", self._unread)
            if not MESSAGE_HEADER_SIZE <= length <= MAX_MESSAGE_SIZE_BYTES:
                self._transport.abort()
                return
            if len(self._unread) < length:
                return
            message = bytes(self._unread[:length])
            del self._unread[:length]
            self._transport.write(self._answer(message))

    def _answer(self, message: bytes) -> bytes:
        _, request_id, _, opcode = struct.unpack_from("<iiii", message)
        if opcode == WireProtocol.OP_QUERY:
            parsed = OP_QUERY.parse(message) | {"_conn_id": self._id}
            return bytes(ResponseBuilder.build_reply(next(_numbers), request_id, self._engine.handle_query(parsed)[1]))
        if opcode != WireProtocol.OP_MSG:
            return _reply(request_id, encode({"ok": 0, "errmsg": f"unsupported opcode: {opcode}"}))
        return _reply(request_id, self._engine.run(OP_MSG.parse(message) | {"_conn_id": self._id}))


def _reply(request_id: int, document: bytes) -> bytes:
    # Header, no flags, one section of kind 0 (a document).
    return struct.pack("<iiiiIB", 21 + len(document), next(_numbers), request_id, WireProtocol.OP_MSG, 0, 0) + document
