from __future__ import annotations

from dataclasses import replace

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.staff import StaffMember, staff_id
from bot.flow.sign_in import (
    MOST_PASSWORD,
    TryLimits,
    code_step,
    hash_password,
    hashed,
    names_of_tries,
    new_session,
    new_token,
    new_totp_secret,
    password_opens,
    password_problem,
    rotated,
    stretch_of,
    totp_address,
)

NOW = 1_760_000_000_000
STEP = 30_000
MEMBER = StaffMember(staff_id("a@b.c"), "a@b.c", "A", "agent", NOW, password_hash=hash_password("correct horse battery"))
SECRET = new_totp_secret()


@pytest.mark.parametrize(
    ("member", "password", "opens"),
    [
        (MEMBER, "correct horse battery", True),
        (MEMBER, "Correct horse battery", False),
        (MEMBER, "correct horse battery\x00", False),
        (MEMBER, "x" * 5_000, False),
        (replace(MEMBER, disabled_at=NOW), "correct horse battery", False),
        (replace(MEMBER, password_hash=None), "", False),
        (replace(MEMBER, password_hash="no hash"), "no hash", False),
        (None, "correct horse battery", False),
    ],
)
def test_a_password_opens_its_own_account(member: StaffMember | None, password: str, opens: bool) -> None:  # noqa: FBT001 - a column
    assert password_opens(member, password) is opens


def test_the_same_password_is_kept_differently_for_each_and_never_as_it_is() -> None:
    first, second = hash_password("correct horse battery"), hash_password("correct horse battery")
    assert first != second
    assert "correct" not in first
    assert first.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("x" * 11, "too_short"),
        ("x" * 12, None),
        ("\ud800" * 12, None),
        ("x" * (MOST_PASSWORD + 1), "too_long"),
        ("Somebody@shop.example", "same_as_email"),
    ],
)
def test_a_new_password_is_judged_by_its_length(password: str, problem: str | None) -> None:
    assert password_problem(password, "somebody@shop.example") == problem


@pytest.mark.parametrize(("aside", "found"), [(-2, None), (-1, -1), (0, 0), (1, 1), (2, None)])
def test_a_code_is_right_for_its_step_and_the_ones_beside_it(aside: int, found: int | None) -> None:
    code = pyotp.TOTP(SECRET).generate_otp(NOW // STEP + aside)
    assert code_step(SECRET, code, NOW) == (None if found is None else NOW // STEP + found)


def test_a_code_may_be_typed_with_a_gap() -> None:
    code = pyotp.TOTP(SECRET).generate_otp(NOW // STEP)
    assert code_step(SECRET, f" {code[:3]} {code[3:]} ", NOW) == NOW // STEP


@given(st.text(max_size=40), st.text(max_size=12))
def test_whatever_is_typed_is_no_error(secret: str, code: str) -> None:
    assert code_step(secret, code, NOW) is None
    assert code_step(SECRET, code, NOW) in {None, *range(NOW // STEP - 1, NOW // STEP + 2)}


def test_an_app_is_told_whose_the_code_is() -> None:
    address = totp_address(SECRET, "a@b.c")
    assert address.startswith("otpauth://totp/Wasla:a%40b.c?")
    assert f"secret={SECRET}" in address


def test_a_session_is_kept_without_the_secret_of_its_cookie() -> None:
    made = new_session(MEMBER, NOW, "127.0.0.1", "Firefox " * 100)
    assert made.session.id == hashed(made.secret)
    assert made.secret not in repr(made.session)
    assert len(made.session.agent) == 200


def test_a_changed_cookie_is_the_same_session() -> None:
    made = new_session(MEMBER, NOW, "", "")
    after = rotated(made.session, NOW + 5)
    assert after.secret != made.secret
    assert after.session == replace(made.session, id=hashed(after.secret), seen_at=NOW + 5, rotated_at=NOW + 5)


def test_a_link_lasts_a_day_and_a_wait_for_a_code_some_minutes() -> None:
    (_, link), (_, code) = new_token(MEMBER, "link", NOW), new_token(MEMBER, "code", NOW)
    assert (link.expires_at - NOW, code.expires_at - NOW) == (86_400_000, 300_000)


def test_tries_count_against_account_and_address_without_naming_them() -> None:
    names = names_of_tries("a@b.c", "127.0.0.1", TryLimits(account=3, address=9))
    assert [most for _, most in names] == [3, 9]
    assert not any("a@b.c" in name or "127" in name for name, _ in names)
    assert stretch_of(NOW, TryLimits()) + 1 == stretch_of(NOW + TryLimits().stretch, TryLimits())
