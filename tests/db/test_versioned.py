"""The commit protocol's steps, on every kind of server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.db.records import Events, Ledger
from bot.db.versioned import Change
from bot.domain.conversation import Conversation, Flag, Question
from bot.domain.inbox import InboxItem
from bot.domain.notice import Skipped

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
ID = "c:106540352242922:cu:shop:wa:201001234567"
FIRST = Conversation(
    id=ID,
    store_id="shop",
    customer_id="cu:shop:wa:201001234567",
    phone_number_id="106540352242922",
    language="ar",
    last_inbound_at=NOW,
    flag=Flag("complaint", NOW, "غاضب 😡"),
    question=Question("order_status", ("shop:1", "shop:2"), NOW, NOW + 1),
    version=1,
)
EVENT = InboxItem("standard:shop:1", "event", "order:shop:1", NOW, NOW, "standard/shop", b'{"id":"\xff"}')


def change(version: int = 1, misunderstood: int = 0) -> Change[Conversation]:
    pending = {
        "ledger": [Ledger.to_doc(Skipped("shop:1:shipped:p:1:cu", "shipped", "shop:1", "quiet"), NOW)],
        "events": [Events.to_doc(EVENT, "applied", "shop:1")],
    }
    return Change(replace(FIRST, version=version, misunderstood=misunderstood), consumed=("standard:shop:1",), pending=pending)


async def test_a_commit_stores_the_state_with_what_is_left_to_do(database: Database) -> None:
    assert await database.conversations.commit([change()]) == [change()]
    loaded = (await database.conversations.load([ID]))[ID]
    assert loaded.value == FIRST
    assert loaded.consumed == ("standard:shop:1",)
    assert loaded.pending == {**change().pending, "desk": [{"_id": ID}]}


async def test_a_later_version_takes_the_place_of_the_one_before(database: Database) -> None:
    await database.conversations.commit([change()])
    assert await database.conversations.commit([change(2, misunderstood=1)])
    loaded = (await database.conversations.load([ID]))[ID]
    assert (loaded.value.version, loaded.value.misunderstood) == (2, 1)
    assert loaded.pending == {**change().pending, "desk": [{"_id": ID}]}


async def test_who_comes_second_writes_nothing(database: Database) -> None:
    await database.conversations.commit([change()])
    assert await database.conversations.commit([change(1, misunderstood=7)]) == []
    await database.conversations.commit([change(2)])
    assert await database.conversations.commit([change(2, misunderstood=7)]) == []
    assert (await database.conversations.get_many([ID]))[ID].misunderstood == 0


async def test_of_twenty_workers_with_one_version_one_commits(database: Database) -> None:
    await database.conversations.commit([change()])
    written = await asyncio.gather(*(database.conversations.commit([change(2, misunderstood=n)]) for n in range(20)))
    winners = [done[0] for done in written if done]
    assert len(winners) == 1
    assert (await database.conversations.get_many([ID]))[ID] == winners[0].value


async def test_a_batch_commits_those_that_nobody_overtook(database: Database) -> None:
    others = [Change(replace(FIRST, id=f"c:{n}")) for n in range(4)]
    await database.conversations.commit(others[:2])
    await database.conversations.commit([Change(replace(FIRST, id="c:0", version=2))])
    mixed = [Change(replace(FIRST, id="c:0", version=2)), Change(replace(FIRST, id="c:1", version=2)), *others[2:], others[1]]
    assert [done.value.id for done in await database.conversations.commit(mixed)] in (["c:1", "c:2", "c:3"], ["c:2", "c:3"])


async def test_finishing_copies_removes_and_clears_however_often(database: Database) -> None:
    await database.inbox.add_many([EVENT])
    await database.conversations.commit([change()])
    for _ in range(2):
        await database.conversations.finish([change()])
    loaded = (await database.conversations.load([ID]))[ID]
    assert (loaded.consumed, loaded.pending) == ((), {})
    assert await database.events.known([EVENT.id, "other"]) == {EVENT.id}
    assert await database.ledger.known(["shop:1:shipped:p:1:cu"])
    assert await database.inbox.get_many([EVENT.id]) == []


async def test_what_was_loaded_unfinished_can_be_finished(database: Database) -> None:
    await database.conversations.commit([change()])
    loaded = (await database.conversations.load([ID]))[ID]
    await database.conversations.finish([loaded])
    assert [doc["_id"] for doc in await database.events.of_order("shop:1")] == [EVENT.id]


async def test_finishing_an_old_commit_leaves_the_lists_of_a_newer_one(database: Database) -> None:
    await database.conversations.commit([change()])
    await database.conversations.commit([change(2)])
    await database.conversations.finish([change()])
    assert (await database.conversations.load([ID]))[ID].consumed == ("standard:shop:1",)


async def test_values_may_be_put_new_or_not(database: Database) -> None:
    for misunderstood in (1, 2):
        await database.conversations.put_many([replace(FIRST, misunderstood=misunderstood), replace(FIRST, id=f"c:{misunderstood}")])
    assert (await database.conversations.get_many([ID]))[ID].misunderstood == 2
    assert set(await database.conversations.get_many([ID, "c:1", "c:2", "c:3"])) == {ID, "c:1", "c:2"}


async def test_nothing_is_loaded_or_committed_without_ids(database: Database) -> None:
    assert await database.conversations.load([]) == {}
    assert await database.conversations.commit([]) == []
