"""A short run: everything goes wrong, and at the end nothing is lost, nothing is said twice and nothing is left."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from tests.faults.plan import make_plan
from tests.faults.run import TIMELINE, Load, Tally, carry_out
from tests.faults.screen import complaint, summary

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
SECONDS = float(os.environ.get("WASLA_FAULTS_SECONDS", "35"))  # noqa: TID251 - pytest has no settings to hand over
SEED = int(os.environ.get("WASLA_FAULTS_SEED", "7"))  # noqa: TID251 - see above


async def test_whatever_goes_wrong_nothing_is_lost_and_nothing_is_said_twice(tmp_path: Path) -> None:
    plan = make_plan(SEED, SECONDS)
    outcome = await carry_out(tmp_path, plan, SEED, SECONDS, Load(messages=6.0, events=4.0), Tally())
    Console(file=sys.stdout).print(summary(outcome))
    assert complaint(outcome, SEED, str(tmp_path / TIMELINE)) == ""
    # A run in which nothing happened would prove nothing.
    assert {told.kind for told in outcome.evidence.told} == {"messages", "events", "statuses"}
    assert sum(count for what, count in outcome.counts.items() if what.startswith("fault ")) == len(plan)
    assert len(outcome.evidence.said) > SECONDS
