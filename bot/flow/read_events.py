"""From inbox items to events: thin bodies are completed first, what can't be read is put aside, what says nothing is let go."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.connectors.base import Delivery, Ignored
from bot.domain.clock import HOUR, SECOND
from bot.domain.inbox import InboxItem, Parked, park
from bot.errors import FetchFailed, Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.connectors.base import Connector, Options
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

Complete = Callable[[str, Delivery], Awaitable[Delivery]]
Read = tuple[InboxItem, tuple["StoreEvent", ...]]

# A system that doesn't answer is asked again after as long as it has been silent, within these bounds.
SHORTEST_PAUSE = 20 * SECOND
LONGEST_PAUSE = 3 * HOUR
GIVE_UP_AFTER = 48 * HOUR
ASKED_AT_ONCE = 8
# So many times in a row without an answer, and the rest of a batch waits without asking: it would keep all others waiting.
SILENT_AFTER = ASKED_AT_ONCE


@dataclass(slots=True)
class Reading:
    """``read`` are items with their events, ``waits`` the lanes of items that are asked for again at an instant."""

    read: list[Read] = field(default_factory=list)
    ignored: list[tuple[InboxItem, Ignored]] = field(default_factory=list)
    parked: list[Parked] = field(default_factory=list)
    waits: dict[str, int] = field(default_factory=dict)


class EventReader:
    """Reads items by the connectors that they came from. ``complete`` fetches what thin bodies leave out."""

    def __init__(
        self,
        stores: Mapping[str, Store],
        connectors: Mapping[str, Connector[Any]],
        complete: Complete | None = None,
        options: Mapping[tuple[str, str], Options] | None = None,
    ) -> None:
        self._stores = stores
        self._options = options or {}
        self._connectors = connectors
        self._complete = complete

    def is_thin(self, item: InboxItem) -> bool:
        """Tell whether something has to be fetched before an item can be read."""
        connector = self._connectors.get(item.source.partition("/")[0])
        return self._complete is not None and connector is not None and connector.complete is not None

    def read(self, items: Sequence[InboxItem], now: int) -> Reading:
        """Read items as they are, in order of time."""
        reading = Reading()
        for item in sorted(items, key=lambda item: (item.at, item.received_at)):
            if (delivery := self._delivery(item, now, reading)) is not None:
                self._parse(item, delivery, now, reading)
        return reading

    async def fetch(self, items: Sequence[InboxItem], now: int) -> Reading:
        """Complete items, some at once, then read them; one whose system gives no answer waits with its lane, or is parked."""
        reading = Reading()
        free = asyncio.Semaphore(ASKED_AT_ONCE)
        whole: dict[str, Delivery] = {}
        silences: dict[str, int] = defaultdict(int)

        async def one(item: InboxItem, delivery: Delivery) -> None:
            async with free:
                try:
                    whole[item.id] = await self._completed(item, delivery, asks=silences[item.source] < SILENT_AFTER)
                    silences[item.source] = 0
                except FetchFailed as error:
                    silences[item.source] += error.again
                    _failed(item, error, now, reading)
                except Unreadable as error:
                    reading.parked.append(park(item, str(error), now))

        async with asyncio.TaskGroup() as group:
            for item in items:
                if (delivery := self._delivery(item, now, reading)) is not None:
                    group.create_task(one(item, delivery))
        for item in sorted((item for item in items if item.id in whole), key=lambda item: (item.at, item.received_at)):
            self._parse(item, whole[item.id], now, reading)
        return reading

    async def _completed(self, item: InboxItem, delivery: Delivery, *, asks: bool) -> Delivery:
        if not asks:
            raise FetchFailed(f"{item.source} gives no answer", again=True)
        return delivery if self._complete is None else await self._complete(item.source.partition("/")[0], delivery)

    def _delivery(self, item: InboxItem, now: int, reading: Reading) -> Delivery | None:
        connector, _, store_id = item.source.partition("/")
        if connector in self._connectors and store_id in self._stores:
            return Delivery(item.body, self._stores[store_id], item.topic, item.at, self._options.get((connector, store_id)))
        reading.parked.append(park(item, f"it came from {item.source}, which is not set up any more", now))
        return None

    def _parse(self, item: InboxItem, delivery: Delivery, now: int, reading: Reading) -> None:
        try:
            events = self._connectors[item.source.partition("/")[0]].parse(delivery)
        except Unreadable as error:
            reading.parked.append(park(item, str(error), now))
            return
        if isinstance(events, Ignored):
            reading.ignored.append((item, events))
        elif nameless := [event for event in events if event.order_ref is None and not getattr(event, "tracking_number", None)]:
            reading.parked.append(park(item, f"{len(nameless)} of its events name neither an order nor a tracking number", now))
        elif events:
            reading.read.append((item, events))
        else:
            reading.ignored.append((item, Ignored("it holds no event")))


def _failed(item: InboxItem, error: FetchFailed, now: int, reading: Reading) -> None:
    silent_for = now - item.received_at
    if not error.again:
        reading.parked.append(park(item, str(error), now))
    elif silent_for > GIVE_UP_AFTER:
        reading.parked.append(park(item, f"for two days what it leaves out could not be fetched: {error}", now))
    else:
        until = now + min(max(silent_for, SHORTEST_PAUSE), LONGEST_PAUSE)
        reading.waits[item.lane] = min(until, reading.waits.get(item.lane, until))
