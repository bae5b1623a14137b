"""The embedded database's own process: NX-27017's command handler behind a small server loop.

Run as a file, not as a module of ``bot``, so that it starts without importing the rest:
``python -P _embedded_child.py <folder> <file descriptor of a listening socket>``.

It is given its listening socket by the bot, which keeps the port for as long as it lives: whatever answers on that port is a
child of that bot. It says ``ready`` on standard output, and ends when its standard input ends, which is when the bot closes it
or dies, even by ``kill -9``. Signals that a terminal or a service manager sends to a whole group of processes don't end it
before the bot has finished.

NX-27017 has a server of its own. This one differs where it matters to the bot: a command's writes are one SQLite transaction
(half the time per document, and with ``j: true`` one fsync per command instead of one per document), and commands run on the
event loop itself, since one lock per database lets only one of them run anyway. Write concern 0 is not for it: NX-27017 takes
the flag that comes with it for another one.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sqlite3
import struct
import sys
import threading
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neosqlite.exceptions import CollectionInvalid, InvalidOperation, MalformedDocument, MalformedQueryException
from nx_27017.handler import NeoSQLiteHandler
from nx_27017.wire_protocol import MAX_MESSAGE_SIZE_BYTES, MESSAGE_HEADER_SIZE, OP_MSG, OP_QUERY, ResponseBuilder, WireProtocol
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Document = dict[str, Any]

# What NX-27017 raises about a command that it can't carry out; anything else is a fault of the server and cuts the connection.
REFUSALS = (
    ArithmeticError,
    AttributeError,
    CollectionInvalid,
    InvalidOperation,
    LookupError,
    MalformedDocument,
    MalformedQueryException,
    NotImplementedError,
    TypeError,
    ValueError,
    sqlite3.Error,
)
WRITES = ("insert", "update", "delete", "findAndModify")
# SQLite's page cache, in KiB (its own default of 2 MB makes updates in a large collection read the file again and again).
CACHE_KIB = 32_768
SECONDS_TO_CLOSE = 5

logger = logging.getLogger("wasla.embedded")


class Engine(NeoSQLiteHandler):  # type: ignore[misc]  # nx_27017 has no type information
    """NX-27017's handler, with the writes of a command in one transaction."""

    def _open_db_conn(self, db_name: str) -> Any:
        connection = super()._open_db_conn(db_name)
        connection.db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        return connection

    def run(self, message: Document) -> Document:
        """Carry out one parsed OP_MSG and return the answer; what can't be done is an answer with ``ok: 0``."""
        command = next(section for kind, section in message["sections"] if kind == "body")
        try:
            if any(name in command for name in WRITES):
                with self._one_transaction(command):
                    return self._dispatch(message, command)
            return self._dispatch(message, command)
        except REFUSALS as error:
            logger.exception("refused %s", next(iter(command)))
            return {"ok": 0, "errmsg": f"{type(error).__name__}: {error}", "code": 8}

    def _dispatch(self, message: Document, command: Document) -> Document:
        handle = self.handle_insert if "insert" in command else self.handle_command
        answer: Document = handle(message)[1]
        return answer

    @contextmanager
    def _one_transaction(self, command: Mapping[str, object]) -> Iterator[None]:
        name = str(command.get("$db", "test"))
        database = self.get_database(name)
        connection: sqlite3.Connection = database.db
        # SQLite refuses to change its syncing within a transaction, where NX-27017 would do it.
        self._apply_write_concern(database, name, command.get("writeConcern"))
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            if not connection.in_transaction:
                # A full disk, say, undoes the whole transaction; NX-27017 goes on and would acknowledge what was undone.
                msg = "the transaction was rolled back"
                raise sqlite3.OperationalError(msg)
            connection.commit()
        finally:
            if connection.in_transaction:
                connection.rollback()


class Wire(asyncio.Protocol):
    """One client's connection: cuts the stream into messages and answers each in its turn."""

    def __init__(self, engine: Engine, numbers: Iterator[int]) -> None:
        self._engine = engine
        self._numbers = numbers
        self._id = f"connection {next(numbers)}"
        self._unread = bytearray()
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - the loop gives a stream protocol nothing else
        self._transport = transport
        self._engine.increment_connections()

    @override
    def connection_lost(self, _error: Exception | None) -> None:
        """Forget the client's cursors."""
        self._engine.decrement_connections()
        self._engine.close_streams_for_connection(self._id)

    @override
    def data_received(self, data: bytes) -> None:
        """Answer every message that is complete."""
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
            return bytes(ResponseBuilder.build_reply(next(self._numbers), request_id, self._engine.handle_query(parsed)[1]))
        if opcode != WireProtocol.OP_MSG:
            answer: Document = {"ok": 0, "errmsg": f"unsupported opcode: {opcode}"}
        else:
            parsed = OP_MSG.parse(message) | {"_conn_id": self._id}
            answer = self._engine.run(parsed)
        return bytes(ResponseBuilder.build_op_msg_reply(next(self._numbers), request_id, answer))


def end_with_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Wait for the end of standard input, then stop; a database that doesn't stop in time is left behind."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    loop.call_soon_threadsafe(stop.set)
    time.sleep(SECONDS_TO_CLOSE)
    os._exit(1)


async def serve(folder: Path, listener: socket.socket) -> None:
    """Answer on a listening socket until standard input ends, then close the database files."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    threading.Thread(target=end_with_parent, args=(loop, stop), daemon=True).start()
    engine = Engine(data_dir=str(folder))
    numbers = count(1)
    server = await loop.create_server(lambda: Wire(engine, numbers), sock=listener)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await stop.wait()
    server.close()
    engine.close_all()


def main() -> None:
    """Run until the bot ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    listener = socket.socket(fileno=int(sys.argv[2]))
    asyncio.run(serve(Path(sys.argv[1]), listener))


if __name__ == "__main__":
    main()
