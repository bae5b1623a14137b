"""From the journals and the database to the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from motor.motor_asyncio import AsyncIOMotorClient

from tests.faults import shop, whatsapp
from tests.faults.evidence import Entered, Evidence, Line, said_of, told_of
from tests.faults.journal import read

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from tests.faults.evidence import Shift

Document = dict[str, Any]
OPEN: Final = ("inbox", "outbox", "waiting")
# Others mark that something was done lately, and end by themselves.
HELD: Final = ("inbox:", "number:", "member:")


class Books:
    """The database as a look at it shows it, past the proxies."""

    def __init__(self, uri: str) -> None:
        self._client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(uri, serverSelectionTimeoutMS=5_000, socketTimeoutMS=20_000)
        self._db: AsyncIOMotorDatabase[Document] = self._client["wasla"]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    async def open(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of what is not finished, by collection."""
        return {name: tuple([str(doc["_id"]) async for doc in self._all(name)]) for name in OPEN}

    async def next_look(self) -> int:
        """Return the latest instant for which something in the outbox waits, 0 where nothing does."""
        return max([max(doc.get("due_at") or 0, doc.get("deadline_at") or 0) async for doc in self._all("outbox")], default=0)

    async def held(self, now: int) -> tuple[str, ...]:
        """Return the leases that are still held at an instant by somebody who should have given them back."""
        return tuple([doc["_id"] async for doc in self._all("leases") if doc["_id"].startswith(HELD) and doc["expires_at"] > now])

    async def lines(self) -> tuple[Line, ...]:
        """Return the transcript."""
        return tuple([_line(doc) async for doc in self._all("transcript")])

    async def ledger(self) -> tuple[Entered, ...]:
        """Return every decision about a notice."""
        return tuple([Entered(doc["_id"], doc["order_id"], doc["milestone"], doc.get("skipped") or "") async for doc in self._all("ledger")])

    async def events(self) -> frozenset[str]:
        """Return the ids of the events that were handled."""
        return frozenset([doc["_id"] async for doc in self._all("events")])

    async def parked(self) -> dict[str, str]:
        """Return why things are parked, by id."""
        return {doc["_id"]: doc.get("error") or "" async for doc in self._all("parked")}

    async def orders(self) -> dict[str, frozenset[str]]:
        """Return the states of each order, its payment and its parcels, by number."""
        return {
            doc["number"]: frozenset({doc["state"], doc["payment"], *(parcel["state"] for parcel in doc.get("shipments", ()))})
            async for doc in self._all("orders")
        }

    async def _all(self, name: str) -> AsyncIterator[Document]:
        for doc in await self._db[name].find({}).to_list(None):
            yield doc


def _line(doc: Document) -> Line:
    return Line(
        doc["_id"],
        doc["direction"],
        doc["conversation_id"],
        doc["at"],
        doc.get("state") or "",
        doc.get("kind") or "",
        doc.get("order_id") or "",
        doc.get("milestone") or "",
        doc.get("reason") or "",
    )


async def evidence_of(folder: Path, books: Books, now: int, shifts: Sequence[Shift], deadline: int) -> Evidence:
    """Return everything that is known of a run that has ended."""
    heard, traded = read(folder / whatsapp.JOURNAL), read(folder / shop.JOURNAL)
    return Evidence(
        told=told_of(heard) + told_of(traded),
        said=said_of(heard),
        lines=await books.lines(),
        ledger=await books.ledger(),
        events=await books.events(),
        parked=await books.parked(),
        left=await books.open(),
        orders=await books.orders(),
        leases=await books.held(now),
        shifts=tuple(shifts),
        deadline=deadline,
    )
