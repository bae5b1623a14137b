"""What each store has decided, together with how its templates stand at Meta right now."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from bot.domain.rules import StoreRules, store_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.db import Database

EVERY: Final = 60.0


class RulesBook:
    """Keeps the rules at hand, so that a look at one message asks no database.

    ``decided`` are the stores' own decisions by store id, ``accounts`` the business account of each store (empty where it has none).
    """

    def __init__(self, db: Database, decided: Mapping[str, StoreRules], accounts: Mapping[str, str]) -> None:
        self._db = db
        self._decided = decided
        self._accounts = accounts
        self._rules = dict(decided)
        self._wanted = asyncio.Event()

    def rules_of(self, store_id: str) -> StoreRules:
        """Return a store's rules as they stood at the last refresh; those of a store that nobody has set any for are the strictest."""
        return self._rules.get(store_id) or StoreRules()

    def soon(self) -> None:
        """Have the templates read again at once: something has changed."""
        self._wanted.set()

    async def refresh(self) -> None:
        """Read the copies of every business account."""
        copies = {account: await self._db.templates.of_account(account) for account in {*self._accounts.values()} - {""}}
        for store_id, decided in self._decided.items():
            self._rules[store_id] = store_rules(decided, copies.get(self._accounts.get(store_id, "")))

    async def keep_fresh(self) -> None:
        """Refresh every minute, and at once when it is wanted, for ever; a failure leaves the rules as they were."""
        while True:
            self._wanted.clear()
            await self.refresh()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), EVERY)
