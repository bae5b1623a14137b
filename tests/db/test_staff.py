"""The shop's people and what lets them in, on every kind of server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.clock import MINUTE
from bot.domain.staff import AuditEntry, EntryToken, StaffMember, StaffSession, staff_id

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
MONA = StaffMember(staff_id("mona@noor.example"), "mona@noor.example", "Mona", "admin", NOW, stores=("noor",))
SESSION = StaffSession("h1", MONA.id, "csrf", NOW, NOW, NOW, "127.0.0.1", "Firefox")


async def test_a_person_is_found_by_address_as_written_down(database: Database) -> None:
    assert await database.staff.add(MONA)
    assert await database.staff.by_email(" Mona@noor.example") == MONA
    assert await database.staff.all() == [MONA]


async def test_of_two_who_add_the_same_address_one_does(database: Database) -> None:
    others = [replace(MONA, name=f"M{n}") for n in range(5)]
    added = await asyncio.gather(*map(database.staff.add, others))
    assert sorted(added) == [False] * 4 + [True]


async def test_changes_reach_what_they_name_and_nothing_else(database: Database) -> None:
    await database.staff.add(MONA)
    await database.staff.set_password(MONA.id, "hash")
    await database.staff.set_totp(MONA.id, "SECRET")
    await database.staff.set_looks(MONA.id, "ar", "dark")
    await database.staff.disable(MONA.id, NOW + 1)
    wanted = replace(MONA, password_hash="hash", totp_secret="SECRET", language="ar", theme="dark", disabled_at=NOW + 1)
    assert await database.staff.get(MONA.id) == wanted
    await database.staff.set_totp(MONA.id, None)
    await database.staff.disable(MONA.id, None)
    assert await database.staff.get(MONA.id) == replace(wanted, totp_secret=None, disabled_at=None)


async def test_of_two_who_use_a_code_at_once_one_gets_in(database: Database) -> None:
    await database.staff.add(MONA)
    used = await asyncio.gather(*(database.staff.use_code(MONA.id, 58_000_000) for _ in range(4)))
    assert sorted(used) == [False, False, False, True]
    assert not await database.staff.use_code(MONA.id, 57_999_999)
    assert await database.staff.use_code(MONA.id, 58_000_001)


async def test_a_session_is_seen_at_most_once_a_minute(database: Database) -> None:
    await database.staff_sessions.add(SESSION)
    await database.staff_sessions.seen(SESSION, NOW + MINUTE - 1)
    assert await database.staff_sessions.get("h1") == SESSION
    await database.staff_sessions.seen(SESSION, NOW + MINUTE)
    assert await database.staff_sessions.get("h1") == replace(SESSION, seen_at=NOW + MINUTE)


async def test_of_two_who_replace_a_cookie_one_does_and_one_session_is_shown(database: Database) -> None:
    await database.staff_sessions.add(SESSION)
    new = [replace(SESSION, id=f"new{n}") for n in range(3)]
    done = await asyncio.gather(*(database.staff_sessions.replace(SESSION, one, NOW + MINUTE) for one in new))
    assert sorted(done) == [False, False, True]
    assert [one.id for one in await database.staff_sessions.of_staff(MONA.id)] == [new[done.index(True)].id]
    assert await database.staff_sessions.get("h1") == replace(SESSION, ends_at=NOW + MINUTE)


async def test_ending_a_session_ends_its_former_cookies_and_no_other_session(database: Database) -> None:
    other = replace(SESSION, id="h9", csrf="other")
    for one in (SESSION, replace(SESSION, id="h2"), other):
        await database.staff_sessions.add(one)
    await database.staff_sessions.end(SESSION)
    assert [await database.staff_sessions.get(key) for key in ("h1", "h2", "h9")] == [None, None, other]


async def test_ending_all_may_spare_one(database: Database) -> None:
    other = replace(SESSION, id="h9", csrf="other")
    for one in (SESSION, other, replace(SESSION, id="h3", staff_id="s:else", csrf="else")):
        await database.staff_sessions.add(one)
    await database.staff_sessions.end_all(MONA.id, SESSION)
    assert [await database.staff_sessions.get(key) is None for key in ("h1", "h9", "h3")] == [False, True, False]
    await database.staff_sessions.end_all(MONA.id)
    assert await database.staff_sessions.of_staff(MONA.id) == []


async def test_sessions_that_are_over_are_forgotten(database: Database) -> None:
    for n in range(3):
        await database.staff_sessions.add(replace(SESSION, id=f"h{n}", seen_at=NOW + n))
    await database.staff_sessions.forget(MONA.id, lambda one: one.seen_at < NOW + 2)
    assert [one.id for one in await database.staff_sessions.of_staff(MONA.id)] == ["h2"]


async def test_a_token_is_used_by_one_and_expires(database: Database) -> None:
    await database.entry_tokens.add(EntryToken("t1", MONA.id, "link", NOW + 10))
    assert await database.entry_tokens.get("t1", NOW + 10) is None
    assert await database.entry_tokens.get("t1", NOW + 9) == EntryToken("t1", MONA.id, "link", NOW + 10)
    assert sorted(await asyncio.gather(*(database.entry_tokens.use("t1") for _ in range(3)))) == [False, False, True]


async def test_tokens_of_a_person_are_forgotten_when_expired_or_all(database: Database) -> None:
    for n in range(3):
        await database.entry_tokens.add(EntryToken(f"t{n}", MONA.id, "code", NOW + n))
    await database.entry_tokens.forget_expired(MONA.id, NOW + 1)
    assert [await database.entry_tokens.get(f"t{n}", 0) is None for n in range(3)] == [True, True, False]
    await database.entry_tokens.forget_of(MONA.id)
    assert await database.entry_tokens.get("t2", 0) is None


async def test_tries_are_counted_each_even_at_once_and_by_stretch(database: Database) -> None:
    await database.tries.count("account:x", 7)
    counts = await asyncio.gather(*(database.tries.count("account:x", 7) for _ in range(5)))
    assert max(counts) == 6
    assert await database.tries.count("account:x", 8) == 1
    await database.tries.forget_before(8)
    assert [await database.tries.count("account:x", stretch) for stretch in (7, 8)] == [1, 2]


async def test_the_audit_log_is_read_from_the_newest_on(database: Database) -> None:
    entries = [AuditEntry(f"{n}", NOW + n, "signed_in", MONA.id, address="127.0.0.1") for n in range(4)]
    await database.audit.add(entries)
    await database.audit.add([])
    assert await database.audit.newest(2) == [entries[3], entries[2]]
    assert await database.audit.newest(9, NOW + 2) == [entries[1], entries[0]]


async def test_a_profile_is_changed_in_what_is_another_alone(database: Database) -> None:
    before = StaffMember(staff_id("p@x.example"), "p@x.example", "P", "agent", 1, stores=("noor",), password_hash="h")
    await database.staff.add(before)
    await database.staff.set_profile(before, replace(before, role="viewer"))
    await database.staff.set_profile(before, replace(before, name="Q", stores=(), teams=("noor:a",), password_hash=None, disabled_at=5))
    assert await database.staff.get(before.id) == replace(before, name="Q", role="viewer", stores=(), teams=("noor:a",))
    await database.staff.set_profile(before, before)
    assert await database.staff.all() == [replace(before, name="Q", role="viewer", stores=(), teams=("noor:a",))]
