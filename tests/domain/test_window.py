from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import HOUR, MINUTE
from bot.domain.window import closes_at, is_open

WROTE_AT = 1_795_000_000_000


def test_the_window_is_open_for_a_day_after_the_customers_last_message() -> None:
    assert is_open(WROTE_AT, WROTE_AT)
    assert is_open(WROTE_AT, WROTE_AT + 23 * HOUR + 59 * MINUTE)


def test_it_closes_a_little_early_so_that_nothing_arrives_too_late() -> None:
    assert not is_open(WROTE_AT, WROTE_AT + 24 * HOUR - 5_000)
    assert closes_at(WROTE_AT) == WROTE_AT + 24 * HOUR


def test_it_has_never_been_open_for_who_has_never_written() -> None:
    assert not is_open(None, WROTE_AT)
    assert closes_at(None) is None


@given(st.integers(0, 10**13), st.integers(0, 10**9), st.integers(0, 10**9))
def test_once_closed_it_stays_closed(wrote_at: int, after: int, later: int) -> None:
    assert is_open(wrote_at, wrote_at + after) or not is_open(wrote_at, wrote_at + after + later)


@given(st.integers(0, 10**13), st.integers(-(10**9), 10**9))
def test_whenever_it_is_open_whatsapp_has_it_open_too(wrote_at: int, after: int) -> None:
    closing = closes_at(wrote_at)
    assert closing is not None
    assert not is_open(wrote_at, wrote_at + after) or wrote_at + after < closing
