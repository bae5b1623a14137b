"""Doors that only a secret protects, and what every manual of these systems has to say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import bot.connectors
from bot.connectors import aramex, dhl, odoo, stripe, zoho_books
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock

if TYPE_CHECKING:
    from bot.connectors.base import Connector

SECRET = "9f0c2d1a9be84f27a6c3d5e18b"
GUARDED: dict[str, Connector[Any]] = {one.CONNECTOR.name: one.CONNECTOR for one in (aramex, dhl, odoo, zoho_books)}
ALL = {**GUARDED, "stripe": stripe.CONNECTOR}
each_door = pytest.mark.parametrize("connector", GUARDED.values(), ids=GUARDED)
each = pytest.mark.parametrize("connector", ALL.values(), ids=ALL)


def bodies(name: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((Path(__file__).parent / name / "fixtures").glob("*.json"))]


@each_door
def test_whoever_knows_the_secret_is_let_in_while_it_is_changed_too(connector: Connector[Any]) -> None:
    for secrets in (["x" * 24, SECRET], [SECRET, "x" * 24]):
        assert connector.verify(knock(b"{}", token=SECRET), secrets)


@each_door
@pytest.mark.parametrize("token", [None, "", SECRET[:-1], SECRET.upper(), SECRET + " "])
def test_nobody_else_is(connector: Connector[Any], token: str | None) -> None:
    with pytest.raises(Unauthenticated):
        connector.verify(knock(b"{}", token=token), [SECRET])


@each_door
def test_no_two_samples_are_taken_for_one_another_and_repetitions_are(connector: Connector[Any]) -> None:
    found = bodies(connector.name)
    first, again = ([connector.verify(knock(body, token=SECRET, at=at), [SECRET]) for body in found] for at in (1, 2))
    assert first == again
    assert len(set(first)) == len(found)


@each_door
def test_a_secret_that_could_be_guessed_is_refused_in_the_settings(connector: Connector[Any]) -> None:
    assert connector.wrong_secret("secret")
    assert connector.wrong_secret(SECRET) is None


@each
def test_the_manual_names_the_address_and_all_that_is_not_confirmed(connector: Connector[Any]) -> None:
    manual = (Path(bot.connectors.__file__).parent / connector.name / "README.md").read_text(encoding="utf-8")
    assert f"/webhooks/{connector.name}/<store>" in manual
    assert connector.unconfirmed
    assert all(f"- {sentence}\n" in manual for sentence in connector.unconfirmed)
