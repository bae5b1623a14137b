"""Names of time zones that are none must never cost a message: somebody may have mistyped them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.times import instant_of
from bot.domain.clock import parse_instant
from bot.domain.hours import DAY_MINUTES, Hours, Span, open_now
from bot.domain.zones import zone_of_customer
from bot.errors import Unreadable

NOON = parse_instant("2026-11-24T12:00:00Z")
MORNING = Hours(((Span(0, DAY_MINUTES // 2),),) * 7, "UTC")
# Folders of zones are the trap: on some versions of Python they are neither found nor missing.
NO_ZONES = ["", "Europe", "America/Argentina", "../passwd", "/etc/passwd", "\x00", "a" * 400, "é", "Asia/riyadh!"]


@pytest.mark.parametrize("name", NO_ZONES)
def test_a_store_without_a_real_zone_is_in_utc(name: str) -> None:
    assert zone_of_customer(None, None, name, NOON).key == "UTC"


@pytest.mark.parametrize("name", NO_ZONES)
def test_its_opening_hours_are_utc_as_well(name: str) -> None:
    hours = Hours(MORNING.days, name)
    assert (open_now(hours, NOON - 1), open_now(hours, NOON)) == (True, False)


@pytest.mark.parametrize("name", NO_ZONES)
def test_a_time_in_such_a_zone_is_no_time(name: str) -> None:
    with pytest.raises(Unreadable):
        instant_of("2026-11-24 12:00:00", name)


@given(st.text(max_size=30))
def test_no_name_at_all_breaks_the_customers_clock(name: str) -> None:
    assert zone_of_customer("966501234567", "SA", name, NOON).key in {"Asia/Riyadh", name}
