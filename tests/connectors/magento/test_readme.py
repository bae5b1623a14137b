from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from bot.connectors import magento
from bot.connectors.magento.envelope import EVENTS
from bot.connectors.magento.options import HOLDED, MEANINGS, MagentoOptions
from bot.connectors.magento.payloads import Document, Order, Shipment, Track
from bot.connectors.meanings import Meaning, status_word
from bot.connectors.standard import CONNECTOR as STANDARD
from bot.domain.store_event import OrderEvent, ShipmentEvent
from tests.connectors.knocking import events
from tests.connectors.magento.shop import FIXTURES

if TYPE_CHECKING:
    from bot.connectors.reading import Payload

README = (Path(magento.__file__).parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", sorted(MagentoOptions.model_fields))
def test_the_manual_explains_every_option(option: str) -> None:
    assert f"`{option}`" in README.partition("## Options")[2].partition("## What becomes")[0]


@pytest.mark.parametrize("event", EVENTS)
def test_the_manual_names_every_event(event: str) -> None:
    assert f"`{event}`" in README.partition("## What becomes")[2]


@pytest.mark.parametrize("meaning", sorted(set(MEANINGS.values())))
def test_the_manual_says_which_states_mean_what(meaning: str) -> None:
    (row,) = re.findall(rf"^\| (.*?) \| `{meaning}`", README, re.MULTILINE)
    assert {status_word(one) for one in re.findall(r"`(\w+)`", row)} == {status for status, one in MEANINGS.items() if one == meaning}
    assert f"| `{HOLDED}` | held back" in README


@pytest.mark.parametrize("meaning", get_args(Meaning))
def test_the_manual_lists_every_meaning(meaning: str) -> None:
    assert f"`{meaning}`" in README


@pytest.mark.parametrize("sentence", magento.CONNECTOR.unconfirmed)
def test_the_manual_says_what_is_not_confirmed(sentence: str) -> None:
    assert f"- {sentence}" in README


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("sales_order_save_commit_after", Order),
        ("sales_order_shipment_save_after", Shipment),
        ("sales_order_shipment_track_save_after", Track),
        ("sales_order_invoice_save_after", Document),
        ("sales_order_creditmemo_save_after", Document),
    ],
)
def test_the_manual_picks_fields_that_are_read(name: str, model: type[Payload]) -> None:
    (command,) = re.findall(rf"subscribe observer\.{name} ((?:.|\n)*?)\n   (?:bin|```)", README)
    fields = set(re.findall(r"--fields=(\w+)", command))
    assert fields - {"entity_id"} <= set(model.model_fields)
    assert fields & {"entity_id", "order_id"}
    assert name in EVENTS


def test_the_settings_in_the_manual_are_settings() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    table = tomllib.loads(text.replace("\n   ", "\n"))["stores"]["noor"]["connectors"]["magento"]
    options = MagentoOptions.model_validate(table["options"])
    assert table["secrets"]
    assert (options.meaning("complete", "arrived"), options.language("1")) == ("delivered", "ar")


def test_what_the_module_sends_is_what_the_standard_connector_reads() -> None:
    order, parcel = events(STANDARD, (FIXTURES / "constructed_module_order.json").read_bytes())
    assert isinstance(order, OrderEvent)
    assert isinstance(parcel, ShipmentEvent)
    assert (order.order_ref, order.number, order.state, parcel.tracking_number) == ("42", "000000042", "confirmed", "4471009812")
    assert order.buyer is not None
    assert (order.buyer.phone, order.buyer.language) == ("+966559876543", "ar-SA")


@pytest.mark.parametrize(
    "field", ["id", "number", "placed_at", "status", "held", "cash_on_delivery", "total", "currency", "customer", "lines", "shipments"]
)
def test_the_module_fills_in_every_field_of_the_fixture(field: str) -> None:
    assert f"'{field}' =>" in README
