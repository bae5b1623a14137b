from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import orjson
import pytest

from bot.bench.main import FIGURES, run
from bot.bench.plan import FULL, SHORT, Plan
from bot.bench.questions import Faults
from bot.bench.report import Result, Row

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bench.main import Measure
    from bot.bench.meter import Meter


def figure(result: Result, seen: list[Plan] | None = None) -> Measure:
    """Return a figure that measures nothing and finds ``result``."""

    async def measure(folder: Path, plan: Plan, meter: Meter) -> Result:
        del folder
        async with meter.running("a figure", 1):
            (seen if seen is not None else []).append(plan)
        return result

    return measure


SLOW = Result([Row("rate", 1, "/s", 5_000, "least")])
FAST = Result([Row("latency", 1, "ms", 50)])


def test_a_missed_budget_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([], {"slow": figure(SLOW)}) == 0
    assert "rate" in capsys.readouterr().out


@pytest.mark.parametrize("faults", [Faults(lost=1), Faults(twice=1), Faults(wrong=1)])
def test_a_fault_is_a_failure(faults: Faults) -> None:
    assert run([], {"bad": figure(Result(faults=faults))}) == 1


def test_an_example_of_a_fault_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    run([], {"bad": figure(Result(faults=Faults(wrong=1, examples=["[bold]where"])))})
    assert "[bold]where" in capsys.readouterr().out


def test_only_one_figure_may_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--only", "fast"], {"slow": figure(SLOW), "fast": figure(FAST)})
    out = capsys.readouterr().out
    assert "latency" in out
    assert "rate" not in out


def test_an_unknown_figure_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--only", "fastest"], {"fast": figure(FAST)})
    assert "fastest" in capsys.readouterr().err


def test_short_and_full_are_two_plans() -> None:
    seen: list[Plan] = []
    run([], {"fast": figure(FAST, seen)})
    run(["--short"], {"fast": figure(FAST, seen)})
    assert seen == [FULL, SHORT]


def test_json_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    run(["--json", str(tmp_path / "bench.json")], {"fast": figure(FAST), "slow": figure(SLOW)})
    written = orjson.loads((tmp_path / "bench.json").read_bytes())
    assert [row["what"] for row in written["rows"]] == ["latency", "rate"]


def test_a_plain_kill_lets_figures_tidy_up() -> None:
    tidied: list[bool] = []

    async def measure(folder: Path, plan: Plan, meter: Meter) -> Result:
        del folder, plan, meter
        os.kill(os.getpid(), signal.SIGTERM)
        try:
            await asyncio.sleep(30)
        finally:
            tidied.append(True)
        return Result()

    with pytest.raises(asyncio.CancelledError):
        run([], {"killed": measure})
    assert tidied == [True]


def test_every_figure_has_a_name_for_only() -> None:
    assert list(FIGURES) == ["reference", "match", "start", "acknowledge", "answer", "statuses", "notices", "events", "console", "growth"]
