"""The made-up weeks of the demo's overview."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import HOUR, parse_instant
from bot.domain.cost import PriceTable
from bot.domain.daily import local_day
from bot.domain.delivery import TranscriptEntry
from bot.flow.overview.figures import added, all_notices, average_score, median
from bot.flow.overview.folding import Folding
from bot.simulator.history import DAYS, history
from bot.simulator.sample_shops import SHOPS

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.daily import Day

NOW = parse_instant("2026-11-24T12:00:00Z")
STORES = [shop.store for shop in SHOPS.values()]
MADE = history(STORES, NOW)


def test_each_store_has_each_day_before_today_once() -> None:
    assert len({day.id for day in MADE}) == len(MADE) == DAYS * len(STORES)
    assert {day.day for day in MADE if day.store_id == "noor"}.isdisjoint({local_day(NOW, STORES[0].timezone).isoformat()})


def test_all_of_it_is_marked_as_made_up() -> None:
    assert all(day.sample for day in MADE)


def test_it_looks_the_same_all_day_long() -> None:
    assert history(STORES, NOW + HOUR) == MADE


def test_nothing_was_counted_in_the_time_to_come() -> None:
    assert max(day.folded_at for day in MADE) <= NOW


@pytest.mark.parametrize("day", MADE[::7], ids=lambda day: day.id)
def test_the_figures_of_a_day_fit_together(day: Day) -> None:
    assert 0 <= day.alone <= day.conversations <= day.received
    assert len(day.responses) == len(day.resolutions) == sum(day.flags.values())
    assert sum(count for _, count in day.unclear) == day.misunderstood
    assert day.paid <= day.billed
    stages = all_notices(day)
    assert stages.read <= stages.delivered == day.billed <= stages.accepted
    assert {name: sum(codes.values()) for name, codes in day.codes.items()} == {
        name: counts["bounced"] for name, counts in day.notices.items() if counts.get("bounced")
    }


def test_the_first_store_is_the_largest() -> None:
    sums = [added([day for day in MADE if day.store_id == store.id], "").conversations for store in STORES]
    assert sums == sorted(sums, reverse=True)


def test_it_became_better() -> None:
    noor = [day for day in MADE if day.store_id == "noor"]
    before, after = added(noor[: DAYS // 2], ""), added(noor[DAYS // 2 :], "")
    assert (median(after.responses) or 0) < (median(before.responses) or 0)
    assert (average_score(after.scores) or 0) > 2


async def test_what_is_counted_later_leaves_it_alone_and_begins_with_today(database: Database) -> None:
    await database.daily.add_new(MADE)
    said = TranscriptEntry("i:1", "c:1", "cu:1", "noor", "in", NOW, "hello", "text")
    await database.transcript.add([said])
    await Folding(database, {store.id: store for store in STORES}, PriceTable({})).run(NOW + HOUR)
    found = await database.daily.get_many([*(day.id for day in MADE), "noor:2026-11-24"])
    assert {key: day for key, day in found.items() if day.sample} == {day.id: day for day in MADE}
    assert (found["noor:2026-11-24"].conversations, found["noor:2026-11-24"].sample) == (1, False)


def test_fridays_are_quiet() -> None:
    noor = [day for day in MADE if day.store_id == "noor"]
    sums = Counter[bool]()
    for day in noor:
        sums[date.fromisoformat(day.day).weekday() == 4] += day.conversations
    fridays = sum(date.fromisoformat(day.day).weekday() == 4 for day in noor)
    assert sums[True] / fridays < 0.8 * sums[False] / (len(noor) - fridays)


@pytest.mark.parametrize("days", [0, 1, 7])
def test_it_is_as_long_as_is_wanted(days: int) -> None:
    assert len(history(STORES, NOW, days)) == days * len(STORES)


def test_every_kind_of_card_has_something_to_show() -> None:
    total = added(MADE, "")
    assert total.flags
    assert total.unclear
    assert total.codes
    assert total.skips
    assert {"free_customer_service", "merged"} <= set(total.saved)
    assert set(total.scores) == {"1", "2", "3"}
