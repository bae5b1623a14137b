from __future__ import annotations

import pytest

from bot.domain.answer import Day, Say
from bot.domain.clock import DAY, parse_instant
from bot.domain.store import Store
from bot.language.when import days_until, local_day, when, when_at

STORE = Store(id="s", name="S", phone_number_id="1", timezone="Asia/Riyadh")
NOW = parse_instant("2026-11-24T12:00:00+03:00")
DAYS = [("2026-11-23", "when.yesterday"), ("2026-11-24", "when.today"), ("2026-11-25", "when.tomorrow"), ("2026-11-26", "when.on")]


@pytest.mark.parametrize(("iso", "message"), DAYS)
def test_near_days_have_names(iso: str, message: str) -> None:
    assert when(iso, NOW, STORE).message == message


def test_other_days_are_said_in_full() -> None:
    assert when("2026-11-26", NOW, STORE) == Say("when.on", {"day": Day("2026-11-26")})


def test_an_odd_date_is_passed_on() -> None:
    assert days_until("soon", NOW, STORE) is None
    assert when("soon", NOW, STORE).values == {"day": Day("soon")}


def test_the_day_begins_at_the_stores_midnight() -> None:
    late = parse_instant("2026-11-24T22:00:00+00:00")
    assert local_day(late, STORE).isoformat() == "2026-11-25"


def test_an_unknown_zone_counts_as_utc() -> None:
    late = parse_instant("2026-11-24T22:00:00+00:00")
    assert local_day(late, Store(id="s", name="S", phone_number_id="1", timezone="Mars")).isoformat() == "2026-11-24"


def test_instants_become_days() -> None:
    assert when_at(NOW, NOW, STORE).message == "when.today"
    assert when_at(NOW - DAY, NOW, STORE).message == "when.yesterday"
    assert days_until("2026-11-20", NOW, STORE) == -4
