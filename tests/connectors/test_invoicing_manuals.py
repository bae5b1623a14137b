"""The examples in the manuals of invoicing systems and carriers: what a shop copies has to work as it stands."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import bot.connectors
from bot.connectors import aramex, dhl, odoo, stripe, zoho_books
from bot.connectors.base import Ignored
from bot.connectors.tokens import HEADER
from tests.connectors.knocking import NOOR, NOW, delivery, knock

if TYPE_CHECKING:
    from bot.connectors.base import Connector

CONNECTORS: dict[str, Connector[Any]] = {one.CONNECTOR.name: one.CONNECTOR for one in (aramex, dhl, odoo, stripe, zoho_books)}
each = pytest.mark.parametrize("connector", CONNECTORS.values(), ids=CONNECTORS)
_TOML = re.compile(r"```toml\n(.*?)```", re.DOTALL)
_CURL = re.compile(r"-d '(\{.*?\})'", re.DOTALL)
# What stands in the environment of the shop.
SECRETS = {"stripe": "whsec_8f0c2d1a9be84f27a6c3d5e1"}
TOKEN = "0f0c2d1a9be84f27a6c3d5e18b"


def manual(name: str) -> str:
    return (Path(bot.connectors.__file__).parent / name / "README.md").read_text(encoding="utf-8")


def example(connector: Connector[Any]) -> dict[str, Any]:
    """Return the settings that the manual shows, with what the environment holds."""
    (block,) = _TOML.findall(re.sub(r"^ +", "", manual(connector.name), flags=re.MULTILINE))
    secret = SECRETS.get(connector.name, TOKEN)
    settings: dict[str, Any] = tomllib.loads(re.sub(r'"env:[A-Z_]+"', f'"{secret}"', block))["stores"]["noor"]["connectors"][connector.name]
    return settings


@each
def test_the_settings_that_the_manual_shows_are_accepted(connector: Connector[Any]) -> None:
    settings = example(connector)
    assert [connector.wrong_secret(secret) for secret in settings["secrets"]] == [None]
    connector.options.model_validate(settings.get("options", {}))


@each
def test_every_option_says_what_it_is_for(connector: Connector[Any]) -> None:
    for name, field in connector.options.model_fields.items():
        assert field.description, name
        assert f"`{name}`" in manual(connector.name)


@each
def test_secrets_among_the_options_are_never_shown(connector: Connector[Any]) -> None:
    found = connector.options.model_validate(example(connector).get("options", {}))
    assert TOKEN not in repr(found)


@each
def test_without_options_everything_is_read_by_the_usual_ones(connector: Connector[Any]) -> None:
    for path in sorted((Path(__file__).parent / connector.name / "fixtures").glob("*.json")):
        for item in connector.split(knock(path.read_bytes()), "d1").items:
            plain = replace(delivery(item.body), at=item.at)
            assert connector.parse(plain) == connector.parse(replace(plain, options=connector.options()))


@each
def test_what_is_ignored_says_why(connector: Connector[Any]) -> None:
    for path in sorted((Path(__file__).parent / connector.name / "fixtures").glob("*.json")):
        for item in connector.split(knock(path.read_bytes()), "d1").items:
            found = connector.parse(replace(delivery(item.body), at=item.at))
            if isinstance(found, Ignored):
                assert len(found.reason.split()) > 2, path.name
            else:
                assert found, path.name


@each
def test_another_shops_deliveries_are_other_items_in_other_lanes(connector: Connector[Any]) -> None:
    path = next(iter(sorted((Path(__file__).parent / connector.name / "fixtures").glob("constructed_*.json"))))
    here, there = (connector.split(knock(path.read_bytes(), store=replace(NOOR, id=store)), "d1").items[0] for store in ("noor", "dar"))
    assert (here.id != there.id, here.lane != there.lane, here.received_at) == (True, True, NOW)


@each
def test_a_ping_is_nobodys(connector: Connector[Any]) -> None:
    assert connector.greet(knock(b"", method="GET"), [TOKEN]) is None
    assert connector.success == 200


def test_the_subscription_that_dhls_manual_shows_is_json_and_names_our_header() -> None:
    (question,) = [json.loads(found) for found in _CURL.findall(manual("dhl"))]
    assert question["hook"]["authentication"]["header"] == HEADER
    assert question["hook"]["uri"].endswith("/webhooks/dhl/<store>")


@pytest.mark.parametrize("name", ["odoo", "zoho_books"])
def test_the_manuals_of_systems_that_report_to_zatca_say_how_they_tell(name: str) -> None:
    section = manual(name).partition("## ZATCA")[2]
    assert all(word in section for word in ("cleared", "rejected", "held", "QR code"))


def test_stripes_manual_says_that_it_does_not_report_to_zatca() -> None:
    assert "does not clear or report" in manual("stripe").partition("## ZATCA")[2]
