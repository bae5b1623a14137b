"""What Meta tells us about users' identities and about the account: kept, and acted upon where it changes who somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.inbox import InboxItem, park
from bot.domain.message import WireIdentity
from bot.errors import Unreadable
from bot.flow.batch import Outcome, Queued, nobody_waits
from bot.flow.identify import complete_chats, rename
from bot.whatsapp.parse import parse_identity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.domain.store import Store


class AccountNews:
    """Handles the inbox items of kinds ``identity`` and ``account``. ``stores`` maps phone number ids to stores."""

    def __init__(self, db: Database, stores: Mapping[str, Store]) -> None:
        self._db = db
        self._stores = stores

    async def identities(self, items: Sequence[InboxItem], now: int, queued: Queued = nobody_waits) -> Outcome:
        """Let new BSUIDs and numbers lead to the customers of the old ones; a repetition changes nothing."""
        del queued  # nothing is sent because of it
        parked = []
        for item in items:
            store = self._stores.get(item.source)
            try:
                changes = parse_identity(item.body)
            except Unreadable as error:
                parked.append(park(item, str(error), now))
                continue
            if store is not None:
                for change in changes:
                    before = WireIdentity(change.previous_bsuid, change.wa_id)
                    await rename(self._db, store.id, before, WireIdentity(change.bsuid, change.wa_id), self._complete)
        kept = {item.id for item in parked}
        await self.keep([item for item in items if item.id not in kept], now)
        return Outcome(parked=parked)

    async def _complete(self, absorbed: Customer) -> None:
        await complete_chats(self._db, [number for number, store in self._stores.items() if store.id == absorbed.store_id], absorbed)

    async def keep(self, items: Sequence[InboxItem], now: int, queued: Queued = nobody_waits) -> Outcome:
        """Keep what was told, as it was told; later releases and people may read it."""
        del now, queued
        await self._db.events.add([self._db.events.to_doc(item, "kept") for item in items])
        await self._db.inbox.remove([item.id for item in items])
        return Outcome()
