"""The fixtures of Salla, whole or changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.connectors.salla import CONNECTOR
from bot.domain.store_event import OrderEvent, ShipmentEvent, StoreEvent
from tests.connectors.knocking import events

FIXTURES = Path(__file__).parent / "fixtures"
EVENTS = [path for path in FIXTURES.glob("*.json") if "page" not in path.name]
ORDER, NUMBER = "1877654321", "204817365"


def body(name: str) -> bytes:
    return (FIXTURES / f"constructed_{name}.json").read_bytes()


def changed(fixture: str, *, event: str | None = None, created_at: object = None, **data: object) -> bytes:
    """Return a fixture with other values in its data."""
    document: dict[str, Any] = json.loads(body(fixture))
    document["data"] |= data
    document["event"] = event or document["event"]
    document["created_at"] = created_at or document["created_at"]
    return json.dumps(document).encode()


def all_of(content: bytes) -> tuple[StoreEvent, ...]:
    return events(CONNECTOR, content)


def order(content: bytes) -> OrderEvent:
    (found,) = [event for event in all_of(content) if isinstance(event, OrderEvent)]
    return found


def parcels(content: bytes) -> list[ShipmentEvent]:
    return [event for event in all_of(content) if isinstance(event, ShipmentEvent)]


def with_slug(slug: str | None, **data: object) -> bytes:
    return changed("order_created", event="order.updated", status={"id": 1, "name": "نص المتجر", "slug": slug}, **data)
