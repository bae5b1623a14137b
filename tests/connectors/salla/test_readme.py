from __future__ import annotations

from pathlib import Path

import pytest

from bot.connectors import salla
from bot.connectors.salla.parcels import STATES

README = (Path(salla.__file__).parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("sentence", salla.CONNECTOR.unconfirmed)
def test_the_manual_says_what_is_not_confirmed(sentence: str) -> None:
    assert f"- {sentence}" in README


@pytest.mark.parametrize("option", salla.CONNECTOR.options.model_fields)
def test_the_manual_names_every_option(option: str) -> None:
    assert f"`{option}`" in README


def test_the_connector_shows_that_it_is_not_confirmed() -> None:
    assert not salla.CONNECTOR.confirmed
    assert "Not confirmed" in README


@pytest.mark.parametrize("status", sorted(STATES.keys() - {"canceled"}))
def test_the_manual_names_every_status_of_a_shipment(status: str) -> None:
    assert f"`{status}`" in README
