"""Which orders events speak of: by the store's id, by the number that customers see, by a tracking number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.details import blank_order, makes_order
from bot.domain.names import called, order_name
from bot.domain.order import order_id
from bot.domain.store_event import OrderEvent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.db.versioned import Loaded
    from bot.domain.order import Order
    from bot.domain.store_event import StoreEvent


@dataclass(frozen=True, slots=True)
class Found:
    """``loaded`` are the orders that are there, ``made`` those that the events themselves begin, ``names`` leads to either."""

    loaded: Mapping[str, Loaded[Order]]
    made: Mapping[str, Order] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def target(self, event: StoreEvent) -> str | None:
        """Return the id of the order that an event is about, ``None`` when it is not known."""
        derived = _derived(event)
        if derived in self.loaded:
            return derived
        ids = (self.names.get(name) for name in called(event))
        return next((key for key in ids if key is not None and (key in self.loaded or key in self.made)), None)

    def order(self, key: str) -> Order:
        """Return an order as it is before the events."""
        return self.loaded[key].value if key in self.loaded else self.made[key]


async def find_orders(db: Database, events: Sequence[StoreEvent]) -> Found:
    """Look for the orders of events in a constant number of calls; what is called by its own id costs one.

    Of two that would make an order under one number, from two systems or at the same moment, the first to claim the number gives
    the order its id, and the other's event is about that order.
    """
    loaded = await db.orders.load(list({key for event in events if (key := _derived(event)) is not None}))
    rest = [event for event in events if _derived(event) not in loaded]
    if not rest:
        return Found(loaded)
    names = await db.names.resolve(list({name for event in rest for name in called(event)}))
    makers = _makers(rest, names)
    names |= await db.names.claim(makers)
    names |= _own_names(rest, names)
    missing = {key for key in names.values() if key not in loaded}
    loaded |= await db.orders.load(list(missing))
    made = {}
    for event in rest:
        key = _to_make(event, names)
        if key is not None and key not in loaded:
            made[key] = blank_order(key, event.store_id)
    return Found(loaded, made, names)


def _derived(event: StoreEvent) -> str | None:
    return None if event.order_ref is None else order_id(event.store_id, event.order_ref)


def _makers(events: Sequence[StoreEvent], names: Mapping[str, str]) -> dict[str, str]:
    """Return the numbers that events want for the orders which they begin, with the ids that these would have."""
    wanted: dict[str, str] = {}
    for event in events:
        if isinstance(event, OrderEvent) and makes_order(event) and not any(name in names for name in called(event)):
            wanted.setdefault(order_name(event.store_id, event.number or ""), order_id(event.store_id, event.order_ref))
    return wanted


def _own_names(events: Sequence[StoreEvent], names: Mapping[str, str]) -> dict[str, str]:
    """Return what the systems call the orders that their events begin."""
    begun = [(event, key) for event in events if (key := _to_make(event, names)) is not None]
    own = {order_name(event.store_id, event.order_ref or ""): key for event, key in begun}
    return {name: key for name, key in own.items() if name not in names}


def _to_make(event: StoreEvent, names: Mapping[str, str]) -> str | None:
    """Return the id of the order that an event can begin: the one that its names lead to, though perhaps it is not there yet."""
    if not (isinstance(event, OrderEvent) and makes_order(event)):
        return None
    return next((names[name] for name in called(event) if name in names), None)
