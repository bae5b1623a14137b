"""Zoho's records, whole or changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.connectors.base import Ignored
from bot.connectors.zoho_books import CONNECTOR
from bot.connectors.zoho_books.options import ZohoOptions
from tests.connectors.knocking import NOOR, delivery

if TYPE_CHECKING:
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

FIXTURES = Path(__file__).parent / "fixtures"
RECORDS = sorted(FIXTURES.glob("*.json"))
SECRET = "6f0c2d1a9be84f27a6c3d5e18b"


def body(name: str) -> bytes:
    return (FIXTURES / f"constructed_{name}.json").read_bytes()


def changed(name: str, /, **fields: object) -> bytes:
    """Return a fixture with other values in its one record."""
    ((module, record),) = json.loads(body(name)).items()
    return json.dumps({module: record | fields}).encode()


def _read(content: bytes, store: Store, reference: str | None) -> tuple[StoreEvent, ...] | Ignored:
    options = ZohoOptions.model_validate({"reference": reference} if reference else {})
    return CONNECTOR.parse(replace(delivery(content, store=store), options=options))


def parsed(content: bytes, store: Store = NOOR, *, reference: str | None = None) -> tuple[StoreEvent, ...]:
    found = _read(content, store, reference)
    assert not isinstance(found, Ignored), found.reason
    return found


def ignored(content: bytes, *, reference: str | None = None) -> str:
    found = _read(content, NOOR, reference)
    assert isinstance(found, Ignored)
    return found.reason
