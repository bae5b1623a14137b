"""Carries out commands: by ``_id`` where that is all there is to it, else by NX-27017's own handler."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bson import Int64, encode
from neosqlite._sqlite import sqlite3  # of the two SQLite modules that there may be, the one that NX-27017 uses
from neosqlite.exceptions import CollectionInvalid, InvalidOperation, MalformedDocument, MalformedQueryException
from nx_27017.handler import NeoSQLiteHandler
from nx_27017.utils import convert_neo_to_bson_objectids

from bot.embedded.by_id import ById, NotByIdError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.embedded.by_id import Document

# What NX-27017 raises about a command that it can't carry out; anything else is a fault of the server and ends the connection.
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

logger = logging.getLogger("wasla.embedded")


class Engine(NeoSQLiteHandler):  # type: ignore[misc]  # nx_27017 has no type information
    """NX-27017's handler with the bot's daily commands made fast and each command's writes in one transaction."""

    def _open_db_conn(self, db_name: str) -> Any:
        connection = super()._open_db_conn(db_name)
        connection.db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        return connection

    def run(self, message: Document) -> bytes:
        """Carry out one parsed OP_MSG and return the answer's BSON; what can't be done is an answer with ``ok: 0``."""
        command = next(section for kind, section in message["sections"] if kind == "body")
        name = next(iter(command))
        if "autocommit" in command:
            # On one shared SQLite connection it would take in everybody else's writes.
            return encode({"ok": 0, "errmsg": "the embedded database has no transactions", "code": 263})
        try:
            if name not in WRITES and name != "find":
                return _bson(self.handle_command(message)[1])
            try:
                return self._by_id(name, command, message)
            except NotByIdError:
                return self._by_nx(name, command, message)
        except REFUSALS as error:
            logger.exception("refused %s", name)
            return encode({"ok": 0, "errmsg": f"{type(error).__name__}: {error}", "code": 8})

    def _by_id(self, name: str, command: Document, message: Document) -> bytes:
        whole = command | {key: value for kind, section in message["sections"] if kind == "payload" for key, value in section.items()}
        collection = ById(self.get_database(command["$db"]).db, command[name])
        if name == "find":
            namespace = f"{command['$db']}.{command['find']}"
            return encode({"ok": 1, "cursor": {"id": Int64(0), "ns": namespace, "firstBatch": collection.find(whole)}})
        writes: dict[str, Callable[[Document], Document]] = {"insert": collection.insert, "update": collection.update}
        if name not in writes:
            raise NotByIdError
        with self._one_transaction(command):
            return encode(writes[name](whole))

    def _by_nx(self, name: str, command: Document, message: Document) -> bytes:
        if name == "find":
            return _bson(self.handle_command(message)[1])
        with self._one_transaction(command):
            return _bson((self.handle_insert if name == "insert" else self.handle_command)(message)[1])

    @contextmanager
    def _one_transaction(self, command: Document) -> Iterator[None]:
        database = self.get_database(command["$db"])
        connection: sqlite3.Connection = database.db
        # SQLite refuses to change its syncing within a transaction, where NX-27017 would do it.
        self._apply_write_concern(database, command["$db"], command.get("writeConcern"))
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


def _bson(answer: Document) -> bytes:
    return encode(convert_neo_to_bson_objectids(answer))
