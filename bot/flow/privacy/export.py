"""Giving a customer's data out: everything that is kept of him, in the words of a JSON file, and the files that went to and fro."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.clock import from_instant
from bot.flow.privacy.trace import trace_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.db.codec import Document
    from bot.domain.privacy import Trace

FORMAT: Final = 1
_SECTIONS: Final[dict[str, str]] = {
    "customers": "customer",
    "identities": "identities",
    "conversations": "conversations",
    "transcript": "messages",
    "outbox": "messages_waiting",
    "orders": "orders",
    "ledger": "notices",
    "consents": "consents",
    "service_requests": "requests",
    "ratings": "ratings",
    "misunderstood": "not_understood",
    "charges": "charges",
    "events": "events",
    "outgoing": "told_to_other_systems",
    "inbox": "waiting_to_be_handled",
    "parked": "could_not_be_handled",
}
# What only our own machinery needs.
_INNER: Final = frozenset(("revision", "commit", "pending", "consumed", "marks", "claim", "queue", "rank", "letter", "book", "lane", "attempts"))
_INSTANT: Final = re.compile(r".*_at|at|since|until|closing")
_EARLIEST: Final = 10**11
_UNSAFE: Final = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Exported:
    """A customer's data: ``data`` by section, ``files`` by the name under which they lie beside it."""

    data: Mapping[str, object]
    files: Mapping[str, bytes]
    file_count: int = 0

    @property
    def json(self) -> bytes:
        """The data as JSON, to be read by people and programs."""
        return json.dumps(self.data, ensure_ascii=False, indent=2).encode()

    @property
    def zip(self) -> bytes:
        """The data with the files."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data.json", self.json)
            for name, data in self.files.items():
                archive.writestr(f"files/{name}", data)
        return out.getvalue()

    def counts(self) -> dict[str, int]:
        """Return how many entries there are by the name of their collection; those without any are left out."""
        found = {name: len(one) for name, section in _SECTIONS.items() if isinstance(one := self.data.get(section), list)}
        return {name: number for name, number in {**found, "documents": self.file_count}.items() if number}


async def export(db: Database, store_id: str, heir: str, numbers: Sequence[str], now: int, *, files: bool = True) -> Exported:
    """Return everything that is kept of a customer, records that became part of his among it; ``files`` too, if wanted."""
    trace = await trace_of(db, store_id, heir, numbers)
    sections: dict[str, object] = {"format": FORMAT, "made_at": _told(now), "store": store_id}
    for name, section in _SECTIONS.items():
        docs = await db.personal.found(name, trace)
        if name == "events":
            docs += await db.personal.loose_events(trace)
        sections[section] = [_shown(doc) for doc in sorted(docs, key=_age)]
    names = await _names(db, trace)
    sections["files"] = sorted(names.values())
    found = {name: file.data for key, name in names.items() if files and (file := await db.documents.get(key)) is not None}
    return Exported(sections, found, len(names))


async def _names(db: Database, trace: Trace) -> dict[str, str]:
    """Return the name under which each file is given out, by id; those that were turned away have no content."""
    there = await db.documents.about(trace.files)
    kept = [there[key] for key in trace.files if key in there and there[key].refused is None]
    return {one.id: f"{number:03}-{_UNSAFE.sub('_', one.filename)[-80:] or 'file'}" for number, one in enumerate(kept, 1)}


def _age(doc: Document) -> tuple[int, str]:
    at = next((doc[name] for name in ("at", "placed_at", "created_at", "parked_at") if isinstance(doc.get(name), int)), 0)
    return (at, str(doc["_id"]))


def _shown(value: object, name: str = "") -> object:
    """Return a stored value as it is given out: instants as ISO 8601, bytes as text, without what only machines need."""
    match value:
        case dict():
            return {("id" if key == "_id" else key): _shown(one, str(key)) for key, one in value.items() if key not in _INNER}
        case list() | tuple():
            return [_shown(one, name) for one in value]
        case bytes():
            return _parsed(value.decode("utf-8", "replace"))
        case str() if name == "body":
            return _parsed(value)
        case int() if not isinstance(value, bool) and value > _EARLIEST and _INSTANT.fullmatch(name):
            return _told(value)
        case str() | int() | float() | None:
            return value
        case _:
            return str(value)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _told(instant: int) -> str:
    try:
        return from_instant(instant).isoformat(timespec="seconds")
    except (OverflowError, ValueError, OSError):
        return str(instant)
