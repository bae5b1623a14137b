"""Finding conversations on the desk by what a person of the shop has in front of him: a name, a phone number, an order, or words."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from bot.db.said import words_of
from bot.domain.conversation import conversation_id
from bot.domain.desk import urgency
from bot.domain.message import WireIdentity
from bot.domain.names import order_name, parcel_name
from bot.language.quote import Piece, quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.desk import DeskEntry
    from bot.domain.store import Store

MOST_FOUND: Final = 50
_LONGEST: Final = 120


async def find_on_desk(db: Database, stores: Sequence[Store], text: str, now: int) -> list[DeskEntry]:
    """Return the lines that a text means or in whose conversations its words were said, the most urgent first; of these stores alone."""
    text = _cleaned(text)
    if not text:
        return []
    mine = {store.id: store for store in stores}
    named = await db.desk.named(text, MOST_FOUND)
    keys = [conversation_id(store.phone_number_id, owner) for store in stores for owner in await _owners(db, store, text)]
    # Whoever is named by his order or his number stands before those who only spoke of something.
    meant = _urgent([entry for entry in (*named, *(await db.desk.get_many(keys)).values()) if entry.store_id in mine], now)
    spoke = await db.desk.get_many(await db.said.find(words_of(text), list(mine), MOST_FOUND))
    known = {entry.id for entry in meant}
    return [*meant, *_urgent([entry for entry in spoke.values() if entry.store_id in mine and entry.id not in known], now)][:MOST_FOUND]


async def quotes(db: Database, entries: Sequence[DeskEntry], text: str) -> Mapping[str, tuple[Piece, ...]]:
    """Return what was said last of a text's words in these conversations, by conversation; those without such words are left out."""
    words = words_of(_cleaned(text))
    if not words:
        return {}
    said = await asyncio.gather(*(db.transcript.texts_of(entry.id) for entry in entries))
    found = {entry.id: quote(texts, words) for entry, texts in zip(entries, said, strict=True)}
    return {key: pieces for key, pieces in found.items() if pieces}


def _cleaned(text: str) -> str:
    return "".join(sign for sign in text[:_LONGEST] if sign.isprintable()).strip()


def _urgent(entries: Sequence[DeskEntry], now: int) -> list[DeskEntry]:
    return sorted({entry.id: entry for entry in entries}.values(), key=lambda entry: urgency(entry, now))


async def _owners(db: Database, store: Store, text: str) -> list[str]:
    """Return the customers who have a phone number, a BSUID or an order."""
    digits = "".join(sign for sign in text if sign.isdecimal())
    keys = [*WireIdentity(bsuid=text).keys(store.id), *(WireIdentity(wa_id=digits).keys(store.id) if digits else ())]
    owners = set((await db.identities.resolve(keys)).values())
    named = await db.names.resolve([order_name(store.id, text), parcel_name(store.id, text)])
    orders = await db.orders.get_many(sorted(set(named.values())))
    owners |= {order.customer_id for order in orders.values() if order.customer_id is not None}
    return sorted(owners)
