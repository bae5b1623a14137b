"""Finding conversations on the desk by what a person of the shop has in front of him: a name, a phone number, an order or a parcel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.conversation import conversation_id
from bot.domain.desk import urgency
from bot.domain.message import WireIdentity
from bot.domain.names import order_name, parcel_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.desk import DeskEntry
    from bot.domain.store import Store

MOST_FOUND: Final = 50
_LONGEST: Final = 120


async def find_on_desk(db: Database, stores: Sequence[Store], text: str, now: int) -> list[DeskEntry]:
    """Return the lines that a text means, the most urgent first; of these stores alone."""
    text = "".join(sign for sign in text[:_LONGEST] if sign.isprintable()).strip()
    if not text:
        return []
    named = await db.desk.named(text, MOST_FOUND)
    meant = await db.desk.get_many([conversation_id(store.phone_number_id, owner) for store in stores for owner in await _owners(db, store, text)])
    mine = {store.id for store in stores}
    found = {entry.id: entry for entry in (*named, *meant.values()) if entry.store_id in mine}
    return sorted(found.values(), key=lambda entry: urgency(entry, now))[:MOST_FOUND]


async def _owners(db: Database, store: Store, text: str) -> list[str]:
    """Return the customers who have a phone number, a BSUID or an order."""
    digits = "".join(sign for sign in text if sign.isdecimal())
    keys = [*WireIdentity(bsuid=text).keys(store.id), *(WireIdentity(wa_id=digits).keys(store.id) if digits else ())]
    owners = set((await db.identities.resolve(keys)).values())
    named = await db.names.resolve([order_name(store.id, text), parcel_name(store.id, text)])
    orders = await db.orders.get_many(sorted(set(named.values())))
    owners |= {order.customer_id for order in orders.values() if order.customer_id is not None}
    return sorted(owners)
