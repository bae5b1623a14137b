from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.settings import JobSettings

if TYPE_CHECKING:
    from tests.commands.conftest import Terminal


def test_the_list_says_how_often(terminal: Terminal) -> None:
    (terminal.folder / "wasla.toml").write_text("[jobs.stuck_parcels]\nevery_minutes = 15")
    assert terminal.wasla("jobs", "list") == 0
    lines = {line.split()[0]: line for line in terminal.out.splitlines()}
    assert lines["stuck_parcels"].split()[1:] == ["yes", "15", "min", "days", "=", "5"]
    assert lines["review"].split()[1:4] == ["no", "60", "min"]


def test_the_list_is_for_other_programs_too(terminal: Terminal) -> None:
    terminal.wasla("jobs", "list", "--json")
    rows = {row["name"]: row for row in json.loads(terminal.out)}
    assert rows["stuck_parcels"] == {"name": "stuck_parcels", "on": True, "every_minutes": 60, "days": 5}
    assert rows.keys() == set(JobSettings.model_fields)


@pytest.mark.embedded
@pytest.mark.parametrize("name", JobSettings.model_fields)
def test_a_job_runs_at_once_and_says_what_it_did(terminal: Terminal, name: str) -> None:
    assert terminal.wasla("jobs", "run", name) == 0
    # There is always today to be counted; of everything else there is nothing.
    assert terminal.out == f"{name} did {int(name == 'overview')}\n"
