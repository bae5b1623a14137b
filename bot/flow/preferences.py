"""WhatsApp's own stop and resume of marketing messages: they count as the customer's word, for that category alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.consent import Consent, with_word
from bot.domain.conversation import Conversation, conversation_id
from bot.domain.inbox import park
from bot.errors import Unreadable
from bot.flow.chat_notes import edit_chats
from bot.flow.identify import Appearance, complete_chats, identify
from bot.whatsapp.preferences import parse_preferences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.domain.inbox import InboxItem, Parked
    from bot.domain.store import Store
    from bot.whatsapp.preferences import Preference


class MarketingPreferences:
    """Handles the account items of the field ``user_preferences``. ``stores`` maps phone number ids to stores."""

    def __init__(self, db: Database, stores: Mapping[str, Store]) -> None:
        self._db = db
        self._stores = stores

    async def handle(self, items: Sequence[InboxItem], now: int) -> list[Parked]:
        """Note each word in its conversation, in order of time; return what can't be read. A repetition changes nothing."""
        told: list[Preference] = []
        parked = []
        for item in items:
            try:
                told += [one for one in parse_preferences(item.body) if one.phone_number_id in self._stores]
            except Unreadable as error:
                parked.append(park(item, str(error), now))
        for one in sorted(told, key=lambda preference: preference.at):
            await self._note(one)
        return parked

    async def _note(self, one: Preference) -> None:
        store = self._stores[one.phone_number_id]
        found = await identify(self._db, {one.user.lane: Appearance(store.id, one.user, at=one.at)}, self._complete)
        customer = found.get(one.user.lane)
        if customer is None or not customer.owns(one.at):
            return  # older than an erasure
        chat = conversation_id(one.phone_number_id, customer.id)
        word = Consent("marketing", one.given, one.at, "whatsapp", one.wording)
        blank = Conversation(chat, store.id, customer.id, one.phone_number_id)
        await edit_chats(self._db, {chat: blank}, {chat: lambda known: replace(known, consents=with_word(known.consents, word))})

    async def _complete(self, absorbed: Customer) -> None:
        await complete_chats(self._db, [number for number, store in self._stores.items() if store.id == absorbed.store_id], absorbed)
