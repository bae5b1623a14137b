"""Requests as connectors get them, for the tests of every connector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from multidict import CIMultiDict

from bot.connectors.base import Delivery, Ignored, Knock
from bot.domain.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Connector
    from bot.domain.store_event import StoreEvent

NOW = 1_795_000_000_000
NOOR = Store("noor", "Noor Home", "110000000000001", language="ar")


def knock(
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    *,
    store: Store = NOOR,
    at: int = NOW,
    method: str = "POST",
    query: Mapping[str, str] | None = None,
    token: str | None = None,
) -> Knock:
    """Return a request of a body and headers."""
    return Knock(method, CIMultiDict(headers or {}), dict(query or {}), body, store, at, token)


def delivery(body: bytes, topic: str = "", *, store: Store = NOOR, at: int = NOW) -> Delivery:
    """Return an inbox item's content."""
    return Delivery(body, store, topic, at)


def events(connector: Connector[Any], body: bytes, topic: str = "", *, store: Store = NOOR) -> tuple[StoreEvent, ...]:
    """Return what a connector reads out of a body; what it ignores fails the test with its reason."""
    found = connector.parse(delivery(body, topic, store=store))
    assert not isinstance(found, Ignored), found.reason
    return found


def event(connector: Connector[Any], body: bytes, topic: str = "", *, store: Store = NOOR) -> StoreEvent:
    """Return the one event of a body."""
    (found,) = events(connector, body, topic, store=store)
    return found
