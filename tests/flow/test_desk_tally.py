"""What is kept in mind of the desk says the same as the desk itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.db.desk import Filters
from bot.domain.clock import DAY, HOUR
from bot.domain.conversation import Closed, Conversation, Flag
from bot.domain.desk import DeskEntry, entry_of
from bot.flow.desk_tally import MANY, Tally, chosen, traits_of

if TYPE_CHECKING:
    from bot.db import Database
    from bot.db.desk import Tab

NOW = 1_760_000_000_000
TABS: tuple[Tab, ...] = ("flagged", "mine", "unassigned", "all")
CHATS = st.builds(
    Conversation,
    id=st.integers(0, 9).map(lambda n: f"c:n1:{n}"),
    store_id=st.sampled_from(("noor", "dar")),
    customer_id=st.just("cu:x"),
    phone_number_id=st.sampled_from(("n1", "n2")),
    language=st.sampled_from(("ar", None)),
    flag=st.sampled_from((Flag("complaint", NOW), None)),
    assignee=st.sampled_from(("s:1", "s:2", None)),
    labels=st.sampled_from(((), ("vip",), ("vip", "late"))),
    waiting_since=st.sampled_from((NOW, None)),
    closed=st.sampled_from((Closed(NOW, "solved"), None)),
    reopened_at=st.sampled_from((NOW, None)),
    version=st.integers(1, 9),
)
FILTERS = st.builds(
    Filters,
    tab=st.sampled_from(TABS),
    me=st.sampled_from(("s:1", None)),
    stores=st.sampled_from(((), ("noor",))),
    language=st.sampled_from(("ar", None)),
    label=st.sampled_from(("vip", None)),
    reason=st.sampled_from(("complaint", None)),
)


def lines(chats: list[Conversation]) -> list[DeskEntry]:
    return [entry for chat in chats if (entry := entry_of(chat, None)) is not None]


def newest(entries: list[DeskEntry]) -> list[DeskEntry]:
    """The open lines in their newest version; of two with the same version the first."""
    found: dict[str, DeskEntry] = {}
    for entry in entries:
        if entry.id not in found or found[entry.id].version < entry.version:
            found[entry.id] = entry
    return [entry for entry in found.values() if entry.state == "open"]


@given(st.lists(CHATS, max_size=30), FILTERS)
def test_counters_are_those_of_the_newest_versions_in_whatever_order_they_came(chats: list[Conversation], filters: Filters) -> None:
    tally, there = Tally(), newest(lines(chats))
    tally.put(lines(chats))
    counters = tally.counters(filters)
    assert counters.tabs == {tab: sum(traits_of(entry).fits(filters, tab) for entry in there) for tab in TABS}
    fitting = [entry for entry in there if traits_of(entry).fits(filters, "all")]
    assert counters.waiting == sum(entry.waiting_since is not None for entry in fitting)


@given(st.lists(CHATS, max_size=30), FILTERS, st.integers(0, 10))
def test_ids_are_given_unless_there_are_too_many(chats: list[Conversation], filters: Filters, most: int) -> None:
    tally, there = Tally(), newest(lines(chats))
    tally.put(lines(chats))
    wanted = {entry.id for entry in there if traits_of(entry).fits(filters, filters.tab)}
    assert tally.ids(filters, most) == (None if len(wanted) > most else tally.ids(filters, 99))
    assert set(tally.ids(filters, 99) or ()) == wanted


async def test_a_large_desk_is_read_in_pages_and_little_of_it_is_found_as_the_database_finds_it(database: Database) -> None:
    flag = Flag("complaint", NOW)
    chats = [
        Conversation(f"c:n1:{n}", "noor", "cu:x", "n1", flag=flag, last_inbound_at=NOW - n % 40 * HOUR, labels=("vip",) * (n % 9 == 0), version=1)
        for n in range(MANY + 10)
    ]
    await database.conversations.project(chats)
    tally = Tally()
    await tally.read(database)
    assert tally.counters(Filters()) == await database.desk.counters(Filters())
    filters, after, seen = Filters(label="vip"), None, 0
    while True:
        page = await chosen(database, tally, filters, NOW, 50, after)
        assert page == await database.desk.queue(filters, NOW, 50, after)
        seen += len(page.entries)
        if page.next is None:
            break
        after = page.next
    assert seen == 113


async def test_what_has_left_the_desk_meanwhile_is_not_shown(database: Database) -> None:
    flag = Flag("complaint", NOW)
    chats = [Conversation(f"c:n1:{n}", "noor", "cu:x", "n1", flag=flag, labels=("vip",) * (n < 2), version=1) for n in range(MANY)]
    tally = Tally()
    tally.put(lines(chats))
    tally.ready = True
    await database.conversations.project([chats[0], replace(chats[1], flag=None, closed=Closed(NOW, "solved"), version=2)])
    page = await chosen(database, tally, Filters(label="vip"), NOW + DAY, 50, None)
    assert [entry.id for entry in page.entries] == [chats[0].id]
