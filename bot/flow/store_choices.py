"""What each store has decided in the console, laid over what its file says, in every process that needs to know."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from bot.domain.rules import StoreRules
from bot.domain.store_choices import StoreChoices, chosen_rules, chosen_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.db import Database
    from bot.domain.notice import Milestone
    from bot.domain.store import Store

# What one process saves the others know after so many seconds.
EVERY: Final = 10.0
_TRIES: Final = 5


class StoreBook:
    """Keeps stores and rules at hand as they are now; whoever holds one of its dicts sees each change, because they are changed in place.

    ``stores`` are by id, ``numbers`` by phone number id, ``rules`` (without templates) and ``off`` by store id. ``changed`` is called
    when something has changed.
    """

    def __init__(
        self, db: Database, stores: Sequence[Store], rules: Mapping[str, StoreRules] | None = None, changed: Callable[[], None] = lambda: None
    ) -> None:
        self._db = db
        self._changed = changed
        self._choices: dict[str, StoreChoices] = {}
        self.of_file: dict[str, Store] = {store.id: store for store in stores}
        self.rules_of_file: dict[str, StoreRules] = {store.id: (rules or {}).get(store.id, StoreRules()) for store in stores}
        self.stores: dict[str, Store] = dict(self.of_file)
        self.numbers: dict[str, Store] = {store.phone_number_id: store for store in stores}
        self.rules: dict[str, StoreRules] = dict(self.rules_of_file)
        self.off: dict[str, frozenset[Milestone]] = {store_id: one.off for store_id, one in self.rules.items()}

    def choices(self, store_id: str) -> StoreChoices:
        """Return what a store has chosen, as it was read last."""
        return self._choices.get(store_id) or StoreChoices(store_id)

    async def refresh(self) -> None:
        """Read everybody's choices; those of a store that is no longer in the file are left alone."""
        found = await self._db.store_choices.all()
        news = {store_id: one for store_id, one in found.items() if store_id in self.of_file and one != self._choices.get(store_id)}
        for one in news.values():
            self._lay(one)
        if news:
            self._changed()

    async def keep_fresh(self) -> None:
        """Refresh again and again, for ever; a failure leaves everything as it was."""
        while True:
            await self.refresh()
            await asyncio.sleep(EVERY)

    async def change(self, store_id: str, decide: Callable[[StoreChoices], StoreChoices | None]) -> StoreChoices | None:
        """Save what ``decide`` makes of a store's choices as they are now, and return it; ``None`` where it refuses, and nothing is saved.

        Of two who save at once the later one's ``decide`` is asked again about what the first has saved.
        """
        for _ in range(_TRIES):
            before = (await self._db.store_choices.all()).get(store_id) or StoreChoices(store_id)
            wanted = decide(before)
            if wanted is None or wanted == before:
                return wanted
            saved = await self._db.store_choices.save(wanted)
            if saved is not None:
                self._lay(saved)
                self._changed()
                return saved
        return None

    def _lay(self, choices: StoreChoices) -> None:
        """Have a store be as it has chosen, in each of the dicts."""
        store = chosen_store(self.of_file[choices.id], choices)
        rules = chosen_rules(self.rules_of_file[choices.id], choices)
        self._choices[choices.id] = choices
        self.stores[store.id] = store
        self.numbers[store.phone_number_id] = store
        self.rules[store.id] = rules
        self.off[store.id] = rules.off
