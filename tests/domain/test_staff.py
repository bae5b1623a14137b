from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import DAY, HOUR, MINUTE
from bot.domain.staff import ALLOWED, DEEDS, ROLES, SessionRules, StaffMember, StaffSession, due_for_rotation, may, staff_id, still_valid

NOW = 1_760_000_000_000
RULES = SessionRules()
SESSION = StaffSession("x", "s:1", "csrf", NOW, NOW, NOW)
MEMBER = StaffMember(staff_id("a@b.c"), "a@b.c", "A", "agent", NOW)


def test_every_role_stands_in_the_table_and_an_admin_may_everything() -> None:
    assert set(ALLOWED) == set(ROLES)
    assert all(may("admin", deed) for deed in DEEDS)


@pytest.mark.parametrize("deed", ["reply", "take_over", "note", "close", "configure", "erase", "manage_staff"])
def test_a_viewer_changes_nothing(deed: str) -> None:
    assert not may("viewer", deed)  # type: ignore[arg-type]


@pytest.mark.parametrize("deed", ["teach", "configure", "manage_staff", "see_audit", "export", "erase"])
def test_an_agent_helps_customers_and_administers_nothing(deed: str) -> None:
    assert not may("agent", deed)  # type: ignore[arg-type]


def test_each_role_may_what_the_one_below_may() -> None:
    assert ALLOWED["viewer"] < ALLOWED["agent"] < ALLOWED["admin"]


def test_an_address_is_one_person_however_it_is_typed() -> None:
    assert staff_id(" A@B.c ") == staff_id("a@b.c") != staff_id("a@b.d")


def test_without_stores_a_person_sees_all() -> None:
    assert MEMBER.sees("noor")
    assert not replace(MEMBER, stores=("dar",)).sees("noor")


@pytest.mark.parametrize(("after", "valid"), [(0, True), (HOUR - 1, True), (HOUR, False)])
def test_an_idle_session_ends(after: int, valid: bool) -> None:  # noqa: FBT001 - a column of the table
    assert still_valid(SESSION, NOW + after, RULES) is valid


def test_a_session_ends_after_some_days_however_much_it_is_used() -> None:
    used = replace(SESSION, seen_at=NOW + 7 * DAY)
    assert still_valid(used, NOW + 7 * DAY - 1, RULES)
    assert not still_valid(used, NOW + 7 * DAY, RULES)


def test_a_replaced_cookie_is_good_for_its_grace_and_not_replaced_again() -> None:
    replaced = replace(SESSION, ends_at=NOW + MINUTE)
    assert still_valid(replaced, NOW + MINUTE - 1, RULES)
    assert not still_valid(replaced, NOW + MINUTE, RULES)
    assert not due_for_rotation(replaced, NOW + DAY, RULES)


@given(st.integers(0, 30 * DAY), st.integers(0, 30 * DAY))
def test_a_session_that_has_ended_stays_ended(first: int, more: int) -> None:
    if not still_valid(SESSION, NOW + first, RULES):
        assert not still_valid(SESSION, NOW + first + more, RULES)


@pytest.mark.parametrize(("after", "due"), [(15 * MINUTE - 1, False), (15 * MINUTE, True)])
def test_a_cookie_is_changed_when_it_is_old(after: int, due: bool) -> None:  # noqa: FBT001 - a column of the table
    assert due_for_rotation(SESSION, NOW + after, RULES) is due
