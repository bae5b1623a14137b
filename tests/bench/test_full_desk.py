from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bench.crowd import STORE_ID
from bot.bench.full_desk import busy, cookies, fill, people
from bot.db.desk import Filters
from bot.domain.clock import HOUR, MINUTE
from bot.domain.conversation import Conversation, Flag
from bot.domain.desk import entry_of, on_desk, urgency
from bot.flow.staff_access import StaffAccess

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_790_000_000_000
AGENTS = people(3, NOW)


def test_all_of_them_are_on_the_desk_and_may_still_be_answered_freely() -> None:
    chats = [busy(n, AGENTS, "n1", NOW) for n in range(2_000)]
    assert len({chat.id for chat in chats}) == 2_000
    assert all(on_desk(chat) and entry.closes_at > NOW + HOUR for chat in chats if (entry := entry_of(chat, None)))


def test_who_asks_for_a_person_now_is_more_urgent_than_everybody() -> None:
    wish = Conversation("c:n1:x", STORE_ID, "x", "n1", flag=Flag("asked_for_person", NOW), waiting_since=NOW, last_inbound_at=NOW)
    entries = [entry for n in range(2_000) if (entry := entry_of(busy(n, AGENTS, "n1", NOW), None))]
    mine = entry_of(wish, None)
    assert mine is not None
    assert min(urgency(entry, NOW + MINUTE) for entry in entries) > urgency(mine, NOW + MINUTE)


async def test_the_desk_is_filled_and_shared_out(database: Database) -> None:
    await fill(database, 12, AGENTS, "n1", NOW)
    counters = await database.desk.counters(Filters(me=AGENTS[1].id))
    assert counters.tabs == {"flagged": 3, "mine": 3, "unassigned": 3, "all": 12}


async def test_everybody_is_signed_in(database: Database) -> None:
    found = await cookies(database, AGENTS, NOW)
    entered = [await StaffAccess(database).session(cookie.removeprefix("wasla="), NOW) for cookie in found]
    assert [one.member.name for one in entered if one] == ["Agent 0", "Agent 1", "Agent 2"]
