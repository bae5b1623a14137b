from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.connectors import bigcommerce
from bot.connectors.bigcommerce.envelope import SCOPES
from bot.connectors.bigcommerce.options import BigCommerceOptions
from bot.connectors.bigcommerce.orders import DISPUTED, INCOMPLETE, STATES
from bot.connectors.tokens import HEADER

README = (Path(bigcommerce.__file__).parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", sorted(BigCommerceOptions.model_fields))
def test_the_manual_explains_every_option(option: str) -> None:
    assert f"`{option}`" in README.partition("## Options")[2].partition("## What becomes")[0]


def test_the_manual_names_every_event() -> None:
    table = README.partition("## What becomes")[2].partition("The events of one channel")[0]
    told = {scope.casefold() for row in re.findall(r"^\| (.*) \| the ", table, re.MULTILINE) for scope in re.findall(r"`(store/[^`]+)`", row)}
    assert told == SCOPES


@pytest.mark.parametrize(("status", "state"), [*STATES.items(), (INCOMPLETE, "ignored"), (DISPUTED, "ignored")])
def test_the_manual_says_what_each_status_means(status: int, state: str | None) -> None:
    (found,) = re.findall(rf"^\| {status} \| [^|]+ \| ([^|]*) \|", README, re.MULTILINE)
    assert found.startswith(state) if state else "refunded" in found


@pytest.mark.parametrize("sentence", bigcommerce.CONNECTOR.unconfirmed)
def test_the_manual_says_what_is_not_confirmed(sentence: str) -> None:
    assert f"- {sentence}" in README


def test_the_manual_subscribes_to_what_is_read_and_gives_the_secret_along() -> None:
    scopes = re.findall(r"for scope in (.*); do", README)[0].split()
    assert {f"store/{scope}".casefold() for scope in scopes} <= SCOPES
    assert f'"headers": {{"{HEADER}":' in README


def test_the_settings_in_the_manual_are_settings() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    table = tomllib.loads(text.replace("\n   ", "\n"))["stores"]["noor"]["connectors"]["bigcommerce"]
    assert table["secrets"]
    assert BigCommerceOptions.model_validate(table["options"]).store_hash == "noor1a2b"
