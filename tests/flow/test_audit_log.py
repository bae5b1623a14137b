from __future__ import annotations

import asyncio
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mongomock_motor import AsyncMongoMockClient

from bot.db import Database
from bot.db.audit import AuditFilter, AuditPlace
from bot.domain.staff import AuditEntry, StaffMember, staff_id
from bot.flow.audit_log import COLUMNS, Meant, as_csv, harmless, is_meant, read_log, visible

NOW = 1_760_000_000_000
STORES = ("noor", "dar")


def person(name: str, *stores: str) -> StaffMember:
    return StaffMember(staff_id(name), f"{name}@noor.example", name, "admin", NOW, stores=stores)


MONA, DARS = person("mona"), person("dars", "dar")
PEOPLE = {one.id: one for one in (MONA, DARS)}


def entry(about: str = "", store: str | None = None, who: StaffMember | None = MONA) -> AuditEntry:
    return AuditEntry("1", NOW, "signed_in", who.id if who else None, about, "", store)


@pytest.mark.parametrize(
    ("one", "seen"),
    [
        (entry(store="dar"), True),
        (entry(store="noor", who=DARS), False),
        (entry("dar:hello"), True),
        (entry("noor: hours", who=DARS), False),
        (entry("c:n1:x", who=DARS), True),
        (entry("c:n1:x", who=MONA), False),
        (entry(who=None), False),
    ],
)
def test_one_of_some_stores_sees_their_entries_and_those_of_their_people(one: AuditEntry, seen: bool) -> None:  # noqa: FBT001 - a column
    assert visible(one, DARS, PEOPLE, STORES) is seen
    assert visible(one, MONA, PEOPLE, STORES)


def test_any_of_the_texts_is_enough_in_whatever_case() -> None:
    assert is_meant(entry("Hello"), Meant(texts=("bye", "HELL")), STORES)
    assert not is_meant(entry("Hello"), Meant(texts=("bye",)), STORES)
    assert not is_meant(entry("Hello", "noor"), Meant("dar", ("hello",)), STORES)


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")))
def test_no_cell_begins_like_a_formula_and_every_one_can_be_read_back(text: str) -> None:
    assert harmless(text).strip(" ")[:1] not in set("=+-@\t\r\n")
    assert harmless(text).removeprefix("'") == text.removeprefix("'")
    table = as_csv([entry(text)], PEOPLE, STORES)
    (row,) = csv.DictReader(io.StringIO(table, newline=""))
    assert (row["about"], tuple(row)) == (harmless(text), COLUMNS)


async def test_pages_have_every_entry_once_however_many_happened_at_once(database: Database) -> None:
    await database.audit.add([AuditEntry(f"{n:04}", NOW + n // 250, "signed_in", about=str(n)) for n in range(1_000)])
    found, after = [], None
    while True:
        page = await read_log(database, AuditFilter(), lambda one: int(one.about) % 2 == 0, 90, after)
        found += [int(one.about) for one in page.entries]
        if (after := page.next) is None:
            break
    assert found == list(range(998, -1, -2))


async def test_a_filter_is_of_a_person_a_deed_and_a_time(database: Database) -> None:
    more = [AuditEntry("2", NOW + 1, "signed_out", MONA.id), AuditEntry("3", NOW + 2, "signed_out")]
    await database.audit.add([entry(), *more])

    async def ids(wanted: AuditFilter, after: AuditPlace | None = None) -> str:
        return "".join([one.id async for one in database.audit.walk(wanted, after)])

    assert [await ids(AuditFilter(staff_id=who)) for who in (None, MONA.id, "")] == ["321", "21", "3"]
    assert await ids(AuditFilter(what="signed_out")) == "32"
    assert await ids(AuditFilter(since=NOW + 1, until=NOW + 2)) == "2"
    assert await ids(AuditFilter(until=NOW + 2), AuditPlace(NOW + 1, "2")) == "1"


async def test_what_is_old_is_forgotten(database: Database) -> None:
    await database.audit.add([entry(), AuditEntry("2", NOW + 1, "signed_out")])
    assert (await database.audit.forget_before(NOW + 1), [one.id for one in await database.audit.newest(9)]) == (1, ["2"])


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc")), max_size=20),
    st.integers(1, 4),
    st.integers(0, 6),
    st.sampled_from(["a", None]),
)
def test_pages_together_are_the_whole_log(told: list[tuple[int, str]], limit: int, until: int, what: str | None) -> None:
    entries = [AuditEntry(f"{n:02}", NOW + at, deed) for n, (at, deed) in enumerate(told)]

    async def read() -> list[str]:
        db = Database(AsyncMongoMockClient()["audit"])
        await db.audit.add(entries)
        found, after = [], None
        for _ in range(len(entries) + 1):
            page = await read_log(db, AuditFilter(what=what, until=NOW + until), lambda one: one.what != "c", limit, after)
            found += [one.id for one in page.entries]
            assert len(page.entries) <= limit
            if (after := page.next) is None:
                break
        return found

    kept = [one for one in entries if one.what != "c" and one.at < NOW + until and what in {None, one.what}]
    assert asyncio.run(read()) == [one.id for one in sorted(kept, key=lambda one: (one.at, one.id), reverse=True)]


async def test_after_many_that_are_not_meant_a_page_ends_and_can_be_read_on(database: Database) -> None:
    await database.audit.add([AuditEntry(f"{n}", NOW + n, "signed_in", about="x" if n == 0 else "") for n in range(6)])
    page = await read_log(database, AuditFilter(), lambda one: one.about == "x", 9, None, 4)
    assert (page.entries, page.next) == ((), AuditPlace(NOW + 2, "2"))
    page = await read_log(database, AuditFilter(), lambda one: one.about == "x", 9, page.next, 4)
    assert ([one.id for one in page.entries], page.next) == (["0"], None)
