"""Watching how long what came in has waited: an alert rings once when that is too long, and closes itself when it is not any more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, get_args

from bot.domain.alert import alert, alert_id
from bot.domain.clock import MINUTE
from bot.domain.inbox import InboxKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from bot.db import Database

LOOK_EVERY: Final = 10.0
LEASE_LIVES: Final = 30_000
KINDS: Final[tuple[InboxKind, ...]] = get_args(InboxKind)
_WHAT: Final[dict[InboxKind, str]] = {
    "message": "Messages of customers",
    "status": "WhatsApp's news of our messages",
    "event": "Events of stores and carriers",
    "identity": "News of customers' numbers",
    "account": "WhatsApp's news of the account",
}
_TEXT: Final = (
    "{what} have waited {minutes} min to be handled. They are stored, and none is lost. "
    "Look at the database's load and the log; more processes help if the database keeps up."
)


class BacklogWatch:
    """Rings for every store in ``stores`` when the oldest item of a kind has waited ``limit`` milliseconds, until it is half of that."""

    def __init__(self, db: Database, stores: Collection[str], limit: int, owner: str, clock: Callable[[], int]) -> None:
        self._db = db
        self._stores = stores
        self._limit = limit
        self._owner = owner
        self._clock = clock

    async def keep_watching(self) -> None:
        """Look again and again, for ever."""
        while True:
            await self.once()
            await asyncio.sleep(LOOK_EVERY)

    async def once(self) -> None:
        """Look, if no other process does."""
        now = self._clock()
        if not await self._db.leases.claim("watch:backlog", self._owner, now, LEASE_LIVES):
            return
        for kind in KINDS:
            received_at = await self._db.inbox.oldest(kind)
            await self._tell(kind, 0 if received_at is None else now - received_at, now)

    async def _tell(self, kind: InboxKind, age: int, now: int) -> None:
        ids = {alert_id(store, "backlog", kind): store for store in self._stores}
        there = await self._db.alerts.get_many(list(ids))
        ringing = {key for key, one in there.items() if one.closed_at is None}
        if age > self._limit:
            text = _TEXT.format(what=_WHAT[kind], minutes=max(1, age // MINUTE))
            await self._db.alerts.put([alert(store, "backlog", kind, text, now) for key, store in ids.items() if key not in ringing])
        elif age <= self._limit // 2:
            await self._db.alerts.close(sorted(ringing), now)
