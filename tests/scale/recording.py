"""A database that notes what it is asked: the embedded server's engine on a socket of the test's own loop."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from bot.embedded.engine import Engine
from bot.embedded.wire import Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from pathlib import Path

    from bot.db.codec import Document

_RANGES: Final = frozenset(("$lt", "$lte", "$gt", "$gte", "$ne", "$regex", "$options"))


@dataclass(frozen=True, slots=True)
class Asked:
    """The shape of a query: which fields are compared for equality (``$in`` counts as that), which lie in a range, what it is sorted by.

    ``write`` tells how documents are changed: ``one``, ``many``, or empty for a read.
    """

    collection: str
    equal: frozenset[str]
    ranges: frozenset[str]
    sort: tuple[str, ...] = ()
    write: str = ""


def shapes_of(command: Mapping[str, object], payload: Document) -> Iterator[Asked]:
    """Yield the shapes of a command's queries."""
    name = next(iter(command))
    whole: Document = {**command, **payload}
    collection = str(whole[name])
    if name == "find":
        yield _shape(collection, whole.get("filter", {}), tuple(whole.get("sort") or ()))
    elif name == "aggregate":
        yield _shape(collection, whole["pipeline"][0].get("$match", {}))
    elif name == "update":
        for one in whole["updates"]:
            yield _shape(collection, one["q"], write="many" if one.get("multi") else "one")
    elif name == "delete":
        for one in whole["deletes"]:
            yield _shape(collection, one["q"], write="one" if one["limit"] else "many")


def _shape(collection: str, wanted: Document, sort: tuple[str, ...] = (), write: str = "") -> Asked:
    ranges = frozenset(name for name, value in wanted.items() if isinstance(value, dict) and value.keys() & _RANGES)
    return Asked(collection, frozenset(wanted) - ranges, ranges, sort, write)


class Notes(Engine):
    """The embedded server's engine, noting the shape of each query."""

    def __init__(self, folder: Path) -> None:
        super().__init__(data_dir=str(folder))
        self.asked: set[Asked] = set()
        self.collections: set[str] = set()

    @override
    def run(self, message: Document) -> bytes:
        """Note what is asked, and carry it out."""
        command = next(section for kind, section in message["sections"] if kind == "body")
        payload = {key: value for kind, section in message["sections"] if kind == "payload" for key, value in section.items()}
        name = next(iter(command))
        if name in {"find", "aggregate", "update", "delete", "insert"}:
            self.collections.add(str(command[name]))
            self.asked.update(shapes_of(command, payload))
        return super().run(message)


@asynccontextmanager
async def noting(folder: Path) -> AsyncIterator[tuple[Notes, str]]:
    """Serve a database in a folder until the context ends; its notes, and where it answers."""
    engine = Notes(folder)
    server = await asyncio.get_running_loop().create_server(lambda: Wire(engine), "127.0.0.1", 0)
    try:
        yield engine, f"mongodb://127.0.0.1:{server.sockets[0].getsockname()[1]}/?directConnection=true"
    finally:
        server.close()
        engine.close_all()
