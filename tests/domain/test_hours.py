"""When somebody is there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import DAY, HOUR, MINUTE, parse_instant
from bot.domain.hours import Hours, Span, next_opening, open_now, opened_at

WORK = (Span(9 * 60, 13 * 60), Span(14 * 60, 18 * 60))
# Sunday to Thursday, as in Riyadh (UTC+3, no summer time).
RIYADH = Hours((WORK, WORK, WORK, WORK, (), (), WORK), "Asia/Riyadh", frozenset(("2026-11-25",)))
ALWAYS = Hours(((Span(0, 1440),),) * 7, "UTC")
NEVER = Hours(((),) * 7, "UTC")


def at(text: str) -> int:
    return parse_instant(f"{text}+03:00")


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("2026-11-24T09:00", True),
        ("2026-11-24T08:59", False),
        ("2026-11-24T13:00", False),
        ("2026-11-24T14:00", True),
        ("2026-11-24T17:59", True),
        ("2026-11-24T18:00", False),
        ("2026-11-25T10:00", False),
        ("2026-11-27T10:00", False),
        ("2026-11-29T10:00", True),
    ],
)
def test_somebody_is_there_in_the_hours_of_the_day_where_the_shop_is(moment: str, there: bool) -> None:  # noqa: FBT001
    assert open_now(RIYADH, at(moment)) is there


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-24T08:00", "2026-11-24T09:00"),
        ("2026-11-24T10:00", "2026-11-24T10:00"),
        ("2026-11-24T13:30", "2026-11-24T14:00"),
        ("2026-11-24T20:00", "2026-11-26T09:00"),
        ("2026-11-26T20:00", "2026-11-29T09:00"),
    ],
)
def test_the_next_opening_passes_over_nights_holidays_and_weekends(moment: str, opening: str) -> None:
    assert next_opening(RIYADH, at(moment)) == at(opening)


def test_who_never_opens_has_no_next_opening() -> None:
    assert next_opening(NEVER, at("2026-11-24T10:00")) is None
    assert not open_now(NEVER, at("2026-11-24T10:00"))


def test_it_is_known_since_when_somebody_is_there() -> None:
    assert opened_at(RIYADH, at("2026-11-24T15:00")) == at("2026-11-24T14:00")
    assert opened_at(RIYADH, at("2026-11-24T13:30")) is None


def test_a_span_past_midnight_is_one() -> None:
    night = Hours(((Span(20 * 60, 1440),), (Span(0, 120),), (), (), (), (), ()), "Asia/Riyadh")
    assert opened_at(night, at("2026-11-24T01:00")) == at("2026-11-23T20:00")
    assert opened_at(night, at("2026-11-24T02:00")) is None


def test_summer_time_moves_the_opening() -> None:
    berlin = Hours(((Span(540, 600),),) * 7, "Europe/Berlin")
    before, after = parse_instant("2026-10-24T12:00+00:00"), parse_instant("2026-10-25T12:00+00:00")
    assert next_opening(berlin, before) == parse_instant("2026-10-25T08:00+00:00")
    assert next_opening(berlin, after) == parse_instant("2026-10-26T08:00+00:00")


def test_an_unknown_time_zone_counts_as_utc() -> None:
    assert open_now(replace(RIYADH, timezone="Mars/Base"), parse_instant("2026-11-24T09:00+00:00"))


@given(st.integers(1_700_000_000_000, 1_900_000_000_000))
def test_at_the_next_opening_somebody_is_there_and_before_it_nobody(now: int) -> None:
    opening = next_opening(RIYADH, now)
    assert opening is not None
    assert open_now(RIYADH, opening)
    assert opening == now or not any(open_now(RIYADH, moment) for moment in range(now, opening, HOUR))


@given(st.integers(1_700_000_000_000, 1_900_000_000_000))
def test_since_it_opened_it_has_been_open(now: int) -> None:
    since = opened_at(RIYADH, now)
    assert since is None or all(open_now(RIYADH, moment) for moment in range(since, now, MINUTE * 15))
    assert opened_at(ALWAYS, now) is not None
    assert now - (opened_at(ALWAYS, now) or 0) < 9 * DAY


def test_who_is_always_there_never_opens_later() -> None:
    now = parse_instant("2026-11-24T23:59+00:00")
    assert next_opening(ALWAYS, now) == now


def test_the_order_in_which_spans_are_written_is_of_no_matter() -> None:
    turned = replace(RIYADH, days=(tuple(reversed(WORK)),) * 7)
    assert next_opening(turned, at("2026-11-24T13:30")) == at("2026-11-24T14:00")
    assert opened_at(turned, at("2026-11-24T09:30")) == at("2026-11-24T09:00")


def test_a_holiday_ends_a_span_that_goes_past_midnight() -> None:
    party = Hours(((Span(0, 60), Span(20 * 60, 1440)),) * 7, "Asia/Riyadh", frozenset(("2026-11-25",)))
    assert open_now(party, at("2026-11-24T23:59"))
    assert not open_now(party, at("2026-11-25T00:30"))
    assert opened_at(party, at("2026-11-24T00:30")) == at("2026-11-23T20:00")
