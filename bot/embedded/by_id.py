"""Inserts, updates and reads by ``_id``, straight in the tables of NX-27017 (``id``, ``data`` as JSON, ``_id`` as text)."""

from __future__ import annotations

import json
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

from neosqlite._sqlite import sqlite3  # of the two SQLite modules that there may be, the one that NX-27017 uses
from neosqlite.binary import Binary
from neosqlite.collection.json_helpers import neosqlite_json_loads
from neosqlite.collection.jsonb_support import json_data_column, supports_jsonb
from neosqlite.sql_utils import quote_table_name

if TYPE_CHECKING:
    from collections.abc import Sequence

Document = dict[str, Any]

# SQLite takes 32,766 parameters, MongoDB's drivers answers of 48 MB.
MOST_IDS = 2_000
MOST_CHARACTERS = 16_000_000
FIND_FIELDS = frozenset(("find", "filter", "projection", "sort", "limit", "batchSize", "singleBatch", "lsid", "$db", "$readPreference"))
UPDATE_FIELDS = frozenset(("q", "u", "multi", "upsert"))
BOUNDS = {"$lt": "<", "$lte": "<=", "$gt": ">", "$gte": ">="}
COMPARISONS = {"$lt": lt, "$lte": le, "$gt": gt, "$gte": ge}


class NotByIdError(Exception):
    """This command is one for NX-27017 itself; whatever was begun must be rolled back."""


