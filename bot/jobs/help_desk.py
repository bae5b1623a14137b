"""What the clock does on the desk: customers who wait too long are told of, conversations that nobody goes on with go back to the bot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.domain.hours import opened_at
from bot.flow.handoff.by_the_clock import escalate, hand_back_by_silence
from bot.flow.handoff.desk import Done

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.db import Database
    from bot.domain.store import Store
    from bot.flow.handoff.desk import HelpDesk


class Escalation:
    """Escalates what has waited for ``after`` ms; a wait counts only while somebody should be there."""

    def __init__(self, db: Database, desk: HelpDesk, stores: Mapping[str, Store], after: int) -> None:
        self._db = db
        self._desk = desk
        self._stores = stores
        self._after = after

    async def run(self, now: int) -> int:
        """Return how many were escalated."""
        before = now - self._after
        done = 0
        for entry in await self._db.desk.waiting_before(before):
            store = self._stores.get(entry.store_id)
            if store is not None and self._there_since(store, now) < before:
                made = await self._desk.do(entry.id, partial(escalate, before=before, now=now))
                done += isinstance(made, Done) and made.changed
        return done

    @staticmethod
    def _there_since(store: Store, now: int) -> int:
        if store.hours is None:
            return 0
        opened = opened_at(store.hours, now)
        return now if opened is None else opened


class Silence:
    """Hands back what has been quiet for ``after`` ms."""

    def __init__(self, db: Database, desk: HelpDesk, after: int) -> None:
        self._db = db
        self._desk = desk
        self._after = after

    async def run(self, now: int) -> int:
        """Return how many were handed back."""
        before = now - self._after
        done = 0
        for entry in await self._db.desk.quiet_before(before):
            made = await self._desk.do(entry.id, partial(hand_back_by_silence, before=before, now=now))
            done += isinstance(made, Done) and made.changed
        return done
