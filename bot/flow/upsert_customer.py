"""What a store's own program says of a customer: it is the store's word, so it takes the place of what was guessed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.domain.consent import Consent, Source, last_word, with_word
from bot.domain.conversation import Conversation, conversation_id
from bot.domain.message import WireIdentity
from bot.flow.chat_notes import edit_chats
from bot.flow.identify import Appearance, identify

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.domain.notice import Category
    from bot.domain.store import Store

# Who has stopped messages himself is not signed up again by a store's nightly export: he has to say so himself.
_HIS_OWN: Final[frozenset[Source]] = frozenset(("chat", "whatsapp", "error"))


@dataclass(frozen=True, slots=True)
class Profile:
    """A customer by phone number; what is ``None`` is not told. ``consent`` is to order messages, ``marketing`` to offers."""

    e164: str
    name: str | None = None
    language: str | None = None
    country: str | None = None
    consent: bool | None = None
    marketing: bool | None = None


async def upsert_customer(db: Database, store: Store, profile: Profile, now: int) -> Customer:
    """Make or change a customer; every step may be repeated."""
    identity = WireIdentity(wa_id=profile.e164.removeprefix("+"))
    appearance = Appearance(store.id, identity, profile.name, profile.e164, profile.language, profile.country)
    known = (await identify(db, {"it": appearance}))["it"]
    customer = (await db.customers.change({known.id: partial(_told, profile=profile)})).get(known.id, known)
    words = [Consent(category, given=given, at=now, source="api") for category, given in _consents(profile)]
    if words:
        await _note(db, store, customer, words)
    return customer


def _told(customer: Customer, profile: Profile) -> Customer:
    return replace(
        customer,
        name=profile.name or customer.name,
        language=profile.language or customer.language,
        country=profile.country or customer.country,
    )


def _consents(profile: Profile) -> list[tuple[Category, bool]]:
    told: list[tuple[Category, bool | None]] = [("utility", profile.consent), ("marketing", profile.marketing)]
    return [(category, given) for category, given in told if given is not None]


async def _note(db: Database, store: Store, customer: Customer, words: list[Consent]) -> None:
    chat_id = conversation_id(store.phone_number_id, customer.id)
    blank = Conversation(chat_id, store.id, customer.id, store.phone_number_id)
    await edit_chats(db, {chat_id: blank}, {chat_id: partial(_with_words, words=words)})


def _with_words(chat: Conversation, words: list[Consent]) -> Conversation:
    consents = chat.consents
    for word in words:
        known = last_word(consents, word.category)
        if not (word.given and known is not None and not known.given and known.source in _HIS_OWN):
            consents = with_word(consents, word)
    return replace(chat, consents=consents)
