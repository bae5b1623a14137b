"""Who is let in, over every kind of server: what is decided once has to hold for many at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pyotp
import pytest

from bot.domain.clock import DAY, HOUR, MINUTE, SECOND
from bot.domain.staff import SessionRules, StaffMember, staff_id
from bot.flow.sign_in import TryLimits, hash_password
from bot.flow.staff_access import CodeNeeded, LetIn, NotLetIn, StaffAccess, Visitor

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
WORDS = "correct horse battery"
HERE = Visitor("203.0.113.7", "Firefox")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MONA = StaffMember(staff_id("mona@noor.example"), "mona@noor.example", "Mona", "admin", NOW, password_hash=hash_password(WORDS))


async def door(db: Database, member: StaffMember = MONA, **limits: int) -> StaffAccess:
    await db.staff.add(member)
    return StaffAccess(db, SessionRules(), TryLimits(**limits))


async def enter(access: StaffAccess, now: int = NOW) -> LetIn:
    made = await access.with_password(MONA.email, WORDS, HERE, now)
    assert isinstance(made, LetIn)
    return made


def code(now: int) -> str:
    return pyotp.TOTP(SECRET).at(now // SECOND)


async def test_who_is_let_in_has_a_session_from_where_he_is(database: Database) -> None:
    made = await enter(await door(database))
    assert (made.member, made.session.address, made.session.agent) == (MONA, "203.0.113.7", "Firefox")
    assert await database.staff_sessions.of_staff(MONA.id) == [made.session]


async def test_the_cookie_finds_its_session_and_another_one_finds_none(database: Database) -> None:
    access = await door(database)
    made = await enter(access)
    found = await access.session(made.cookie or "", NOW + 1)
    assert found is not None
    assert (found.session, found.cookie) == (made.session, None)
    assert await access.session("a guess", NOW + 1) is None
    assert await access.session(made.session.id, NOW + 1) is None


async def test_guesses_that_come_at_once_get_no_more_tries_than_others(database: Database) -> None:
    access = await door(database, account=3)
    made = await asyncio.gather(*(access.with_password(MONA.email, f"guess {n}", HERE, NOW) for n in range(8)))
    assert sum(one == NotLetIn("wrong") for one in made) <= 3
    assert await access.with_password(MONA.email, WORDS, HERE, NOW) == NotLetIn("too_many")


async def test_an_account_that_is_guessed_at_is_still_opened_by_a_link(database: Database) -> None:
    access = await door(database, account=1)
    for _ in range(3):
        await access.with_password(MONA.email, "a guess", HERE, NOW)
    assert isinstance(await access.with_link(await access.invite(MONA, NOW), HERE, NOW), LetIn)


async def test_of_many_who_use_a_link_at_once_one_gets_in(database: Database) -> None:
    access = await door(database)
    link = await access.invite(MONA, NOW)
    made = await asyncio.gather(*(access.with_link(link, HERE, NOW) for _ in range(4)))
    assert sorted(type(one).__name__ for one in made) == ["LetIn", "NotLetIn", "NotLetIn", "NotLetIn"]


async def test_of_many_requests_with_an_old_cookie_one_gets_the_new_one_and_all_go_on(database: Database) -> None:
    access = await door(database)
    cookie = (await enter(access)).cookie or ""
    later = NOW + 20 * MINUTE
    found = await asyncio.gather(*(access.session(cookie, later) for _ in range(5)))
    fresh = [one.cookie for one in found if one is not None and one.cookie is not None]
    assert (len(fresh), found.count(None)) == (1, 0)
    after = await access.session(fresh[0], later + HOUR - 1)
    assert after is not None
    assert await access.session(cookie, later + MINUTE) is None


async def test_a_link_asks_for_the_code_too(database: Database) -> None:
    access = await door(database, replace(MONA, totp_secret=SECRET))
    made = await access.with_link(await access.invite(MONA, NOW), HERE, NOW)
    assert isinstance(made, CodeNeeded)
    assert isinstance(await access.with_code(made.token, code(NOW), HERE, NOW), LetIn)


async def test_the_two_kinds_of_token_can_not_stand_for_one_another(database: Database) -> None:
    access = await door(database, replace(MONA, totp_secret=SECRET))
    waiting = await access.with_password(MONA.email, WORDS, HERE, NOW)
    assert isinstance(waiting, CodeNeeded)
    assert await access.with_link(waiting.token, HERE, NOW) == NotLetIn("expired")
    assert await access.with_code(await access.invite(MONA, NOW), code(NOW), HERE, NOW) == NotLetIn("expired")


async def test_codes_can_not_be_guessed_for_long(database: Database) -> None:
    access = await door(database, replace(MONA, totp_secret=SECRET), account=2)
    waiting = await access.with_password(MONA.email, WORDS, HERE, NOW)
    assert isinstance(waiting, CodeNeeded)
    tried = [await access.with_code(waiting.token, guess, HERE, NOW) for guess in ("000000", "111111", code(NOW))]
    assert tried == [NotLetIn("wrong_code"), NotLetIn("wrong_code"), NotLetIn("too_many")]


async def test_who_is_disabled_meanwhile_gets_no_further(database: Database) -> None:
    access = await door(database, replace(MONA, totp_secret=SECRET))
    waiting = await access.with_password(MONA.email, WORDS, HERE, NOW)
    assert isinstance(waiting, CodeNeeded)
    await database.staff.disable(MONA.id, NOW)
    assert await access.with_code(waiting.token, code(NOW), HERE, NOW) == NotLetIn("expired")


async def test_what_a_page_asks_for_by_itself_changes_nothing(database: Database) -> None:
    access = await door(database)
    made = await enter(access)
    found = await access.session(made.cookie or "", NOW + 30 * MINUTE, passive=True)
    assert found is not None
    assert (found.session, found.cookie) == (made.session, None)
    assert await access.session(made.cookie or "", NOW + HOUR, passive=True) is None


async def test_sessions_that_are_over_are_forgotten_at_the_next_sign_in(database: Database) -> None:
    access = await door(database)
    await enter(access)
    second = await enter(access, NOW + DAY)
    assert await database.staff_sessions.of_staff(MONA.id) == [second.session]


async def test_guessing_the_present_password_to_change_it_is_limited(database: Database) -> None:
    access = await door(database, account=3)
    who = await enter(access)
    tried = [await access.change_password(who, "a guess", "another horse battery", HERE, NOW) for _ in range(3)]
    assert tried == [NotLetIn("wrong"), NotLetIn("wrong"), NotLetIn("too_many")]


async def test_a_code_that_switches_codes_on_opens_nothing_afterwards(database: Database) -> None:
    access = await door(database)
    assert await access.start_codes(MONA, SECRET, code(NOW), HERE, NOW)
    waiting = await access.with_password(MONA.email, WORDS, HERE, NOW)
    assert isinstance(waiting, CodeNeeded)
    assert await access.with_code(waiting.token, code(NOW), HERE, NOW) == NotLetIn("wrong_code")


async def test_codes_that_are_off_can_not_be_switched_off(database: Database) -> None:
    access = await door(database)
    assert not await access.stop_codes(MONA, code(NOW), HERE, NOW)


@pytest.mark.parametrize("everywhere", [False, True])
async def test_signing_out_ends_one_session_or_all(database: Database, everywhere: bool) -> None:  # noqa: FBT001 - both ways
    access = await door(database)
    here, there = await enter(access), await enter(access)
    await access.sign_out(here, HERE, NOW, everywhere=everywhere)
    assert await database.staff_sessions.of_staff(MONA.id) == ([] if everywhere else [there.session])


async def test_the_log_holds_no_password_and_no_address_that_was_typed(database: Database) -> None:
    access = await door(database)
    await access.with_password("my password by mistake", "x", HERE, NOW)
    (entry,) = await database.audit.newest(9)
    assert (entry.what, entry.staff_id, entry.address) == ("refused_wrong", None, "203.0.113.7")
    assert "my password" not in repr(entry)


async def test_who_is_vouched_for_gets_in_by_any_case_without_a_code_of_ours(database: Database) -> None:
    access = await door(database)
    await database.staff.set_totp(MONA.id, SECRET)
    made = await access.with_identity(MONA.email.upper(), HERE, NOW)
    assert isinstance(made, LetIn)
    assert await database.staff_sessions.of_staff(MONA.id) == [made.session]


async def test_who_is_vouched_for_and_not_known_or_disabled_gets_nowhere(database: Database) -> None:
    access = await door(database)
    await database.staff.disable(MONA.id, NOW)
    assert [await access.with_identity(email, HERE, NOW) for email in (MONA.email, "new@noor.example")] == [NotLetIn("unknown")] * 2
    assert [staff.id for staff in await database.staff.all()] == [MONA.id]


async def test_tries_of_who_is_vouched_for_are_limited_and_counted_apart_from_passwords(database: Database) -> None:
    access = await door(database, account=1)
    for _ in range(2):
        await access.with_password(MONA.email, "a guess", HERE, NOW)
    assert isinstance(await access.with_identity(MONA.email, HERE, NOW), LetIn)
    assert await access.with_identity(MONA.email, HERE, NOW) == NotLetIn("too_many")


async def test_a_secret_is_used_once_as_long_as_it_is_good(database: Database) -> None:
    access, until = await door(database), NOW + 10 * MINUTE
    assert [await access.first_use("state", until) for _ in range(2)] == [True, False]
    await access.may_knock(HERE, until - 1)
    assert [await access.first_use(secret, until) for secret in ("state", "another")] == [False, True]