class ById:
    """One collection. Every method raises ``NotByIdError`` for what it doesn't know for certain how to do."""

    def __init__(self, connection: sqlite3.Connection, collection: object) -> None:
        name = _text(collection)
        if "." in name or name.endswith(("_files", "_chunks")):
            raise NotByIdError
        self._connection = connection
        self._table = quote_table_name(name)
        self._data = json_data_column(supports_jsonb(connection))

    def insert(self, command: Document) -> Document:
        """Insert ``documents``; a duplicate is told apart from its neighbours, and ends an ordered command."""
        rows = [(_encode(doc), _text(doc.get("_id"))) for doc in command["documents"]]
        errors: list[Document] = []
        for index, row in enumerate(rows):
            try:
                self._execute(f"INSERT INTO {self._table}(data, _id) VALUES (?, ?)", row)  # noqa: S608 - the name is quoted
            except sqlite3.IntegrityError as error:
                errors.append({"index": index, "code": 11_000, "errmsg": str(error)})
                if command.get("ordered", True):
                    return {"ok": 1, "n": index, "writeErrors": errors}
        return {"ok": 1, "n": len(rows) - len(errors)} | ({"writeErrors": errors} if errors else {})

    def update(self, command: Document) -> Document:
        """Replace, ``$set`` or ``$inc`` documents named by ``_id`` and guarded by plain fields."""
        found = changed = 0
        for change in [Change(update) for update in command["updates"]]:
            for number, data in self._rows(change.ids, "id, "):
                document = json.loads(data)
                if not change.fits(document):
                    continue
                found += 1
                text = _encode(change.apply(document))
                if text != data:
                    changed += 1
                    self._execute(f"UPDATE {self._table} SET data = ? WHERE id = ?", (text, number))  # noqa: S608
        return {"ok": 1, "n": found, "nModified": changed}

    def find(self, command: Document) -> list[Document]:
        """Return documents by ``_id`` or from a range of ``_id`` in its order, whole or some fields of them."""
        wanted = command.get("filter", {})
        fields = command.get("projection") or {}
        if command.keys() - FIND_FIELDS or "_id" not in wanted or any(value != 1 or "." in name for name, value in fields.items()):
            raise NotByIdError
        by = wanted["_id"]
        documents = self._between(command, wanted) if isinstance(by, dict) and by.keys() <= BOUNDS.keys() else self._named(command, wanted)
        if not fields:
            return documents
        return [{name: value for name, value in document.items() if name in fields or name == "_id"} for document in documents]

    def _named(self, command: Document, wanted: Document) -> list[Document]:
        if wanted.keys() != {"_id"} or command.get("sort"):
            raise NotByIdError
        rows = self._rows(_ids(wanted["_id"]))
        most = min(command.get("limit") or MOST_IDS, command.get("batchSize", MOST_IDS))
        if len(rows) > most or sum(len(data) for (data,) in rows) > MOST_CHARACTERS:
            raise NotByIdError
        return [_decode(data) for (data,) in rows]

    def _between(self, command: Document, wanted: Document) -> list[Document]:
        """Read a range: SQLite's index of ``_id`` compares as MongoDB does, by the bytes of UTF-8."""
        bounds, sort = wanted["_id"], command.get("sort") or {"_id": 1}
        guards = {name: value for name, value in wanted.items() if name != "_id"}
        if not bounds or list(sort.items()) not in ([("_id", 1)], [("_id", -1)]) or any("." in name or name.startswith("$") for name in guards):
            raise NotByIdError
        where = " AND ".join(f"_id {BOUNDS[name]} ?" for name in bounds)
        order = "ASC" if sort["_id"] > 0 else "DESC"
        statement = f"SELECT {self._data} FROM {self._table} WHERE {where} ORDER BY _id {order}"  # noqa: S608 - the name is quoted
        limit, found, characters = command.get("limit") or MOST_IDS + 1, [], 0
        for (data,) in self._execute(statement, [_text(bound) for bound in bounds.values()]):
            document = _decode(data)
            _text(document.get("_id"))
            if all(_fits(document.get(name), value) for name, value in guards.items()):
                found.append(document)
                characters += len(data)
            if len(found) > min(MOST_IDS, command.get("batchSize", MOST_IDS)) or characters > MOST_CHARACTERS:
                raise NotByIdError
            if len(found) == limit:
                break
        return found

    def _rows(self, ids: Sequence[str], columns: str = "") -> list[Any]:
        marks = ",".join("?" * len(ids))
        return list(self._execute(f"SELECT {columns}{self._data} FROM {self._table} WHERE _id IN ({marks})", ids))  # noqa: S608

    def _execute(self, statement: str, values: Sequence[object]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(statement, values)
        except sqlite3.OperationalError as error:
            if str(error).startswith("no such table"):
                raise NotByIdError from error
            raise


class Change:
    """One element of an update command."""

    def __init__(self, change: Document) -> None:
        update = change["u"]
        if change.keys() - UPDATE_FIELDS or change.get("upsert") or not isinstance(update, dict):
            raise NotByIdError
        self._guards = {name: wanted for name, wanted in change["q"].items() if name != "_id"}
        self.ids = _ids(change["q"].get("_id"))
        self._whole = None if any(name.startswith("$") for name in update) else update
        self._set: Document = {} if self._whole is not None else update.get("$set", {})
        self._inc: Document = {} if self._whole is not None else update.get("$inc", {})
        if self._whole is None and update.keys() - {"$set", "$inc"}:
            raise NotByIdError
        if self._whole is not None and update.get("_id") != self.ids[0]:
            raise NotByIdError
        if any("." in name or name.startswith("$") or name == "_id" for name in (*self._guards, *self._set, *self._inc)):
            raise NotByIdError
        if len(self.ids) > 1 and not change.get("multi"):
            raise NotByIdError

    def fits(self, document: Document) -> bool:
        """Tell whether the guards let this document through."""
        return all(_fits(document.get(name), wanted) for name, wanted in self._guards.items())

    def apply(self, document: Document) -> Document:
        """Return the document as it is to be stored."""
        if self._whole is not None:
            return self._whole
        return document | self._set | {name: document.get(name, 0) + number for name, number in self._inc.items()}


def _fits(value: object, wanted: object) -> bool:
    if isinstance(value, list):
        raise NotByIdError
    if isinstance(wanted, str):
        return value == wanted
    if isinstance(wanted, int | float):
        return isinstance(value, int | float) and value == wanted
    if isinstance(wanted, dict) and wanted.keys() <= COMPARISONS.keys() and all(isinstance(limit, int | float) for limit in wanted.values()):
        return isinstance(value, int | float) and all(COMPARISONS[name](value, limit) for name, limit in wanted.items())
    raise NotByIdError


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotByIdError
    return value


def _ids(wanted: object) -> list[str]:
    if not isinstance(wanted, dict):
        return [_text(wanted)]
    if wanted.keys() != {"$in"} or not 0 < len(wanted["$in"]) <= MOST_IDS:
        raise NotByIdError
    return [_text(key) for key in dict.fromkeys(wanted["$in"])]


def _storable(value: object) -> object:
    if isinstance(value, bytes):
        return Binary(value).encode_for_storage()
    raise NotByIdError


_encoder = json.JSONEncoder(default=_storable, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _encode(document: Document) -> str:
    try:
        return _encoder.encode(document)
    except ValueError as error:
        # Infinity and NaN: JSON has neither.
        raise NotByIdError from error


def _decode(data: str) -> Document:
    # NX-27017's reader calls a function for every sub-document; most documents hold nothing that needs one.
    if "__neosqlite" not in data and '"$date"' not in data:
        document: Document = json.loads(data)
        return document
    if "__neosqlite_objectid__" in data:
        raise NotByIdError
    return dict(neosqlite_json_loads(data))
