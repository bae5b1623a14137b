"""Asking systems that don't tell, or don't tell again: stores without retries, carriers without webhooks.

What they answer goes through the same inbox as what is pushed, under keys that a repetition shares.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.connectors.base import Call, Fetch
from bot.connectors.items import item_id
from bot.domain.alert import alert_id
from bot.domain.clock import HOUR, MINUTE
from bot.domain.happening import Alarm
from bot.domain.inbox import InboxItem
from bot.domain.order import TERMINAL
from bot.errors import FetchFailed, Unreadable
from bot.flow.consequences import Consequences
from bot.flow.tokens import current_tokens

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.connectors.base import Connector, Options, Polled
    from bot.db import Database
    from bot.domain.store import Store

log = logging.getLogger(__name__)

# How far back the first look goes, and how much of what was seen is looked at again: clocks differ, and changes are shown late.
FIRST_LOOK = 24 * HOUR
OVERLAP = 10 * MINUTE
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Source:
    """One system of one store, with what it takes to ask it."""

    connector: Connector[Any]
    store: Store
    options: Options
    secrets: tuple[str, ...]

    @property
    def name(self) -> str:
        """How it is called in logs and cursors."""
        return f"{self.connector.name}/{self.store.id}"


class Polling:
    """Asks every source what has changed since the last time; one that fails is asked again at the next run."""

    def __init__(
        self,
        db: Database,
        fetch: Fetch,
        sources: Sequence[Source],
        receive: Callable[[Sequence[InboxItem]], Awaitable[None]],
        consequences: Consequences | None = None,
    ) -> None:
        self._db = db
        self._consequences = consequences or Consequences(db)
        self._fetch = fetch
        self._sources = sources
        self._receive = receive

    async def run(self, now: int) -> int:
        """Ask all sources; return how many things were handed in, known ones among them."""
        found = 0
        for source in self._sources:
            found += await self._try(source, now)
        return found

    async def _try(self, source: Source, now: int) -> int:
        """Ask a source, and raise an alert where asking again will not help; one that answers closes it."""
        try:
            found = await self._ask(source, now)
        except (FetchFailed, Unreadable) as error:
            log.warning("%s could not be asked what has changed: %s", source.name, error)
            if not (isinstance(error, FetchFailed) and error.again):
                text = f"{source.connector.title} could not be asked what has changed: {error}"
                await self._consequences.of([Alarm(source.store.id, "connector", source.name, text, now)])
            return 0
        await self._db.alerts.close([alert_id(source.store.id, "connector", source.name)], now)
        return found

    async def _ask(self, source: Source, now: int) -> int:
        poll = source.connector.poll
        if poll is None:
            return 0
        cursor = f"poll:{source.name}"
        last = await self._db.cursors.get(cursor)
        since = (last or now - FIRST_LOOK) - OVERLAP
        parcels = await self._parcels(source, now)
        tokens = partial(current_tokens, self._db, source.name, now)
        call = Call(self._fetch, source.store, source.options, source.secrets, now, parcels, first=last is None, tokens=tokens)
        found, batch = 0, []
        async for polled in poll(call, since):
            batch.append(_item(source, polled, now))
            if len(batch) >= AT_ONCE:
                await self._receive(batch)
                found, batch = found + len(batch), []
        await self._receive(batch)
        # Only now: what a failure in between left out is asked for again.
        await self._db.cursors.put(cursor, now)
        return found + len(batch)

    async def _parcels(self, source: Source, now: int) -> tuple[str, ...]:
        """Return the tracking numbers of this carrier that are under way; stores know their own orders."""
        if source.connector.role != "carrier":
            return ()
        orders = await self._db.orders.get_many(await self._db.orders.silent_since(now))
        return tuple(
            parcel.tracking_number
            for order in orders.values()
            if order.store_id == source.store.id
            for parcel in order.shipments
            if parcel.tracking_number
            and parcel.state not in TERMINAL
            and source.connector.title.casefold() in (parcel.carrier or source.connector.title).casefold()
        )


def _item(source: Source, polled: Polled, now: int) -> InboxItem:
    key = item_id(source.connector.name, source.store.id, f"poll:{polled.key}")
    return InboxItem(key, "event", polled.lane, polled.at, now, source.name, polled.body, topic=polled.topic)
