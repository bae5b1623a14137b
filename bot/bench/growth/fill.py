"""Puts a shop of any size into a database, straight: no webhook, no commit, nobody is told anything."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.bench.crowd import Asker
from bot.bench.growth.people import TOGETHER, Person, people

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.db import Database

# Batches under way at the same time: while the database writes one, the next ones are made.
_UNDER_WAY = 3


async def fill(database: Database, size: int, now: int, askers: int, wrote: Callable[[int], None]) -> tuple[Asker, ...]:
    """Write ``size`` customers with their orders, conversations and lines; ``wrote`` hears how many came in.

    Returns up to ``askers`` of those who have written, from all over the shop. Raises ``DatabaseDown``.
    """
    starts, found = iter(range(0, size, TOGETHER)), list[Asker]()

    async def work() -> None:
        for start in starts:
            some = people(start, now)[: size - start]
            await _write(database, some)
            found.extend(person.asker for person in some if person.chat is not None)
            wrote(len(some))

    async with asyncio.TaskGroup() as group:
        for _ in range(_UNDER_WAY):
            group.create_task(work())
    return spread(sorted(found, key=lambda asker: asker.wa_id), askers)


def spread(found: Sequence[Asker], wanted: int) -> tuple[Asker, ...]:
    """Return so many of them, evenly taken from first to last; all where there are no more."""
    if len(found) <= wanted:
        return tuple(found)
    return tuple(found[index * len(found) // wanted] for index in range(wanted))


async def _write(database: Database, some: Sequence[Person]) -> None:
    chats = [person.chat for person in some if person.chat is not None]
    await asyncio.gather(
        database.customers.put_many([person.customer for person in some]),
        database.orders.put_many([order for person in some for order in person.orders]),
        database.conversations.put_many(chats),
        database.transcript.add([line for person in some for line in person.lines]),
    )
