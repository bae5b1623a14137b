"""Events for other systems, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.outgoing import OutgoingEvent

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
FAILED = OutgoingEvent("e:1", "noor", "message.failed", NOW, {"id": "o:1", "code": 131026, "order": None}, NOW)


async def one(database: Database) -> OutgoingEvent:
    (found,) = await database.outgoing.of_store("noor")
    return found


async def test_an_event_is_noted_once_and_due_from_its_time_on(database: Database) -> None:
    await database.outgoing.add([FAILED])
    await database.outgoing.add([replace(FAILED, type="alert.raised"), replace(FAILED, id="e:2", due_at=NOW + 1)])
    assert [event.id for event in await database.outgoing.due(NOW - 1, 9)] == []
    assert [(event.id, event.type) for event in await database.outgoing.due(NOW, 9)] == [("e:1", "message.failed")]
    assert len(await database.outgoing.due(NOW + 1, 1)) == 1


async def test_what_it_tells_comes_back_but_for_what_is_nothing(database: Database) -> None:
    await database.outgoing.add([FAILED])
    data = dict((await one(database)).data)
    assert {key: value for key, value in data.items() if value is not None} == {"id": "o:1", "code": 131026}


async def test_a_failed_attempt_is_tried_again_later(database: Database) -> None:
    await database.outgoing.add([FAILED])
    await database.outgoing.attempted(await one(database), "HTTP 500", NOW + 5)
    found = await one(database)
    assert (found.attempts, found.state, found.log, found.due_at) == (1, "waiting", ("HTTP 500",), NOW + 5)
    assert await database.outgoing.due(NOW + 4, 9) == []
    assert await database.outgoing.due(NOW + 5, 9) == [found]


async def test_what_is_settled_is_never_due_again(database: Database) -> None:
    await database.outgoing.add([FAILED])
    await database.outgoing.attempted(replace(FAILED, state="delivered"), "HTTP 204", None)
    assert await database.outgoing.due(NOW * 2, 9) == []
    assert (await one(database)).state == "delivered"


async def test_of_many_attempts_the_newest_are_remembered(database: Database) -> None:
    await database.outgoing.add([FAILED])
    for n in range(20):
        await database.outgoing.attempted(await one(database), f"attempt {n}", NOW)
    found = await one(database)
    assert (found.attempts, len(found.log), found.log[-1]) == (20, 12, "attempt 19")


async def test_a_store_sees_its_own_the_newest_first(database: Database) -> None:
    await database.outgoing.add([FAILED, replace(FAILED, id="e:2", at=NOW + 1), replace(FAILED, id="e:3", store_id="dar")])
    assert [event.id for event in await database.outgoing.of_store("noor")] == ["e:2", "e:1"]
    assert [event.id for event in await database.outgoing.of_store("noor", limit=1)] == ["e:2"]


async def test_old_ones_are_forgotten_told_or_not(database: Database) -> None:
    await database.outgoing.add([FAILED, replace(FAILED, id="e:2", at=NOW + 1, state="delivered", due_at=0)])
    assert await database.outgoing.remove_before(NOW + 1) == 1
    assert [event.id for event in await database.outgoing.of_store("noor")] == ["e:2"]
