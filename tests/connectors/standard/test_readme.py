from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from bot.connectors import standard
from bot.connectors.standard.payloads import CustomerData, GivenRefund, InvoiceData, LineData, OrderData, RefundData, ShipmentData
from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState
from bot.domain.store_event import ShipmentEvent
from tests.connectors.knocking import event, knock

if TYPE_CHECKING:
    from bot.connectors.reading import Payload

README = (Path(standard.__file__).parent / "README.md").read_text(encoding="utf-8")
SECRET = "whsec_" + "A" * 32


@pytest.mark.parametrize("states", [OrderState, PaymentState, ShipmentFlag, ShipmentState])
def test_the_manual_names_every_state(states: object) -> None:
    assert all(f"`{state}`" in README for state in get_args(states) if state != "unknown")


@pytest.mark.parametrize("model", [OrderData, CustomerData, ShipmentData, InvoiceData, RefundData, GivenRefund])
def test_the_manual_names_every_field(model: type[Payload]) -> None:
    assert [field for field in model.model_fields if f"`{field}`" not in README] == []


def test_it_names_what_a_line_is_made_of() -> None:
    assert [field for field in LineData.model_fields if f'"{field}"' not in README] == []


@pytest.mark.parametrize("model", [OrderData, CustomerData, LineData, ShipmentData, InvoiceData, RefundData])
def test_every_field_says_what_it_is(model: type[Payload]) -> None:
    assert [name for name, field in model.model_fields.items() if not field.description] == []


def test_the_example_in_python_sends_what_the_door_lets_in() -> None:
    example = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[0].partition("requests.post")[0]
    names: dict[str, object] = {}
    exec(example.replace("import requests\n", "").replace("whsec_...", SECRET), names)  # noqa: S102 - our own manual
    body, headers = str(names["body"]).encode(), names["headers"]
    assert isinstance(headers, dict)
    assert standard.CONNECTOR.verify(knock(body, headers), [SECRET]) == "shipment-4471009812-in_transit"
    assert isinstance(event(standard.CONNECTOR, body), ShipmentEvent)
