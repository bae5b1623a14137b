"""What an order becomes, and what its customer hears, when a system tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.connectors.base import Ignored
from bot.domain.details import blank_order, makes_order
from bot.domain.merge import merge
from bot.domain.milestones import milestones
from bot.domain.store_event import OrderEvent
from tests.connectors.knocking import delivery, knock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.connectors.base import Connector
    from bot.domain.order import Order
    from bot.domain.store_event import StoreEvent


@dataclass(frozen=True)
class Told:
    """The order in the end, and its milestones in the sequence in which they were reached."""

    order: Order
    heard: tuple[str, ...]


def told(connector: Connector[Any], contents: Iterable[tuple[bytes, str]]) -> Told:
    """Apply the events of bodies with their topics, one after the other."""
    events = [event for content, topic in contents for event in _read(connector, content, topic)]
    order = blank_order(f"noor:{events[0].order_ref}", "noor")
    heard: list[str] = []
    for event in events:
        after = merge(order, event)
        heard.extend(milestone for milestone, _, _ in milestones(order, after) if milestone not in heard)
        order = after
    return Told(order, tuple(heard))


def begins(connector: Connector[Any], content: bytes, topic: str = "") -> bool:
    """Tell whether a body says enough to begin an order that nobody has heard of."""
    return any(isinstance(event, OrderEvent) and makes_order(event) for event in _read(connector, content, topic))


def through_the_door(
    connector: Connector[Any], content: bytes, secrets: Sequence[str], headers: Mapping[str, str], *, token: str | None = None, event: str = ""
) -> tuple[str, tuple[StoreEvent, ...]]:
    """Greet, verify, split and parse one request; return the item's id and its events."""
    request = knock(content, headers, token=token, query={"event": event})
    assert connector.greet(request, secrets) is None
    (item,) = connector.split(request, connector.verify(request, secrets)).items
    return item.id, _read(connector, item.body, item.topic)


def _read(connector: Connector[Any], content: bytes, topic: str) -> tuple[StoreEvent, ...]:
    found = connector.parse(delivery(content, topic))
    return () if isinstance(found, Ignored) else found
