from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from bot.connectors import standard
from bot.connectors.standard.payloads import OrderData, ShipmentData
from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState
from bot.domain.store_event import ShipmentEvent
from tests.connectors.knocking import event, knock

README = (Path(standard.__file__).parent / "README.md").read_text(encoding="utf-8")
SECRET = "whsec_" + "A" * 32


@pytest.mark.parametrize("states", [OrderState, PaymentState, ShipmentFlag, ShipmentState])
def test_the_manual_names_every_state(states: object) -> None:
    assert all(f"`{state}`" in README for state in get_args(states) if state != "unknown")


@pytest.mark.parametrize("model", [ShipmentData, OrderData])
def test_the_manual_names_every_field(model: type[ShipmentData | OrderData]) -> None:
    assert all(f"`{field}`" in README for field in model.model_fields)


def test_the_example_in_python_sends_what_the_door_lets_in() -> None:
    example = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[0].partition("requests.post")[0]
    names: dict[str, object] = {}
    exec(example.replace("import requests\n", "").replace("whsec_...", SECRET), names)  # noqa: S102 - our own manual
    body, headers = str(names["body"]).encode(), names["headers"]
    assert isinstance(headers, dict)
    assert standard.CONNECTOR.verify(knock(body, headers), [SECRET]) == "shipment-4471009812-in_transit"
    assert isinstance(event(standard.CONNECTOR, body), ShipmentEvent)
