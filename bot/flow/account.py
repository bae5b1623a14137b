"""What Meta tells us about users' identities and about the account: kept, and acted upon where it changes who somebody is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.domain.inbox import InboxItem, park
from bot.domain.message import WireIdentity
from bot.errors import Unreadable
from bot.flow.batch import Outcome, Queued, nobody_waits
from bot.flow.identify import complete_chats, rename
from bot.flow.privacy.nameless import naming_erased
from bot.flow.template_news import TemplateDesk, nobody_looks, nobody_minds
from bot.whatsapp.parse import parse_identity
from bot.whatsapp.template_news import FIELDS
from bot.whatsapp.wire import loads_clean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.domain.inbox import Parked
    from bot.domain.message import IdentityChange
    from bot.domain.store import Store
    from bot.flow.template_news import Changed, Listener

    # Acts on the items of one field and returns those that it can't read; being called twice with one changes nothing.
    FieldHandler = Callable[[Sequence[InboxItem], int], Awaitable[list[Parked]]]


class AccountNews:
    """Handles the inbox items of kinds ``identity`` and ``account``. ``stores`` maps phone number ids to stores.

    ``accounts`` names the stores of each business account, ``trouble`` hears of templates that are lost to notices, ``changed`` is
    called when our copies of templates have changed. ``handlers`` act on further fields of the account, by name of the field.
    """

    def __init__(
        self,
        db: Database,
        stores: Mapping[str, Store],
        *,
        accounts: Mapping[str, Sequence[str]] | None = None,
        trouble: Listener = nobody_minds,
        changed: Changed = nobody_looks,
        handlers: Mapping[str, FieldHandler] | None = None,
    ) -> None:
        self._db = db
        self._stores = stores
        desk = TemplateDesk(db, accounts or {}, trouble, changed)
        self._handlers: dict[str, FieldHandler] = {**dict.fromkeys(FIELDS, desk.handle), **(handlers or {})}

    async def identities(self, items: Sequence[InboxItem], now: int, queued: Queued = nobody_waits) -> Outcome:
        """Let new BSUIDs and numbers lead to the customers of the old ones; a repetition changes nothing."""
        del queued  # nothing is sent because of it
        parked = []
        erased: set[str] = set()
        for item in items:
            store = self._stores.get(item.source)
            try:
                changes = parse_identity(item.body)
            except Unreadable as error:
                parked.append(park(item, str(error), now))
                continue
            if store is not None and await self._of_erased(store.id, changes):
                erased.add(item.id)
            elif store is not None:
                for change in changes:
                    before = WireIdentity(change.previous_bsuid, change.wa_id)
                    await rename(self._db, store.id, before, WireIdentity(change.bsuid, change.wa_id), self._complete)
        kept = {item.id for item in parked} | erased
        await self._db.inbox.remove(list(erased))
        await self.keep([item for item in items if item.id not in kept], now)
        return Outcome(parked=parked)

    async def _of_erased(self, store_id: str, changes: Sequence[IdentityChange]) -> bool:
        """Tell whether news are about somebody who was erased and has not come back: nothing is kept of them."""
        users = [one for change in changes for one in (WireIdentity(change.previous_bsuid, change.wa_id), WireIdentity(change.bsuid))]
        keys = [key for user in users for key in user.keys(store_id)]
        return not await self._db.identities.resolve(keys) and bool(await self._db.erased.since(keys))

    async def _complete(self, absorbed: Customer) -> None:
        await complete_chats(self._db, [number for number, store in self._stores.items() if store.id == absorbed.store_id], absorbed)

    async def keep(self, items: Sequence[InboxItem], now: int, queued: Queued = nobody_waits) -> Outcome:
        """Act on what concerns us, and keep everything as it was told; later releases and people may read it."""
        del queued
        by_handler: dict[FieldHandler, list[InboxItem]] = defaultdict(list)
        for item in items:
            if (handler := self._handlers.get(_field(item))) is not None:
                by_handler[handler].append(item)
        parked = [odd for handler, told in by_handler.items() for odd in await handler(told, now)]
        odd_ones = {odd.id for odd in parked}
        kept = [item for item in items if item.id not in odd_ones]
        nameless = await naming_erased(self._db, kept)
        await self._db.events.add([self._db.events.to_doc(item, "kept", empty=item.id in nameless) for item in kept])
        await self._db.inbox.remove([item.id for item in kept])
        return Outcome(parked=parked)


def _field(item: InboxItem) -> str:
    """Return the webhook field that an account item came under, empty where it has none."""
    try:
        stored = loads_clean(item.body)
    except ValueError:
        return ""
    return str(stored.get("field", "")) if isinstance(stored, dict) else ""
