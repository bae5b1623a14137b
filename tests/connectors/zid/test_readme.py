from __future__ import annotations

from pathlib import Path

import pytest

from bot.connectors import zid

README = (Path(zid.__file__).parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("sentence", zid.CONNECTOR.unconfirmed)
def test_the_manual_says_what_is_not_confirmed(sentence: str) -> None:
    assert f"- {sentence}" in README


@pytest.mark.parametrize("option", zid.CONNECTOR.options.model_fields)
def test_the_manual_names_every_option(option: str) -> None:
    assert f"`{option}`" in README


def test_the_connector_shows_that_it_is_not_confirmed() -> None:
    assert not zid.CONNECTOR.confirmed
    assert "Not confirmed" in README


@pytest.mark.parametrize("event", ["order.create", "order.status.update", "order.payment_status.update"])
def test_the_manual_subscribes_to_every_event(event: str) -> None:
    assert event in README.partition("```sh\n   for event in ")[2].partition("done")[0]
