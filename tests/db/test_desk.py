"""The desk's lines follow their conversations, and the queue shows them in their order, on every kind of server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.db.desk import Filters
from bot.db.versioned import Change
from bot.domain.clock import DAY, MINUTE
from bot.domain.conversation import Closed, Conversation, Flag
from bot.domain.customer import Customer
from bot.domain.desk import entry_of, urgency

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document
    from bot.db.desk import Tab

NOW = 1_760_000_000_000
ID = "c:n1:cu:sara"
SARA = Customer("cu:sara", "noor", "Sara Ål", e164="+966501234567")
CHAT = Conversation(ID, "noor", "cu:sara", "n1", language="ar", last_inbound_at=NOW, version=1)
FLAGGED = replace(CHAT, flag=Flag("asked_for_person", NOW, "help"), waiting_since=NOW, touched_at=NOW)
CLOSED = replace(CHAT, closed=Closed(NOW + 5, "solved", "s:1"), touched_at=NOW + 5)
STATES = (CHAT, FLAGGED, replace(CHAT, owner="staff", assignee="s:1", labels=("vip",)), CLOSED)


def chat(n: int, **more: object) -> Conversation:
    return replace(replace(FLAGGED, id=f"c:n1:{n:02}", waiting_since=NOW + n), **more)  # type: ignore[arg-type]


async def write(db: Database, *chats: Conversation) -> None:
    for one in chats:
        await db.conversations.finish(await db.conversations.commit([Change(one)]))


async def ids(db: Database, limit: int = 50, **filters: object) -> list[str]:
    page = await db.desk.queue(Filters(**filters), NOW, limit)  # type: ignore[arg-type]
    return [entry.id.rpartition(":")[2] for entry in page.entries]


async def test_a_commit_writes_its_line_with_the_customers_name(database: Database) -> None:
    await database.customers.put_many([SARA])
    await write(database, FLAGGED)
    assert (await database.desk.get_many([ID]))[ID] == entry_of(FLAGGED, "Sara Ål")


async def test_a_conversation_that_needs_nobody_is_not_written(database: Database) -> None:
    await write(database, CHAT)
    assert await database.desk.get_many([ID]) == {}
    assert (await database.conversations.load([ID]))[ID].pending == {}


async def test_what_is_done_leaves_nothing_to_finish(database: Database) -> None:
    await write(database, FLAGGED)
    assert (await database.conversations.load([ID]))[ID].pending == {}


async def test_a_crash_before_the_line_is_made_up_for(database: Database) -> None:
    await database.conversations.commit([Change(FLAGGED)])
    loaded = (await database.conversations.load([ID]))[ID]
    assert loaded.pending
    await database.conversations.finish([loaded])
    assert list(await database.desk.get_many([ID])) == [ID]


async def test_who_was_paused_does_not_write_an_older_line(database: Database) -> None:
    await database.conversations.commit([Change(FLAGGED)])
    await write(database, replace(CLOSED, version=2))
    await database.conversations.finish([Change(FLAGGED)])
    assert (await database.desk.get_many([ID]))[ID].state == "closed"


async def test_a_line_that_was_forgotten_comes_back(database: Database) -> None:
    await write(database, CLOSED)
    assert await database.desk.forget_closed_before(NOW + 6) == 1
    await write(database, replace(FLAGGED, version=2))
    assert (await database.desk.get_many([ID]))[ID].state == "open"


async def test_twenty_writers_of_twenty_versions_leave_the_newest(database: Database) -> None:
    versions = [replace(FLAGGED, version=n, labels=(f"l{n}",)) for n in range(1, 21)]
    await asyncio.gather(*(database.conversations.project([one]) for one in reversed(versions)))
    assert (await database.desk.get_many([ID]))[ID].labels == ("l20",)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STATES), st.booleans()), min_size=1, max_size=8), data=st.data())
async def test_whatever_the_order_of_finishing_the_line_is_that_of_the_newest(
    steps: list[tuple[Conversation, bool]], data: st.DataObject, database: Database, motor_database: AsyncIOMotorDatabase[Document]
) -> None:
    for name in ("desk", "conversations"):
        await motor_database[name].delete_many({})
    changes = [Change(replace(state, version=n)) for n, (state, _) in enumerate(steps, start=1)]
    left = []
    for change, (_, crashed) in zip(changes, steps, strict=True):
        assert await database.conversations.commit([change])
        await (asyncio.sleep(0) if crashed else database.conversations.finish([change]))
        left += [change] if crashed else []
    for change in data.draw(st.permutations(left)):
        await database.conversations.finish([change])
    newest = (await database.conversations.load([ID]))[ID]
    await database.conversations.finish([newest])
    shown = [entry for change in changes if (entry := entry_of(change.value, None)) is not None]
    assert list((await database.desk.get_many([ID])).values()) == shown[-1:]


async def test_the_queue_is_ordered_by_urgency(database: Database) -> None:
    chats = [chat(n, last_inbound_at=NOW - (DAY if n % 3 == 0 else 0)) for n in (5, 1, 4, 0, 3, 2)]
    await write(database, *chats)
    lines = sorted((entry for one in chats if (entry := entry_of(one, None))), key=lambda entry: urgency(entry, NOW))
    assert list((await database.desk.queue(Filters(), NOW, 9)).entries) == lines


@pytest.mark.parametrize("tab", ["all", "closed"])
async def test_pages_follow_one_another(database: Database, tab: Tab) -> None:
    for n in range(7):
        # Some are due at the same instant, some have no window any more.
        one = chat(n, last_inbound_at=NOW - (DAY if n > 4 else 0))
        open_one = replace(one, waiting_since=NOW + n // 3)
        await write(database, open_one if tab == "all" else replace(CLOSED, id=one.id, closed=Closed(NOW + n // 3, "solved")))
    whole = await ids(database, tab=tab)
    seen, place = [], None
    for _ in range(4):
        page = await database.desk.queue(Filters(tab), NOW, 2, place)
        seen += [entry.id.rpartition(":")[2] for entry in page.entries]
        place = page.next
    assert (len(whole), seen, place) == (7, whole, None)


async def test_tabs_and_filters_show_what_they_say(database: Database) -> None:
    await write(
        database,
        chat(1),
        chat(2, owner="staff", assignee="s:1", flag=None, labels=("a", "vip")),
        chat(3, assignee="s:2", language="en", team="returns"),
        chat(4, store_id="oud", phone_number_id="n2"),
        replace(CLOSED, id="c:n1:05"),
    )
    assert await ids(database, tab="flagged") == ["01", "03", "04"]
    assert await ids(database, tab="mine", me="s:1") == ["02"]
    assert await ids(database, tab="mine") == []
    assert await ids(database, tab="unassigned") == ["01", "04"]
    assert await ids(database, tab="closed") == ["05"]
    assert await ids(database, label="vip") == ["02"]
    assert await ids(database, language="en") == await ids(database, team="returns") == ["03"]
    assert await ids(database, stores=("oud", "x")) == await ids(database, phone_number_id="n2") == ["04"]


async def test_counters_count_each_tab(database: Database) -> None:
    await write(database, chat(1), chat(2, assignee="s:1", escalated_at=NOW), replace(CHAT, owner="staff"), replace(CLOSED, id="c:9"))
    counters = await database.desk.counters(Filters(me="s:1"))
    assert counters.tabs == {"flagged": 2, "mine": 1, "unassigned": 2, "all": 3}
    assert (counters.waiting, counters.escalated) == (2, 1)
    assert (await database.desk.counters(Filters(stores=("oud",)))).tabs["all"] == 0


async def test_changes_are_found_by_when_they_were_made(database: Database) -> None:
    await write(database, chat(1), chat(2, touched_at=NOW + 9), chat(3, touched_at=NOW + 7))
    assert [entry.id for entry in await database.desk.changed_since(NOW + 7)] == ["c:n1:03", "c:n1:02"]


async def test_names_are_found_in_whatever_case(database: Database) -> None:
    await database.customers.put_many([SARA])
    await write(database, FLAGGED)
    assert [entry.id for entry in await database.desk.named("ra å", 5)] == [ID]
    assert await database.desk.named("a.*", 5) == []


async def test_who_waits_too_long_is_found_and_what_has_gone_quiet(database: Database) -> None:
    await write(database, chat(1), chat(2, escalated_at=NOW), chat(3, owner="staff", waiting_since=NOW - 1, last_inbound_at=NOW - 9))
    assert [entry.id for entry in await database.desk.waiting_before(NOW + 2)] == ["c:n1:03", "c:n1:01"]
    assert [entry.id for entry in await database.desk.quiet_before(NOW + MINUTE)] == ["c:n1:03"]


@pytest.mark.parametrize("tab", ["all", "closed"])
async def test_pages_follow_one_another_though_all_is_due_at_once(database: Database, tab: Tab) -> None:
    lines = [replace(FLAGGED if tab == "all" else CLOSED, id=f"c:n1:{n:02}") for n in range(30)]
    await database.conversations.project(lines)
    seen: list[str] = []
    page = await database.desk.queue(Filters(tab), NOW, 7)
    while True:
        seen += [entry.id for entry in page.entries]
        if page.next is None:
            break
        page = await database.desk.queue(Filters(tab), NOW, 7, page.next)
    assert seen == sorted((line.id for line in lines), reverse=tab == "closed")


async def test_a_page_may_begin_behind_a_line_that_is_gone(database: Database) -> None:
    await write(database, *(chat(n) for n in range(4)))
    first = await database.desk.queue(Filters(), NOW, 2)
    await write(database, replace(CLOSED, id="c:n1:01", version=2))
    second = await database.desk.queue(Filters(), NOW, 2, first.next)
    assert [entry.id for entry in second.entries] == ["c:n1:02", "c:n1:03"]
    assert second.next is None


async def test_an_empty_desk_is_empty(database: Database) -> None:
    page = await database.desk.queue(Filters(), NOW, 2)
    assert (page.entries, page.next) == ((), None)
    assert (await database.desk.counters(Filters())).tabs == {"flagged": 0, "mine": 0, "unassigned": 0, "all": 0}
    assert await database.desk.changed_since(0) == await database.desk.named("x", 9) == []
