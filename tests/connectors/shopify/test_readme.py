from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.connectors import shopify
from bot.connectors.base import Ignored
from bot.connectors.shopify.mapping import ORDERS, REASONS
from bot.connectors.shopify.options import ShopifyOptions
from bot.errors import Unreadable
from tests.connectors.knocking import delivery

README = (Path(shopify.__file__).parent / "README.md").read_text(encoding="utf-8")
TOPICS = re.findall(r"`([a-z_]+/[a-z_]+)`", README.partition("## What becomes of each event")[2].partition("| Shopify says")[0])


@pytest.mark.parametrize("option", sorted(ShopifyOptions.model_fields))
def test_the_manual_explains_every_option(option: str) -> None:
    assert f"| `{option}` |" in README


@pytest.mark.parametrize("topic", sorted({*ORDERS, *REASONS} - {"orders/delete"}))
def test_the_manual_names_every_topic(topic: str) -> None:
    assert topic in TOPICS


@pytest.mark.parametrize("topic", sorted({*TOPICS} - {*ORDERS, *REASONS}))
def test_the_manual_names_no_topic_that_is_not_read(topic: str) -> None:
    try:
        found = shopify.CONNECTOR.parse(delivery(b"{}", topic))
    except Unreadable:
        return
    assert isinstance(found, Ignored)
    assert "none of ours" not in found.reason


@pytest.mark.parametrize("sentence", shopify.CONNECTOR.unconfirmed)
def test_the_manual_says_what_is_not_confirmed(sentence: str) -> None:
    assert sentence in README.replace("`", "")


def test_the_settings_in_the_manual_are_settings() -> None:
    examples = [tomllib.loads(text.replace("\n   ", "\n")) for text in re.findall(r"```toml\n(.*?)```", README, re.DOTALL)]
    tables = [example["stores"]["noor"]["connectors"]["shopify"] for example in examples]
    assert [ShopifyOptions.model_validate(table.get("options", {})).shop for table in tables] == [None, "noor.myshopify.com"]
    assert all(table["secrets"] for table in tables)
