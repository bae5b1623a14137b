"""When somebody is there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import DAY, HOUR, MINUTE, parse_instant
from bot.domain.hours import Hours, Span, Standing, hours_text, next_opening, open_now, open_until, opened_at, standing, with_nights

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


@pytest.mark.parametrize(
    ("moment", "end"),
    [("2026-11-24T09:00", "2026-11-24T13:00"), ("2026-11-24T12:59", "2026-11-24T13:00"), ("2026-11-24T14:00", "2026-11-24T18:00")],
)
def test_it_is_known_until_when_somebody_is_there(moment: str, end: str) -> None:
    assert open_until(RIYADH, at(moment)) == at(end)


def test_who_is_not_there_or_always_there_goes_never() -> None:
    assert (open_until(RIYADH, at("2026-11-24T13:00")), open_until(ALWAYS, at("2026-11-24T13:00"))) == (None, None)
    mondays = Hours(((Span(0, 1440),), *((),) * 6), "Asia/Riyadh")
    assert open_until(mondays, at("2026-11-23T13:00")) == at("2026-11-24T00:00")


def test_a_night_that_is_written_as_two_spans_ends_in_the_morning() -> None:
    night = Hours(((Span(1200, 1440),), (Span(0, 120),), *((),) * 5), "Asia/Riyadh")
    assert open_until(night, at("2026-11-23T21:00")) == at("2026-11-24T02:00")


@pytest.mark.parametrize(
    ("hours", "now", "stands"),
    [
        (None, "2026-11-24T10:00", Standing("always")),
        (ALWAYS, "2026-11-24T10:00", Standing("always")),
        (RIYADH, "2026-11-24T10:00", Standing("open", at("2026-11-24T13:00"))),
        (RIYADH, "2026-11-24T13:30", Standing("closed", at("2026-11-24T14:00"))),
        (NEVER, "2026-11-24T10:00", Standing("never")),
    ],
)
def test_how_it_stands_right_now(hours: Hours | None, now: str, stands: Standing) -> None:
    assert standing(hours, at(now)) == stands


@given(st.integers(0, 60 * DAY))
def test_who_is_there_is_there_until_the_end_and_not_at_it(ahead: int) -> None:
    now = at("2026-11-20T00:00") + ahead
    end = open_until(RIYADH, now)
    assert (end is not None) == open_now(RIYADH, now)
    if end is not None:
        assert end > now
        assert open_now(RIYADH, end - 1)
        assert not open_now(RIYADH, end)


@given(st.integers(0, 60 * DAY))
def test_how_it_stands_changes_when_it_is_said_to(ahead: int) -> None:
    now = at("2026-11-20T00:00") + ahead
    found = standing(RIYADH, now)
    assert found.at > now
    assert standing(RIYADH, found.at).kind != found.kind
    assert standing(RIYADH, found.at - 1) == found


@pytest.mark.parametrize(
    ("monday", "tuesday", "shown"),
    [
        ([(1200, 1440)], [(0, 120)], ([(1200, 120)], [])),
        ([(540, 780), (1200, 1440)], [(0, 120), (540, 780)], ([(540, 780), (1200, 120)], [(540, 780)])),
        ([(0, 1440)], [(0, 1440)], ([(0, 1440)], [(0, 1440)])),
        ([(1200, 1440)], [(60, 120)], ([(1200, 1440)], [(60, 120)])),
        ([(1200, 1430)], [(0, 120)], ([(1200, 1430)], [(0, 120)])),
        ([(1200, 1440)], [(0, 1200)], ([(1200, 1440)], [(0, 1200)])),
    ],
)
def test_a_night_is_one_where_that_can_be_told(
    monday: list[tuple[int, int]], tuesday: list[tuple[int, int]], shown: tuple[list[tuple[int, int]], list[tuple[int, int]]]
) -> None:
    days = [[Span(*one) for one in spans] for spans in (monday, tuesday, *((),) * 5)]
    found = [[(one.start, one.end) for one in spans] for spans in with_nights(days)]
    assert (found[0], found[1]) == shown


def test_hours_are_told_from_sunday_on_with_equal_days_as_one() -> None:
    day = (Span(540, 780), Span(840, 1440))
    assert hours_text((day, day, (), (), (), (), day)) == "Sun-Tue 09:00-13:00, 14:00-24:00"
    assert hours_text(((),) * 7) == ""


def test_a_night_is_told_as_one() -> None:
    night = (Span(0, 120), Span(1200, 1440))
    assert hours_text((night, (Span(0, 120),), (), (), (), (), (Span(1200, 1440),))) == "Sun-Mon 20:00-02:00"
    assert hours_text((night,) * 7) == "Sun-Sat 20:00-02:00"


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
