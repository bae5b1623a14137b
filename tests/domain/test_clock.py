from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import DAY, HOUR, from_instant, parse_instant, to_instant

LAST_OF_9999 = 253_402_300_799_999


def test_an_instant_counts_milliseconds_from_1970() -> None:
    assert to_instant(datetime(1970, 1, 2, tzinfo=UTC)) == DAY


def test_an_instant_does_not_depend_on_the_time_zone_that_tells_it() -> None:
    in_riyadh = datetime(2026, 11, 20, 15, 0, tzinfo=timezone(timedelta(hours=3)))
    assert to_instant(in_riyadh) == to_instant(datetime(2026, 11, 20, 12, 0, tzinfo=UTC))


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_instant(datetime(2026, 11, 20, 12, 0))  # noqa: DTZ001 - the fault that is tested


@given(st.integers(0, LAST_OF_9999))
def test_an_instant_survives_the_way_to_a_datetime_and_back(instant: int) -> None:
    assert to_instant(from_instant(instant)) == instant


@pytest.mark.parametrize("text", ["2026-11-20T12:00:00Z", "2026-11-20T15:00:00+03:00", "20261120T120000Z"])
def test_iso_times_with_an_offset_are_read(text: str) -> None:
    assert parse_instant(text) == to_instant(datetime(2026, 11, 20, 12, 0, tzinfo=UTC))


def test_fractions_of_a_second_are_kept_to_the_millisecond() -> None:
    assert parse_instant("1970-01-01T01:00:00.2504Z") == HOUR + 250


@pytest.mark.parametrize("text", ["2026-11-20T12:00:00", "2026-11-20", "yesterday", ""])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_instant(text)
