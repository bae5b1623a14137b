"""Which language to answer in: the one asked for, else the one written in, else what is known of the customer, else the store's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bot.domain.phone import country_of
from bot.language.hindustani import hindi_or_urdu, hindustani
from bot.language.tongues import language_of_country, mixed, servable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.conversation import Conversation
    from bot.domain.customer import Customer
    from bot.domain.store import Store
    from bot.flow.conversing.wish import Wish

_TELLING: Final = 4  # letters: everybody types "hi", "ok" and "no"


class Tongue(NamedTuple):
    """``language`` to answer in, ``known`` the customer's if anything tells; ``offer`` is another one that he writes in and might prefer."""

    language: str
    known: str | None
    chosen: bool = False
    offer: str | None = None


def reply_language(chat: Conversation, customer: Customer, store: Store, wishes: Sequence[Wish], languages: Sequence[str]) -> Tongue:
    """Return how to answer: a choice stands until another one; without one the message counts, the phone's country, the store's language.

    ``languages`` are those that the bot speaks. Against a choice nothing but an offer is made, and once for each language.
    """
    asked_for = [tag for wish in wishes if (tag := servable(wish.language, languages))]
    if asked_for:
        return Tongue(asked_for[-1], asked_for[-1], chosen=True)
    number = customer.wa_id or customer.e164
    country = country_of(number) if number else None
    known = [tag for tag in (servable(chat.language, languages), servable(customer.language, languages)) if tag]
    sure = (wish for wish in reversed(wishes) if _leaves_no_doubt(wish, chat, known))
    written = next((tag for wish in sure if (tag := servable(_written_in(wish, known, country or customer.country), languages))), None)
    if chat.language_chosen and chat.language:
        offer = written if written not in {chat.language.partition("-")[0], chat.offered_language, None} else None
        return Tongue(chat.language, chat.language, chosen=True, offer=offer)
    told = written or next(iter(known), None)
    greeted = (_written_in(wish, known, country or customer.country) for wish in wishes if _greeting(wish))
    greeted_in = next((tag for written_in in greeted if (tag := servable(written_in, languages))), None)
    return Tongue(told or greeted_in or language_of_country(country, store.language, languages) or store.language, told)


def _leaves_no_doubt(wish: Wish, chat: Conversation, known: Sequence[str]) -> bool:
    """Tell whether a message says what language it is in; nonsense, or one in two scripts or languages, changes nothing that is known."""
    reading = wish.understanding
    if reading is None or not reading.confident_language or (known and known[0].partition("-")[0] in reading.beside):
        return False
    return not (chat.language and (wish.missed or mixed(wish.words)))


def _written_in(wish: Wish, known: Sequence[str], country: str | None) -> str | None:
    """Return the tag of the language that a message is in, or that its writer can read where the letters don't tell."""
    if wish.understanding is None:
        return None
    if hindustani(wish.understanding.variety):
        return hindi_or_urdu(wish.words, *known, country=country)
    return wish.understanding.language


def _greeting(wish: Wish) -> bool:
    """Tell whether a message is a word or two, such as "hola", which is enough to answer in its language once where nothing else is known."""
    return wish.understanding is not None and wish.understanding.reason.startswith("exact") and len(wish.words) >= _TELLING
