"""Where every call to the database stops until a test lets it go on: one document at a time, in the order that the test wants."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

from pymongo.errors import AutoReconnect, BulkWriteError
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from contextvars import Context

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document

Trouble = Literal["before", "after"]


class Loop(asyncio.SelectorEventLoop):
    """An event loop that counts what is put into its queue, so that one can tell when nothing moves any more."""

    queued = 0

    @override
    def call_soon(self, callback: Callable[..., object], *args: object, context: Context | None = None) -> asyncio.Handle:
        self.queued += 1
        return super().call_soon(callback, *args, context=context)

    async def until_nothing_moves(self) -> None:
        """Return when every task waits for something that only the test can bring about."""
        before = -1
        while self.queued != before + 1:  # our own turn is the only thing that was queued
            before = self.queued
            await asyncio.sleep(0)


@dataclass(slots=True)
class Call:
    """Something that an actor wants to do next."""

    what: str
    turn: asyncio.Future[None]


@dataclass
class Gate:
    """One actor's way to the world outside. ``trouble`` cuts the connection at its next call, before or after it took effect."""

    observe: Callable[[str], Awaitable[None]]
    waiting: list[Call] = field(default_factory=list)
    trouble: Trouble | None = None

    async def turn(self, what: str) -> None:
        """Wait until the test lets this go on."""
        call = Call(what, asyncio.get_running_loop().create_future())
        self.waiting.append(call)
        await call.turn

    async def through(self, what: str, operation: Callable[[], Awaitable[object]]) -> object:
        """Wait for the turn, do it, and have it looked at before anybody goes on."""
        await self.turn(what)
        trouble, self.trouble = self.trouble, None
        if trouble == "before":
            raise AutoReconnect("the connection was cut")
        result = await operation()
        await self.observe(what)
        if trouble == "after":
            raise AutoReconnect("the connection was cut")
        return result

    def open(self, index: int = 0) -> str:
        """Let one of the waiting calls go on and tell which."""
        call = self.waiting.pop(index % len(self.waiting))
        call.turn.set_result(None)
        return call.what

    def close(self) -> None:
        """Forget everything that waits here."""
        for call in self.waiting:
            call.turn.cancel()
        self.waiting.clear()


@dataclass(frozen=True, slots=True)
class Written:
    """What the driver says of a write."""

    matched_count: int


@dataclass
class Line:
    """An actor's line to the database, laid once and put through to another database and gate whenever a schedule begins.

    Without a gate nobody has to wait.
    """

    store: AsyncIOMotorDatabase[Document] | None = None
    gate: Gate | None = None


class GatedCollection:
    """A collection behind a gate. A server promises nothing across documents, so what touches several is several steps."""

    def __init__(self, line: Line, name: str) -> None:
        self._line = line
        self._name = name

    def find(self, *args: object, **kwargs: object) -> GatedCursor:
        """Begin a search, which takes place when its result is asked for."""
        return GatedCursor(self, partial(self._method("find"), *args, **kwargs))

    async def find_one(self, *args: object, **kwargs: object) -> object:
        """Return one document."""
        return await self._do("find_one", "", *args, **kwargs)

    async def insert_one(self, doc: Document) -> None:
        """Insert a document."""
        await self._do("insert_one", doc["_id"], doc)

    async def insert_many(self, docs: Sequence[Document], *, ordered: bool) -> None:
        """Insert each document that isn't there; the others are named in the error, as the driver does."""
        errors = []
        for index, doc in enumerate(docs):
            try:
                await self._do("insert_many", doc["_id"], [doc], ordered=ordered)
            except BulkWriteError as error:
                errors += [{**failure, "index": index} for failure in error.details["writeErrors"]]
        if errors:
            raise BulkWriteError({"writeErrors": errors})

    async def bulk_write(self, requests: Sequence[object], *, ordered: bool = True) -> Written:
        """Carry out each write."""
        return _sum([await self._do("bulk_write", "", [request], ordered=ordered) for request in requests])

    async def replace_one(self, *args: object, **kwargs: object) -> object:
        """Replace a document."""
        return await self._do("replace_one", "", *args, **kwargs)

    async def update_one(self, query: Document, change: Document, *, upsert: bool = False) -> object:
        """Change one document."""
        return await self._do("update_one", str(query.get("_id", "")), query, change, upsert=upsert)

    async def update_many(self, query: Document, change: Document) -> Written:
        """Change each of the documents that the query names by id."""
        return _sum([await self._do("update_many", one["_id"], one, change) for one in _one_by_one(query)])

    async def delete_many(self, query: Document) -> None:
        """Delete each of the documents that the query names by id."""
        for one in _one_by_one(query):
            await self._do("delete_many", one["_id"], one)

    async def step(self, what: str, operation: Callable[[], Awaitable[object]]) -> object:
        """Do something when the gate lets it."""
        gate = self._line.gate
        return await (operation() if gate is None else gate.through(f"{self._name}.{what}".strip(), operation))

    async def _do(self, name: str, which: str, *args: object, **kwargs: object) -> object:
        return await self.step(f"{name} {which}", partial(self._method(name), *args, **kwargs))

    def _method(self, name: str) -> Callable[..., Awaitable[object]]:
        assert self._line.store is not None, "the line is dead"
        method: Callable[..., Awaitable[object]] = getattr(self._line.store[self._name], name)
        return method


class GatedCursor:
    """A search behind a gate."""

    def __init__(self, collection: GatedCollection, begin: Callable[[], object]) -> None:
        self._collection = collection
        self._begin = begin
        self._chain: list[tuple[str, tuple[object, ...]]] = []

    def sort(self, *args: object) -> GatedCursor:
        """Have the result sorted."""
        self._chain.append(("sort", args))
        return self

    def skip(self, *args: object) -> GatedCursor:
        """Have the result begin later."""
        self._chain.append(("skip", args))
        return self

    def limit(self, *args: object) -> GatedCursor:
        """Have the result cut."""
        self._chain.append(("limit", args))
        return self

    async def to_list(self, most: int | None) -> object:
        """Search now."""
        return await self._collection.step("find", partial(self._read, most))

    async def _read(self, most: int | None) -> object:
        cursor: Any = self._begin()
        for name, args in self._chain:
            cursor = getattr(cursor, name)(*args)
        return await cursor.to_list(most)


class GatedDatabase:
    """A database behind a gate."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __getitem__(self, name: str) -> GatedCollection:
        """Return a collection behind the same gate."""
        return GatedCollection(self._line, name)


def gated(line: Line) -> AsyncIOMotorDatabase[Document]:
    """Return the database at the end of a line, as the driver would show it."""
    return cast("AsyncIOMotorDatabase[Document]", GatedDatabase(line))


def _one_by_one(query: Document) -> list[Document]:
    ids = query["_id"]["$in"]
    return [{**query, "_id": one} for one in ids]


def _sum(results: Sequence[object]) -> Written:
    return Written(sum(cast("Written", result).matched_count for result in results))
