"""Which days an overview is of."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import parse_instant
from bot.domain.store import Store
from bot.web.console.overview.period import CHOICES, LONGEST, period_of

NOW = parse_instant("2026-11-24T22:30:00Z")
NOOR = Store("noor", "Noor", "n1", timezone="Europe/London")
DAR = Store("dar", "Dar", "n2", timezone="Asia/Riyadh")
TODAY = date(2026, 11, 24)
DATES = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_it_is_the_last_thirty_days_unless_others_are_asked_for() -> None:
    period = period_of({}, [NOOR], NOW)
    assert (period.choice, len(period.dates), period.dates[-1], period.wrong) == (30, 30, TODAY, False)


@pytest.mark.parametrize("days", CHOICES)
def test_a_choice_ends_with_today(days: int) -> None:
    period = period_of({"days": str(days)}, [NOOR], NOW)
    assert (period.dates[0], period.dates[-1]) == (TODAY - timedelta(days=days - 1), TODAY)
    assert (period.choice, period.running) == (days, True)


def test_today_is_the_newest_of_those_where_the_stores_are() -> None:
    assert period_of({"days": "1"}, [NOOR, DAR], NOW).dates == (date(2026, 11, 25),)
    assert period_of({"days": "1", "store": "noor"}, [NOOR, DAR], NOW).dates == (TODAY,)


def test_own_dates_are_shown_as_they_are() -> None:
    period = period_of({"from": "2026-10-01", "to": "2026-10-07"}, [NOOR], NOW)
    assert (period.dates[0], period.dates[-1], period.choice) == (date(2026, 10, 1), date(2026, 10, 7), None)
    assert period.running is False


def test_days_that_are_still_to_come_are_left_out() -> None:
    assert period_of({"from": "2026-11-20", "to": "2026-12-31"}, [NOOR], NOW).dates[-1] == TODAY


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-10-07", "2026-10-01"),
        ("2025-01-01", "2026-06-01"),
        ("2027-01-01", "2027-02-01"),
        ("yesterday", "today"),
        ("2026-10-01", ""),
        ("", "2026-10-01"),
        ("0001-01-01", "0001-01-05"),
        ("2026-02-30", "2026-03-01"),
    ],
)
def test_what_can_not_be_shown_is_said_and_the_usual_shown(since: str, until: str) -> None:
    period = period_of({"from": since, "to": until}, [NOOR], NOW)
    assert (period.wrong, len(period.dates)) == (True, 30)


@pytest.mark.parametrize("days", ["0", "2", "-1", "many", "1000000", ""])
def test_a_choice_that_is_none_is_the_usual_one(days: str) -> None:
    assert period_of({"days": days}, [NOOR], NOW).choice == 30


def test_one_store_can_be_chosen_and_an_unknown_one_means_all() -> None:
    assert period_of({"store": "dar"}, [NOOR, DAR], NOW).stores == (DAR,)
    unknown = period_of({"store": "other"}, [NOOR, DAR], NOW)
    assert (unknown.stores, unknown.store) == ((NOOR, DAR), None)


@given(DATES, st.integers(0, LONGEST - 1))
def test_the_days_before_are_as_many_and_end_the_day_before(since: date, length: int) -> None:
    wanted = {"from": since.isoformat(), "to": (since + timedelta(days=length)).isoformat()}
    period = period_of(wanted, [NOOR], NOW)
    assert len(period.before) == len(period.dates)
    assert period.before[-1] + timedelta(days=1) == period.dates[0]


@given(DATES, st.integers(0, LONGEST - 1), st.sampled_from([None, *CHOICES]), st.sampled_from(["", "noor", "dar"]))
def test_an_address_leads_back_to_its_period(since: date, length: int, choice: int | None, store: str) -> None:
    asked = {"from": since.isoformat(), "to": (since + timedelta(days=length)).isoformat(), "store": store}
    period = period_of(asked if choice is None else {"days": str(choice), "store": store}, [NOOR, DAR], NOW)
    again = period_of(dict(parse_qsl(period.address())), [NOOR, DAR], NOW)
    assert (again.dates, again.stores, again.choice) == (period.dates, period.stores, period.choice)


def test_another_choice_keeps_the_store() -> None:
    assert period_of({"store": "dar"}, [NOOR, DAR], NOW).address(choice=7) == "days=7&store=dar"
