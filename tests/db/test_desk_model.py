"""The queue and its counters against a list that is filtered and sorted by hand, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.db.desk import Filters
from bot.domain.clock import DAY, HOUR
from bot.domain.conversation import Closed, Conversation, Flag
from bot.domain.desk import entry_of, urgency

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document
    from bot.db.desk import Tab
    from bot.domain.desk import DeskEntry

NOW = 1_760_000_000_000
STORES, PEOPLE, LANGUAGES, LABELS = ("noor", "oud"), (None, "s:1", "s:2"), ("ar", "en"), ("vip", "late")


@st.composite
def chats(draw: st.DrawFn) -> list[Conversation]:
    """Return conversations of every kind, some of them due at the same instant."""
    return [_chat(draw, n) for n in range(draw(st.integers(0, 12)))]


def _chat(draw: st.DrawFn, n: int) -> Conversation:
    at = NOW - draw(st.sampled_from((0, HOUR, DAY - HOUR, 2 * DAY)))
    chat = Conversation(f"c:n1:{n:02}", draw(st.sampled_from(STORES)), f"cu:{n}", "n1", language=draw(st.sampled_from(LANGUAGES)), version=1)
    chat = replace(chat, last_inbound_at=at, assignee=draw(st.sampled_from(PEOPLE)), labels=tuple(draw(st.sets(st.sampled_from(LABELS)))))
    match draw(st.sampled_from(("bot", "flagged", "taken", "reopened", "closed"))):
        case "flagged":
            return replace(chat, flag=Flag(draw(st.sampled_from(("complaint", "request"))), at), waiting_since=draw(st.sampled_from((None, at))))
        case "taken":
            return replace(chat, owner="staff", taken_at=at, escalated_at=draw(st.sampled_from((None, at))))
        case "reopened":
            return replace(chat, reopened_at=at)
        case "closed":
            return replace(chat, closed=Closed(at, "solved"))
        case _:
            return chat


def wanted(entry: DeskEntry, filters: Filters) -> bool:
    """Tell by hand whether a line belongs to what is asked for."""
    tabs = {
        "flagged": entry.flagged_at is not None,
        "mine": entry.assignee == filters.me,
        "unassigned": entry.assignee is None,
        "all": True,
        "closed": True,
    }
    return (
        (entry.state == "closed") == (filters.tab == "closed")
        and tabs[filters.tab]
        and (not filters.stores or entry.store_id in filters.stores)
        and filters.language in {None, entry.language}
        and (filters.label is None or filters.label in entry.labels)
    )


FILTERS = st.builds(
    Filters,
    tab=st.sampled_from(("flagged", "mine", "unassigned", "all", "closed")),
    me=st.just("s:1"),
    stores=st.sampled_from(((), ("noor",), STORES)),
    language=st.sampled_from((None, *LANGUAGES)),
    label=st.sampled_from((None, *LABELS)),
)


async def laid_out(database: Database, motor_database: AsyncIOMotorDatabase[Document], there: list[Conversation]) -> list[DeskEntry]:
    await motor_database["desk"].delete_many({})
    await database.conversations.project(there)
    return [entry for chat in there if (entry := entry_of(chat, None)) is not None]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(there=chats(), filters=FILTERS, size=st.integers(1, 5))
async def test_pages_together_are_what_is_wanted_in_its_order(
    there: list[Conversation], filters: Filters, size: int, database: Database, motor_database: AsyncIOMotorDatabase[Document]
) -> None:
    entries = await laid_out(database, motor_database, there)
    expected = sorted((entry for entry in entries if wanted(entry, filters)), key=lambda entry: urgency(entry, NOW))
    if filters.tab == "closed":
        expected = sorted(expected, key=lambda entry: (entry.closed_at or 0, entry.id), reverse=True)
    seen: list[DeskEntry] = []
    page = await database.desk.queue(filters, NOW, size)
    seen += page.entries
    while page.next is not None:
        page = await database.desk.queue(filters, NOW, size, page.next)
        assert page.entries
        seen += page.entries
    assert seen == expected


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(there=chats(), stores=st.sampled_from(((), ("noor",))))
async def test_counters_are_the_lengths_of_the_tabs(
    there: list[Conversation], stores: tuple[str, ...], database: Database, motor_database: AsyncIOMotorDatabase[Document]
) -> None:
    entries = await laid_out(database, motor_database, there)
    counters = await database.desk.counters(Filters(me="s:1", stores=stores))
    tabs: tuple[Tab, ...] = ("flagged", "mine", "unassigned", "all")
    shown = {tab: [entry for entry in entries if wanted(entry, Filters(tab, "s:1", stores))] for tab in tabs}
    assert counters.tabs == {tab: len(lines) for tab, lines in shown.items()}
    assert counters.waiting == sum(entry.waiting_since is not None for entry in shown["all"])
    assert counters.escalated == sum(entry.escalated_at is not None for entry in shown["all"])
