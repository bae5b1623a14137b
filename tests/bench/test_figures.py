"""Each figure against the real thing, for moments only: what is measured is left to ``make bench``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bench.figures import acknowledging, answering, growing, helping, matching, notifying, round_trip, selling, starting
from bot.bench.plan import Plan
from bot.bench.questions import Faults

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bench.meter import Meter
    from bot.bench.report import Result

TINY = Plan(
    stretch=0.2,
    warm_up=0.1,
    customers=50,
    ramp_from=20,
    ramp_factor=1_000,
    ramp_halvings=0,
    ramp_stretch=0.2,
    notices_stretch=0.1,
    burst=30,
    desk=60,
    agents=3,
    flags_stretch=1.0,
    sizes=(20, 60),
    rounds=2,
    turn=0.1,
    starts=1,
    repetitions=1,
    patience=5,
)


def names(result: Result) -> str:
    return " | ".join(row.what for row in result.rows)


async def test_matching_has_latencies_of_every_sentence(tmp_path: Path, meter: Meter) -> None:
    result = await matching.measure(tmp_path, TINY, meter)
    assert "intent match, p50 | intent match, p99" in names(result)
    assert "500 distinct sentences" in result.rows[0].note


@pytest.mark.embedded
async def test_round_trips_are_measured_on_the_real_wire(tmp_path: Path, meter: Meter) -> None:
    result = await round_trip.measure(tmp_path, TINY, meter)
    assert [row.unit for row in result.rows] == ["us", "us"]
    assert all(row.value > 0 for row in result.rows)


@pytest.mark.embedded
async def test_webhooks_are_acknowledged(tmp_path: Path, meter: Meter) -> None:
    result = await acknowledging.measure(tmp_path, TINY, meter)
    assert result.rows[0].value > 0
    assert "0 refused" in result.rows[0].note


@pytest.mark.embedded
async def test_questions_are_answered_once_each(tmp_path: Path, meter: Meter) -> None:
    result = await answering.measure(tmp_path, TINY, meter)
    assert (result.faults.lost, result.faults.twice) == (0, 0)
    assert "highest rate" in names(result)


@pytest.mark.embedded
async def test_statuses_come_back_and_nothing_is_lost(tmp_path: Path, meter: Meter) -> None:
    result = await answering.measure_with_statuses(tmp_path, TINY, meter)
    assert (result.faults.lost, result.faults.twice) == (0, 0)
    assert result.rows[-1].value > 0


@pytest.mark.embedded
async def test_each_parcel_is_announced_once_and_read(tmp_path: Path, meter: Meter) -> None:
    result = await notifying.measure(tmp_path, TINY, meter)
    assert result.faults == Faults()
    assert "100 sent" in result.rows[0].note


@pytest.mark.embedded
async def test_a_sale_drains_while_others_ask(tmp_path: Path, meter: Meter) -> None:
    result = await selling.measure(tmp_path, TINY, meter)
    assert (result.faults.lost, result.faults.twice) == (0, 0)
    assert result.rows[0].note.startswith("30 orders acknowledged within")
    assert [row.unit for row in result.rows] == ["/s", "ms", "ms", "us"]


@pytest.mark.embedded
async def test_who_asks_for_a_person_is_on_every_screen(tmp_path: Path, meter: Meter) -> None:
    result = await helping.measure(tmp_path, TINY, meter)
    assert result.faults == Faults()
    assert "3 times; 3 screens asked" in result.rows[0].note
    assert all(row.value > 0 for row in result.rows)


@pytest.mark.embedded
async def test_shops_of_all_sizes_answer_in_turns(tmp_path: Path, meter: Meter) -> None:
    result = await growing.measure(tmp_path, TINY, meter)
    assert result.faults == Faults()
    assert "a question at 50/s, p50, 60 customers for 20" in names(result)
    assert all(row.value > 0 for row in result.rows)


@pytest.mark.embedded
async def test_serve_and_demo_become_ready(tmp_path: Path, meter: Meter) -> None:
    result = await starting.measure(tmp_path, TINY, meter)
    assert names(result) == "ready after, wasla serve | ready after, wasla demo"
