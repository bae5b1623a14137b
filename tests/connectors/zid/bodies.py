"""The fixtures of Zid, whole or changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from bot.connectors.zid import CONNECTOR
from bot.domain.store_event import InvoiceEvent, OrderEvent, RefundEvent, ShipmentEvent, StoreEvent
from tests.connectors.knocking import events

FIXTURES = Path(__file__).parent / "fixtures"
ORDER = "72524870"
Kind = TypeVar("Kind", OrderEvent, ShipmentEvent, InvoiceEvent, RefundEvent)


def body(name: str) -> bytes:
    return (FIXTURES / f"constructed_{name}.json").read_bytes()


def changed(fixture: str, **data: object) -> bytes:
    """Return a fixture with other values."""
    document: dict[str, Any] = json.loads(body(fixture))
    return json.dumps(document | data).encode()


def with_code(code: str | None, fixture: str = "order_create", **data: object) -> bytes:
    return changed(fixture, order_status={"name": "نص", "code": code}, **data)


def all_of(content: bytes, topic: str = "") -> tuple[StoreEvent, ...]:
    return events(CONNECTOR, content, topic)


def only(kind: type[Kind], content: bytes, topic: str = "") -> list[Kind]:
    return [event for event in all_of(content, topic) if isinstance(event, kind)]
