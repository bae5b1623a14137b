from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.clock import DAY, HOUR, MINUTE, parse_instant
from bot.domain.daily import SETTLED, blank_day, due, local_day

AT = date(2026, 11, 24)
BLANK = blank_day("noor", AT, "Asia/Riyadh")


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (AT, "Asia/Riyadh", 24),
        (date(2026, 3, 29), "Europe/Berlin", 23),
        (date(2026, 10, 25), "Europe/Berlin", 25),
        (date(2026, 4, 24), "Africa/Cairo", 23),
        (date(2026, 10, 29), "Africa/Cairo", 25),
    ],
)
def test_a_day_is_as_long_as_its_clock_makes_it(day: date, zone: str, hours: int) -> None:
    made = blank_day("noor", day, zone)
    assert made.ends_at - made.starts_at == hours * HOUR
    assert {local_day(made.starts_at, zone), local_day(made.ends_at - 1, zone)} == {day}


def test_the_same_instant_is_another_day_elsewhere() -> None:
    late = parse_instant("2026-11-24T22:30:00Z")
    assert (local_day(late, "Asia/Riyadh"), local_day(late, "UTC")) == (date(2026, 11, 25), AT)


def test_a_day_is_counted_while_it_lasts_and_once_after() -> None:
    assert due(None, BLANK, BLANK.starts_at)
    assert due(replace(BLANK, folded_at=BLANK.ends_at - 1), BLANK, BLANK.ends_at)


@pytest.mark.parametrize(("after_end", "pause", "wanted"), [(HOUR, 30 * MINUTE, False), (2 * HOUR, HOUR, True), (4 * DAY, 2 * HOUR, False)])
def test_a_past_day_is_counted_ever_more_rarely(after_end: int, pause: int, wanted: bool) -> None:  # noqa: FBT001
    now = BLANK.ends_at + after_end
    assert due(replace(BLANK, folded_at=now - pause), BLANK, now) is wanted


def test_a_settled_day_is_counted_once_more_and_never_again() -> None:
    settled = BLANK.ends_at + SETTLED
    assert due(replace(BLANK, folded_at=settled - 1), BLANK, settled)
    assert not due(replace(BLANK, folded_at=settled), BLANK, settled + 90 * DAY)
