"""Magento as the tests need it: its events with changes, and a shop that answers what it is asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.connectors.base import Call, Ignored
from bot.connectors.magento import CONNECTOR
from bot.connectors.magento.options import MagentoOptions
from tests.connectors.answering import Shelf
from tests.connectors.knocking import NOOR, NOW, delivery

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.connectors.base import Delivery
    from bot.domain.store_event import StoreEvent

FIXTURES = Path(__file__).parent / "fixtures"
EVENTS = sorted(FIXTURES.glob("constructed_*_saved.json"))
ACCESS = {"site": "https://noor.example/shop/", "access_token": "t"}
SAVED = "com.adobe.commerce.observer.sales_order_save_commit_after"
SECRET = "b3f1c2d4e5a697880112233445566778"


def fixture(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FIXTURES / f"constructed_{name}.json").read_bytes())
    return document


def saved(name: str, **value: object) -> bytes:
    """Return an event with other values in its entity."""
    document = fixture(f"{name}_saved")
    document["data"]["value"] |= value
    return json.dumps(document).encode()


def order(**changes: object) -> dict[str, object]:
    return {**fixture("order"), **changes}


def whole(shipments: Sequence[object] = (), creditmemos: Sequence[object] = (), **changes: object) -> bytes:
    """Return an event as it is after the whole order was put beside it."""
    listed = {"shipments": list(shipments), "creditmemos": list(creditmemos)}
    return json.dumps({"type": SAVED, "order": order(**changes), **listed}).encode()


def shipped(*numbers: str | None, **changes: object) -> dict[str, object]:
    """Return a shipment with these tracking numbers."""
    tracks = [{"track_number": number, "title": "Aramex", "carrier_code": "custom"} for number in numbers]
    return {**fixture("shipments")["items"][0], "tracks": tracks, **changes}


def parsed(content: bytes, **options: object) -> tuple[StoreEvent, ...]:
    found = CONNECTOR.parse(_with(content, options))
    assert not isinstance(found, Ignored), found.reason
    return found


def ignored(content: bytes, **options: object) -> str:
    found = CONNECTOR.parse(_with(content, options))
    assert isinstance(found, Ignored)
    return found.reason


async def completed(content: bytes, answers: Mapping[str, object], options: Mapping[str, object] = ACCESS) -> tuple[Delivery, Shelf]:
    shelf = Shelf(answers)
    assert CONNECTOR.complete is not None
    call = Call(shelf, NOOR, MagentoOptions.model_validate(options), (SECRET,), NOW)
    return await CONNECTOR.complete(call, delivery(content)), shelf


def _with(content: bytes, options: Mapping[str, object]) -> Delivery:
    return replace(delivery(content), options=MagentoOptions.model_validate(options) if options else None)
