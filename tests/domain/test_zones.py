"""Customers' clocks and quiet hours."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import DAY, HOUR, MINUTE, parse_instant
from bot.domain.rules import QuietHours
from bot.domain.zones import quiet_until, zone_of_customer

NOW = parse_instant("2026-11-24T23:30:00+03:00")
NIGHT = QuietHours(22 * 60, 8 * 60)
RIYADH = ZoneInfo("Asia/Riyadh")


@pytest.mark.parametrize(
    ("wa_id", "country", "store", "zone"),
    [
        ("966501234567", None, "Europe/Berlin", "Asia/Riyadh"),
        ("966501234567", "SA", "Europe/Berlin", "Asia/Riyadh"),
        # The order goes to his family: their night counts.
        ("966501234567", "EG", "Asia/Riyadh", "Africa/Cairo"),
        (None, "DE", "Asia/Riyadh", "Europe/Berlin"),
        (None, None, "Asia/Riyadh", "Asia/Riyadh"),
        ("12125551234", "US", "Asia/Riyadh", "America/New_York"),
        ("12135551234", "US", "Asia/Riyadh", "America/Los_Angeles"),
        # Several are possible: the store's own if it is among them, else the one in the middle.
        (None, "PT", "Atlantic/Azores", "Atlantic/Azores"),
        (None, "PT", "Asia/Riyadh", "Europe/Lisbon"),
        ("999", None, "Asia/Dubai", "Asia/Dubai"),
        ("nonsense", None, "Asia/Dubai", "Asia/Dubai"),
        (None, "XX", "Asia/Dubai", "Asia/Dubai"),
        (None, None, "Nowhere/Land", "UTC"),
        (None, "AQ", "Asia/Dubai", "Asia/Dubai"),
    ],
)
def test_the_clock_is_the_orders_or_the_phones_or_the_stores(wa_id: str | None, country: str | None, store: str, zone: str) -> None:
    assert zone_of_customer(wa_id, country, store, NOW).key == zone


@pytest.mark.parametrize(
    ("quiet", "clock", "until"),
    [
        (NIGHT, "2026-11-24T23:30:00+03:00", "2026-11-25T08:00:00+03:00"),
        (NIGHT, "2026-11-25T07:59:00+03:00", "2026-11-25T08:00:00+03:00"),
        (NIGHT, "2026-11-24T22:00:00+03:00", "2026-11-25T08:00:00+03:00"),
        (NIGHT, "2026-11-25T00:00:00+03:00", "2026-11-25T08:00:00+03:00"),
        (NIGHT, "2026-11-25T08:00:00+03:00", None),
        (NIGHT, "2026-11-24T21:59:00+03:00", None),
        (QuietHours(13 * 60, 15 * 60), "2026-11-24T14:00:00+03:00", "2026-11-24T15:00:00+03:00"),
        (QuietHours(13 * 60, 15 * 60), "2026-11-24T15:00:00+03:00", None),
        (QuietHours(8 * 60, 8 * 60), "2026-11-24T08:00:00+03:00", None),
        (QuietHours(20 * 60, 24 * 60), "2026-11-24T23:00:00+03:00", "2026-11-25T00:00:00+03:00"),
    ],
)
def test_quiet_hours_end_on_the_customers_clock(quiet: QuietHours, clock: str, until: str | None) -> None:
    assert quiet_until(quiet, RIYADH, parse_instant(clock)) == (parse_instant(until) if until else None)


def test_a_changed_clock_ends_the_night_when_it_shows_the_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    eve = parse_instant("2026-10-24T23:00:00+02:00")
    assert quiet_until(NIGHT, berlin, eve) == parse_instant("2026-10-25T08:00:00+01:00")


@given(
    st.builds(QuietHours, st.integers(0, 1439), st.integers(0, 1440)),
    st.sampled_from(["Asia/Riyadh", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Chatham"]).map(ZoneInfo),
    st.integers(parse_instant("2026-01-01T00:00:00Z"), parse_instant("2027-01-01T00:00:00Z")),
)
def test_the_end_is_ahead_and_within_a_day(quiet: QuietHours, zone: ZoneInfo, now: int) -> None:
    until = quiet_until(quiet, zone, now)
    assert until is None or now + MINUTE <= until <= now + DAY + 2 * HOUR
