"""What stores and carriers tell us, many orders at a time: merge into the order, decide what to say, commit."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bot.connectors.base import Delivery, Ignored
from bot.domain.inbox import InboxItem, Parked, park
from bot.domain.merge import merge
from bot.domain.order import Order, order_id
from bot.errors import Unreadable
from bot.flow.batch import Outcome, Queued, nobody_waits
from bot.flow.notify import notices_of_change
from bot.flow.order_changes import Draft, OrderChanges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.connectors.base import Connector
    from bot.db import Database
    from bot.db.versioned import Loaded
    from bot.domain.notice import Notice, Skipped
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent


class StoreEvents:
    """Handles the inbox items of kind ``event``. ``connectors`` are by name, ``stores`` by store id."""

    def __init__(self, db: Database, stores: Mapping[str, Store], connectors: Mapping[str, Connector[Any]]) -> None:
        self._db = db
        self._connectors = connectors
        self._stores = stores
        self._changes = OrderChanges(db, stores)

    async def handle(self, items: Sequence[InboxItem], now: int, queued: Queued = nobody_waits) -> Outcome:
        """Apply everything that waits for these orders, in order of arrival; an unknown order parks its events.

        ``queued`` gets the notices once they are stored.
        """
        read, ignored, parked = self._read(items, now)
        await self._db.events.add([self._db.events.to_doc(item, reason) for item, reason in ignored])
        ids, loaded = await self._look([event for _, event in read])
        done = await self._db.events.known([item.id for item, _ in read])
        unfinished = [order for order in loaded.values() if order.consumed or order.pending]
        if unfinished:
            await self._db.orders.finish(unfinished)
        done |= {item for order in unfinished for item in order.consumed}
        await self._db.inbox.remove([item.id for item, _ in read if item.id in done] + [item.id for item, _ in ignored])
        groups: dict[str, list[tuple[InboxItem, StoreEvent]]] = defaultdict(list)
        for item, event in read:
            found = ids.get((event.store_id, event.order_ref), "")
            if item.id in done:
                continue
            if found not in loaded:
                why = f"the store {event.store_id} has no order {event.order_ref} here: send the order first, then replay"
                parked.append(park(item, why, now))
            else:
                groups[found].append((item, event))
        drafts = [self._draft(loaded[key].value, events, now) for key, events in groups.items()]
        written, outbox = await self._changes.write(drafts, now, queued)
        return Outcome(retry=[item for key, events in groups.items() if key not in written for item, _ in events], parked=parked, outbox=outbox)

    def _draft(self, before: Order, events: Sequence[tuple[InboxItem, StoreEvent]], now: int) -> Draft:
        order = before
        notices: list[Notice | Skipped] = []
        for _, event in events:
            after = merge(order, event)
            notices.extend(notices_of_change(order, after, event.occurred_at, now))
            order = after
        records = tuple(self._db.events.to_doc(item, "applied", before.id) for item, _ in events)
        return Draft(order, tuple(item.id for item, _ in events), tuple({entry.key: entry for entry in notices}.values()), records)

    async def _look(self, events: Sequence[StoreEvent]) -> tuple[dict[tuple[str, str], str], dict[str, Loaded[Order]]]:
        """Return the orders that events speak of, and their ids by what events call them.

        That is the store's own id, or the number that customers know.
        """
        names = {(event.store_id, event.order_ref) for event in events}
        derived = {name: order_id(*name) for name in names}
        loaded = await self._db.orders.load(list(derived.values()))
        found = {name: key for name, key in derived.items() if key in loaded}
        by_number = {name: key for name in names - found.keys() if (key := await self._db.orders.id_by_number(*name)) is not None}
        return found | by_number, loaded | await self._db.orders.load(list(set(by_number.values()) - loaded.keys()))

    def _read(self, items: Sequence[InboxItem], now: int) -> tuple[list[tuple[InboxItem, StoreEvent]], list[tuple[InboxItem, str]], list[Parked]]:
        read: list[tuple[InboxItem, StoreEvent]] = []
        ignored: list[tuple[InboxItem, str]] = []
        parked: list[Parked] = []
        for item in sorted(items, key=lambda item: (item.at, item.received_at)):
            connector, _, store_id = item.source.partition("/")
            try:
                delivery = Delivery(item.body, self._stores[store_id], item.topic, item.at)
                events = self._connectors[connector].parse(delivery)
            except Unreadable as error:
                parked.append(park(item, str(error), now))
                continue
            if isinstance(events, Ignored):
                ignored.append((item, events.reason))
            else:
                read.extend((item, event) for event in events)
        return read, ignored, parked
