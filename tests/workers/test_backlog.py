"""An alert tells of what has waited too long, once, and closes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.clock import MINUTE
from bot.workers.backlog import KINDS, LEASE_LIVES, BacklogWatch
from tests.workers.clock import NOW
from tests.workers.conftest import item

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.alert import Alert
    from tests.workers.clock import Clock

LIMIT = 2 * MINUTE


def watch(database: Database, clock: Clock, owner: str = "one") -> BacklogWatch:
    return BacklogWatch(database, ("noor", "layla"), LIMIT, owner, clock)


async def ringing(database: Database) -> list[Alert]:
    return sorted(await database.alerts.open(), key=lambda one: one.id)


async def test_what_has_waited_too_long_rings_once_in_every_store(database: Database, clock: Clock) -> None:
    await database.inbox.add_many([item("wa:1", received_at=NOW - LIMIT - 1), item("wa:2", received_at=NOW)])
    for _ in range(3):
        await watch(database, clock).once()
    assert [(one.id, one.count) for one in await ringing(database)] == [("layla:backlog:message", 1), ("noor:backlog:message", 1)]
    assert (await ringing(database))[0].text.startswith("Messages of customers have waited 2 min to be handled.")


async def test_it_rings_until_half_of_that_and_then_no_more(database: Database, clock: Clock) -> None:
    await database.inbox.add_many([item("wa:1", received_at=NOW - LIMIT - 1), item("wa:2", received_at=NOW - LIMIT // 2 - 1)])
    await watch(database, clock).once()
    await database.inbox.remove(["wa:1"])
    await watch(database, clock).once()
    assert len(await ringing(database)) == 2
    await database.inbox.remove(["wa:2"])
    await watch(database, clock).once()
    assert await ringing(database) == []


async def test_it_rings_anew_when_it_comes_back(database: Database, clock: Clock) -> None:
    for name in ("wa:1", "wa:2"):
        await database.inbox.add_many([item(name, received_at=NOW - LIMIT - 1)])
        await watch(database, clock).once()
        await database.inbox.remove([name])
        if name == "wa:1":
            await watch(database, clock).once()
    assert [one.kind for one in await ringing(database)] == ["backlog", "backlog"]


async def test_each_kind_rings_for_itself(database: Database, clock: Clock) -> None:
    await database.inbox.add_many([item(f"x:{kind}", kind=kind, received_at=NOW - LIMIT - 1) for kind in KINDS])
    await watch(database, clock).once()
    assert {one.subject for one in await ringing(database)} == set(KINDS)


async def test_one_process_looks_and_another_one_when_that_is_gone(database: Database, clock: Clock) -> None:
    await watch(database, clock).once()
    await database.inbox.add_many([item("wa:1", received_at=NOW - LIMIT - 1)])
    await watch(database, clock, "two").once()
    assert await ringing(database) == []
    clock.now += LEASE_LIVES
    await watch(database, clock, "two").once()
    assert len(await ringing(database)) == 2
