from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from bot.connectors import woocommerce
from bot.connectors.meanings import Meaning
from bot.connectors.woocommerce.mapping import LANGUAGE_FIELDS, ORDERS
from bot.connectors.woocommerce.options import MEANINGS, WooOptions
from bot.connectors.woocommerce.parcels import TRACKING_FIELD

README = (Path(woocommerce.__file__).parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", sorted(WooOptions.model_fields))
def test_the_manual_explains_every_option(option: str) -> None:
    assert f"`{option}`" in README.partition("## Options")[2].partition("## What becomes")[0]


@pytest.mark.parametrize("meaning", get_args(Meaning))
def test_the_manual_says_which_statuses_mean_what(meaning: str) -> None:
    (row,) = re.findall(rf"^\| (.*?) ?\| `{meaning}` \|", README, re.MULTILINE)
    assert set(re.findall(r"`([a-z-]+)`", row)) == {status for status, one in MEANINGS.items() if one == meaning}


@pytest.mark.parametrize("name", [*sorted(ORDERS), *LANGUAGE_FIELDS, TRACKING_FIELD, "order.deleted"])
def test_the_manual_names_topics_and_fields(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("sentence", woocommerce.CONNECTOR.unconfirmed)
def test_the_manual_says_what_is_not_confirmed(sentence: str) -> None:
    assert sentence in README.replace("`", "")


def test_the_settings_in_the_manual_are_settings() -> None:
    secrets, access, statuses = (tomllib.loads(text.replace("\n   ", "\n")) for text in re.findall(r"```toml\n(.*?)```", README, re.DOTALL))
    table = access["stores"]["dar"]["connectors"]["woocommerce"]["options"]
    options = WooOptions.model_validate({**table, **statuses})
    assert secrets["stores"]["dar"]["connectors"]["woocommerce"]["secrets"]
    assert (options.site, options.meaning("completed")) == ("https://dar.example", "delivered")
