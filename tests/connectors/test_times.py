from __future__ import annotations

from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.times import first_instant, instant_of, local_day
from bot.domain.clock import SECOND, from_instant, parse_instant
from bot.errors import Unreadable
from tests.connectors.mutations import VALUES

RIYADH = "Asia/Riyadh"
MOMENT = parse_instant("2022-06-26T12:21:48+03:00")


@pytest.mark.parametrize(
    "written",
    [
        "Sun Jun 26 2022 12:21:48 GMT+0300",
        "Sun Jun 26 2022 12:21:48 GMT+0300 (Arabian Standard Time)",
        "Sun, Jun 26 2022 09:21:48 GMT",
        "Jun 26 2022 12:21:48",
        "Sun Jun 26 2022 07:21:48 UTC-02:00",
        "Sun, 26 Jun 2022 09:21:48 +0000",
        "26 Jun 2022 12:21:48 +0300",
        "sun, 26 jun 2022 09:21:48 GMT",
        "Sun, 26 Jun 2022 12:21:48",
        "2022-06-26 12:21:48",
        "2022-06-26 12:21:48.000000",
        "2022-06-26T12:21:48",
        "2022-06-26T12:21:48+03:00",
        "2022-06-26T09:21:48Z",
        "2022-06-26T09:21:48.000000Z",
        "2022-06-26 09:21:48 UTC",
        " 2022-06-26  12:21:48 ",
        "٢٠٢٢-٠٦-٢٦ ١٢:٢١:٤٨",
        "1656235308",
        1656235308,
        1656235308.0,
        1656235308000,
        {"date": "2022-06-26 12:21:48.000000", "timezone_type": 3, "timezone": "Asia/Riyadh"},
        {"date": "2022-06-26 09:21:48.000000", "timezone_type": 3, "timezone": "UTC"},
        {"date": "2022-06-26T09:21:48.000000Z", "timezone": "Asia/Riyadh"},
        {"date": "2022-06-26 12:21:48", "timezone": ""},
        {"date": "2022-06-26 12:21:48"},
    ],
)
def test_a_moment_is_the_same_in_every_form(written: object) -> None:
    assert instant_of(written, RIYADH) == MOMENT


def test_a_day_alone_is_its_midnight_where_the_shop_is() -> None:
    assert instant_of("2022-06-26", RIYADH) == parse_instant("2022-06-26T00:00:00+03:00")


@pytest.mark.parametrize(
    "written",
    [
        *("", "yesterday", "13-10-2025 | 10:53 ص", "Sun Foo 26 2022 12:21:48 GMT+0300", "Jun 31 2022 12:21:48", "0000-00-00 00:00:00"),
        *(None, True, [], {}, {"date": None}, {"date": "2022-06-26 12:21:48", "timezone": "Asia"}, 0, -1, 10**30, float("nan"), float("inf")),
        *("1999-12-31 23:59:59", "2100-06-01 00:00:00", "Sun Jun 26 2022 12:21:48 GMT+9900"),
    ],
)
def test_what_is_no_time_of_this_century_is_refused(written: object) -> None:
    with pytest.raises(Unreadable, match="not a time"):
        instant_of(written, RIYADH)


def test_the_first_field_that_holds_a_time_is_taken() -> None:
    assert first_instant((None, "soon", "2022-06-26 12:21:48", "2023-01-01"), RIYADH, 7) == MOMENT


def test_without_any_the_other_moment_holds() -> None:
    assert first_instant((None, "soon"), RIYADH, 7) == 7


def test_a_day_begins_earlier_in_the_east() -> None:
    late = parse_instant("2022-06-26T22:30:00Z")
    assert (local_day(late, RIYADH), local_day(late, "UTC")) == ("2022-06-27", "2022-06-26")


SECONDS = st.integers(parse_instant("2000-01-02T00:00:00Z") // SECOND, parse_instant("2099-12-30T00:00:00Z") // SECOND)
OFFSETS = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


@given(SECONDS, OFFSETS)
def test_every_moment_is_read_back_with_its_offset(second: int, offset: timezone) -> None:
    moment = from_instant(second * SECOND).astimezone(offset)
    assert instant_of(moment.isoformat(), RIYADH) == second * SECOND
    assert instant_of(moment.isoformat(" ", "microseconds"), RIYADH) == second * SECOND


@given(SECONDS, OFFSETS)
def test_every_moment_is_read_back_from_the_text_of_javascript(second: int, offset: timezone) -> None:
    moment = from_instant(second * SECOND).astimezone(offset)
    assert instant_of(f"{moment:%a %b %d %Y %H:%M:%S} GMT{moment:%z}", RIYADH) == second * SECOND


@given(SECONDS)
def test_every_moment_is_read_back_without_an_offset(second: int) -> None:
    local = from_instant(second * SECOND).astimezone(ZoneInfo(RIYADH)).replace(tzinfo=None)
    assert instant_of(str(local), RIYADH) == second * SECOND
    assert instant_of({"date": f"{local}.000000", "timezone_type": 3, "timezone": RIYADH}, "UTC") == second * SECOND


@given(SECONDS)
def test_every_moment_is_read_back_from_a_number(second: int) -> None:
    moment = from_instant(second * SECOND).astimezone(UTC)
    assert instant_of(second, RIYADH) == instant_of(second * SECOND, RIYADH) == instant_of(str(second), RIYADH)
    assert instant_of(second, RIYADH) == instant_of(str(moment), RIYADH)


@given(VALUES | st.text(), st.sampled_from([RIYADH, "UTC", "Asia", "no zone", "../etc"]))
def test_nothing_else_is_ever_raised(value: object, zone: str) -> None:
    assert first_instant((value,), zone, -1) == -1 or instant_of(value, zone) > 0
