"""What was meant for people and teams that are gone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.versioned import Change
from bot.domain.conversation import Closed, Conversation, Flag
from bot.domain.delivery import Author
from bot.domain.staff import StaffMember, staff_id
from bot.domain.store import Store
from bot.flow.handoff.assign import assign
from bot.flow.handoff.desk import HelpDesk
from bot.flow.handoff.release import Release
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
STORES = {"noor": Store("noor", "Noor Home", "n1"), "dar": Store("dar", "Dar", "n2")}
BY = Author("s:mona", "Mona")
AGENT = StaffMember(staff_id("a@x.example"), "a@x.example", "Agent", "agent", NOW)
OUT = replace(AGENT, disabled_at=NOW)
CHAT = Conversation(
    "c:n1:sara",
    "noor",
    "sara",
    "n1",
    last_inbound_at=NOW,
    flag=Flag("asked_for_person", NOW, "wants a person"),
    owner="staff",
    assignee=AGENT.id,
    team="noor:returns",
    touched_at=NOW,
    version=1,
)


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    return Catalogues.load(data_folder("locales"))


async def stand(db: Database, catalogues: Catalogues, *chats: Conversation) -> Release:
    await db.staff.add(AGENT)
    for chat in chats:
        await db.conversations.finish(await db.conversations.commit([Change(chat)]))
    return Release(db, HelpDesk(db, STORES, catalogues))


async def found(db: Database, chat: Conversation = CHAT) -> Conversation:
    return (await db.conversations.get_many([chat.id]))[chat.id]


async def test_who_may_still_have_it_keeps_it(database: Database, catalogues: Catalogues) -> None:
    release = await stand(database, catalogues, CHAT)
    assert await release.person(replace(AGENT, stores=("noor",), role="admin"), BY, NOW + 1) == 0
    assert (await found(database), await database.transcript.of_conversation(CHAT.id)) == (CHAT, [])


@pytest.mark.parametrize("gone", [OUT, replace(AGENT, role="viewer"), replace(AGENT, stores=("dar",))])
async def test_who_may_not_have_it_any_more_does_not(database: Database, catalogues: Catalogues, gone: StaffMember) -> None:
    release = await stand(database, catalogues, CHAT)
    assert [await release.person(gone, BY, NOW + 1) for _ in range(2)] == [1, 0]
    after = await found(database)
    assert (after.assignee, after.team, after.owner, after.waiting_since) == (None, CHAT.team, "staff", CHAT.waiting_since)
    (line,) = await database.desk.changed_since(NOW)
    assert (line.assignee, line.version) == (None, 2)


async def test_what_is_closed_stays_as_it_was(database: Database, catalogues: Catalogues) -> None:
    closed = replace(CHAT, flag=None, owner="bot", closed=Closed(NOW, "solved", AGENT.id))
    release = await stand(database, catalogues, closed)
    assert (await release.person(OUT, BY, NOW), await release.team("noor:returns", BY, NOW)) == (0, 0)
    assert await found(database) == closed


async def test_a_team_goes_and_who_has_it_keeps_it_and_is_named(database: Database, catalogues: Catalogues) -> None:
    release = await stand(database, catalogues, CHAT, replace(CHAT, id="c:n1:2", customer_id="2", assignee="s:nobody-knows"))
    assert await release.team("noor:returns", BY, NOW + 1) == 2
    after = await found(database)
    assert (after.assignee, after.team) == (AGENT.id, None)
    lines = [*await database.transcript.of_conversation(CHAT.id), *await database.transcript.of_conversation("c:n1:2")]
    assert [(line.text, line.detail, line.by) for line in lines] == [("assigned", "Agent", BY), ("assigned", "s:nobody-knows", BY)]


async def test_a_customer_who_writes_at_the_same_time_loses_nothing(database: Database, catalogues: Catalogues) -> None:
    release = await stand(database, catalogues, CHAT)
    desk = HelpDesk(database, STORES, catalogues)
    labels = asyncio.gather(*(desk.label(CHAT.id, BY, [name], (), NOW + 1) for name in ("vip", "late")))
    assert await release.person(OUT, BY, NOW + 1) == 1
    await labels
    after = await found(database)
    assert (after.assignee, sorted(after.labels)) == (None, ["late", "vip"])


def test_the_transcript_calls_a_team_by_its_name() -> None:
    made = assign(replace(CHAT, team=None), BY, Author(AGENT.id, AGENT.name), "noor:returns", NOW, "Back office")
    assert [line.detail for line in getattr(made, "lines", ())] == ["Agent / Back office"]
