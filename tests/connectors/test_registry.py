from __future__ import annotations

from pathlib import Path

import pytest

import bot.connectors
from bot.connectors.registry import CONNECTORS
from tests.connectors.knocking import knock

FOLDER = Path(bot.connectors.__file__).parent


def test_every_connector_is_registered_under_the_name_of_its_folder() -> None:
    folders = {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    assert set(CONNECTORS) == folders


@pytest.mark.parametrize("name", sorted(CONNECTORS))
def test_every_connector_has_a_manual_and_fixtures(name: str) -> None:
    assert (FOLDER / name / "README.md").is_file()
    assert list((Path(__file__).parent / name / "fixtures").glob("*.json"))


@pytest.mark.parametrize("name", sorted(CONNECTORS))
def test_every_connector_parks_what_it_cannot_take_apart(name: str) -> None:
    taken = CONNECTORS[name].split(knock(b"\xff"), "d1")
    assert len(taken.parked) == 1
    assert taken.parked[0].source == f"{name}/noor"
