from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.simulator.expectations import check_keys
from bot.simulator.sample import sample
from bot.simulator.scenario import read_scenario

FOLDER = Path(__file__).parents[1] / "scenarios"
FILES = sorted(FOLDER.glob("*.yaml"))
TAKEN_BY_THE_PLAYER = {"to", "within", "skip", "for"}


def expectations(path: Path) -> list[dict[str, Any]]:
    found = [step.get("expect") or step.get("expect_nothing") for step in read_scenario(path)]
    return [one for one in found if isinstance(one, dict)]


def test_there_are_scenarios() -> None:
    assert len(FILES) >= 4


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_speaks_of_people_in_the_sample(path: Path) -> None:
    people = {person.id for person in sample(1_790_000_000_000).persons}
    named = {step["customer"] for step in read_scenario(path) if "customer" in step} | {one["to"] for one in expectations(path)}
    assert named <= people


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_expects_something_that_can_be_seen(path: Path) -> None:
    assert expectations(path)
    for one in expectations(path):
        check_keys({key: value for key, value in one.items() if key not in TAKEN_BY_THE_PLAYER})
