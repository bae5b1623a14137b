"""What the clock does on the desk."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.clock import HOUR, MINUTE
from bot.domain.conversation import Conversation, Flag
from bot.domain.hours import Hours, Span
from bot.domain.store import Store
from bot.flow.handoff.by_the_clock import escalate
from bot.flow.handoff.desk import Done, HelpDesk
from bot.jobs.help_desk import Escalation, Silence
from bot.jobs.retention import Kept, Retention
from bot.language.catalogue import Catalogues

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_795_000_000_000
STORE = Store("noor", "Noor", "n1")
AWAY = replace(STORE, hours=Hours(((),) * 7, "UTC"))
CHAT = Conversation("c:n1:cu", "noor", "cu", "n1", last_inbound_at=NOW - HOUR, version=1)
WAITS = replace(CHAT, flag=Flag("complaint", NOW - HOUR), waiting_since=NOW - HOUR)
QUIET = replace(CHAT, owner="staff", assignee="s:1", staff_said_at=NOW - HOUR)


async def escalated(db: Database, *stores: Store, after: int = 15 * MINUTE, now: int = NOW) -> int:
    by_id = {store.id: store for store in stores or (STORE,)}
    return await Escalation(db, HelpDesk(db, by_id, Catalogues({})), by_id, after).run(now)


async def handed_back(db: Database, after: int) -> int:
    return await Silence(db, HelpDesk(db, {"noor": STORE}, Catalogues({})), after).run(NOW)


async def test_who_waits_too_long_is_told_of_once(database: Database) -> None:
    await database.conversations.put_many([WAITS, replace(WAITS, id="c:2", waiting_since=NOW - MINUTE), replace(QUIET, id="c:3")])
    assert [await escalated(database), await escalated(database)] == [1, 0]
    assert (await database.desk.get_many([CHAT.id]))[CHAT.id].escalated_at == NOW
    assert [event.type for event in await database.outgoing.of_store("noor")] == ["conversation.escalated"]


async def test_nobody_is_told_while_nobody_is_there(database: Database) -> None:
    await database.conversations.put_many([WAITS])
    assert await escalated(database, AWAY) == 0


async def test_a_night_does_not_count_as_waiting(database: Database) -> None:
    await database.conversations.put_many([replace(WAITS, waiting_since=1)])
    # The day begins at midnight UTC.
    opening = NOW - NOW % (24 * HOUR)
    shop = replace(STORE, hours=Hours(((Span(0, 600),), ()) * 3 + ((Span(0, 600),),), "UTC"))
    open_days = [day for day in range(7) if await escalated(database, shop, now=opening + day * 24 * HOUR + 5 * MINUTE)]
    assert open_days == []
    assert any([await escalated(database, shop, now=opening + day * 24 * HOUR + 20 * MINUTE) for day in range(3)])


async def test_what_is_quiet_goes_back_to_the_bot(database: Database) -> None:
    await database.conversations.put_many([QUIET, replace(WAITS, id="c:2")])
    assert [await handed_back(database, 2 * HOUR), await handed_back(database, HOUR // 2), await handed_back(database, 0)] == [0, 1, 0]
    chat = (await database.conversations.get_many([CHAT.id]))[CHAT.id]
    assert (chat.owner, chat.closed is not None) == ("bot", True)
    assert [line.text for line in await database.transcript.of_conversation(CHAT.id)] == ["handed_back_by_silence"]


async def test_lines_that_were_closed_long_ago_are_forgotten(database: Database) -> None:
    await database.conversations.put_many([QUIET])
    await handed_back(database, HOUR // 2)
    retention = Retention(database, Kept(files=30, told=30))
    # The line and its words; the event of it has still to be told, however late.
    assert [await retention.run(NOW), await retention.run(NOW + 31 * 24 * HOUR)] == [0, 2]
    assert await database.desk.get_many([CHAT.id]) == {}


async def test_two_replicas_that_ring_at_once_escalate_once(database: Database) -> None:
    await database.conversations.put_many([replace(WAITS, id=f"c:{n}", customer_id=f"cu:{n}") for n in range(5)])
    found = await asyncio.gather(*(escalated(database) for _ in range(3)))
    assert sum(found) == 5
    assert len(await database.outgoing.of_store("noor")) == 5


async def test_who_was_answered_meanwhile_is_not_escalated(database: Database) -> None:
    await database.conversations.put_many([WAITS])
    desk = HelpDesk(database, {"noor": STORE}, Catalogues({}))
    (entry,) = await database.desk.waiting_before(NOW)
    await database.conversations.put_many([replace(WAITS, waiting_since=None, version=2)])
    made = await desk.do(entry.id, lambda chat: escalate(chat, NOW, NOW))
    assert isinstance(made, Done)
    assert not made.changed


async def test_a_store_that_is_no_longer_set_up_is_passed_over(database: Database) -> None:
    await database.conversations.put_many([replace(WAITS, store_id="gone"), replace(QUIET, id="c:2", store_id="gone")])
    assert (await escalated(database), await handed_back(database, HOUR // 2)) == (0, 0)
