from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Terminal


def test_the_list_says_how_often(terminal: Terminal) -> None:
    (terminal.folder / "wasla.toml").write_text("[jobs.stuck_parcels]\nevery_minutes = 15")
    assert terminal.wasla("jobs", "list") == 0
    assert terminal.out == "stuck_parcels  every 15 minutes: tells customers of parcels without a scan for 5 days\n"


def test_the_list_is_for_other_programs_too(terminal: Terminal) -> None:
    terminal.wasla("jobs", "list", "--json")
    assert json.loads(terminal.out) == [{"name": "stuck_parcels", "every_minutes": 60, "days": 5}]


@pytest.mark.embedded
def test_a_job_runs_at_once_and_says_what_it_did(terminal: Terminal) -> None:
    assert terminal.wasla("jobs", "run", "stuck_parcels") == 0
    assert terminal.out == "stuck_parcels made 0 notices\n"
