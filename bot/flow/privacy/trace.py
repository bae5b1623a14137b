"""Who is meant, and everything that leads to him."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.db.downloads import inbound_document_id
from bot.domain.conversation import conversation_id
from bot.domain.message import WireIdentity
from bot.domain.names import order_name, parcel_name
from bot.domain.privacy import ERASED, Trace, pointers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.domain.privacy import Erasure, PrivacyRequest

_CUSTOMER: Final = "cu:"
_MOST_NAMED: Final = 20
_SHORTEST_NUMBER: Final = 7
_SHORTEST_NAME: Final = 2
_STAFF: Final = "staff:"


async def who(db: Database, store_id: str, text: str) -> list[str]:
    """Return the ids of the customers of a store whom a text means: an id, phone number, BSUID, e-mail address, order or parcel.

    Several where it means several; records that became part of others are given as those.
    """
    text = text.strip()
    if not text:
        return []
    digits = "".join(sign for sign in text if sign.isdecimal())
    keys = [*WireIdentity(bsuid=text).keys(store_id)]
    if len(digits) >= _SHORTEST_NUMBER:
        keys += WireIdentity(wa_id=digits).keys(store_id)
    found = set((await db.identities.resolve(keys)).values())
    named = await db.names.resolve([order_name(store_id, text), parcel_name(store_id, text)])
    orders = await db.orders.get_many([*named.values(), text])
    found |= {order.customer_id for order in orders.values() if order.customer_id and order.store_id == store_id}
    if text.startswith(_CUSTOMER):
        found.add(text)
    if "@" in text:
        found |= set(await db.personal.ids_with("customers", "email", dict.fromkeys((text, text.lower()))))
    return await _heirs(db, store_id, found)


async def named(db: Database, store_id: str, text: str) -> list[str]:
    """Return the ids of customers of a store whose names a text is part of, some of them where there are many."""
    text = text.strip()
    return await _heirs(db, store_id, await db.personal.called(store_id, text, _MOST_NAMED)) if len(text) >= _SHORTEST_NAME else []


async def meant_by(db: Database, store_id: str, request: PrivacyRequest) -> list[str]:
    """Return the ids of the customers whom a store's system means."""
    asked = [text for text in (request.phone, request.email, *(f"{store_id}:{one}" for one in request.orders)) if text]
    return list(dict.fromkeys([one for text in asked for one in await who(db, store_id, text)]))


async def _heirs(db: Database, store_id: str, ids: Iterable[str]) -> list[str]:
    """Return whom records have become part of; an id without a record stays, for an erasure may have ended half way."""
    wanted = sorted(one for one in ids if not one.startswith(ERASED))
    heirs = await db.customers.heirs(wanted)
    return sorted({heirs[one].id if one in heirs else one for one in wanted if one not in heirs or heirs[one].store_id == store_id})


async def trace_of(db: Database, store_id: str, heir: str, numbers: Iterable[str]) -> Trace:
    """Return everything that leads to a customer. ``numbers`` are the phone number ids that he may have written to."""
    records = await _joined(db, heir)
    ids = tuple(dict.fromkeys([heir, *records]))
    identities = await _identities(db, store_id, ids, records.values())
    known = [*numbers, *(state.id for state in await db.numbers.all())]
    chats = tuple(dict.fromkeys(conversation_id(number, one) for number in known for one in ids))
    owner = await owner_of(db, heir)
    orders = await db.personal.ids_with("orders", "customer_id", (*ids, owner))
    orders += [one for record in records.values() for one in record.order_ids]
    mine = await db.orders.get_many(list(dict.fromkeys(orders)))
    order_ids = tuple(key for key in dict.fromkeys(orders) if key not in mine or mine[key].customer_id in {None, owner, *ids})
    messages, files = await _said(db, chats)
    files += await db.personal.ids_holding("documents", [f"{_STAFF}{chat}:" for chat in chats] + [f"invoice:{key}:" for key in order_ids])
    files += [one.document_id for key in order_ids if key in mine for one in mine[key].invoices if one.document_id]
    files += [one for doc in await db.personal.with_field("service_requests", "customer_id", ids) for one in doc.get("media", ())]
    found = pointers(records.values(), ids, identities)
    return Trace(store_id, heir, ids, identities, chats, order_ids, messages, tuple(dict.fromkeys(files)), found)


async def left_over(db: Database, erasure: Erasure) -> Trace:
    """Return what leads to what somebody may have brought back of a customer who was erased: his old ids, and nothing else.

    By his number or name he may have come back himself meanwhile.
    """
    messages, files = await _said(db, erasure.chats)
    orders = await db.personal.ids_with("orders", "customer_id", [erasure.id])
    every = tuple(dict.fromkeys((*erasure.files, *files)))
    ids = erasure.customers
    return Trace(erasure.store_id, ids[0], ids, (), erasure.chats, tuple(orders), messages, every, (*ids, *erasure.chats))


async def owner_of(db: Database, heir: str) -> str:
    """Return what stands in a customer's place where he was erased."""
    return f"{ERASED}{await db.erased.token(heir)}"


async def _joined(db: Database, heir: str) -> dict[str, Customer]:
    """Return a customer's record with those that became part of it, in however many steps."""
    found = await db.customers.get_many([heir])
    new = [heir]
    while new:
        new = [one for one in await db.personal.ids_with("customers", "merged_into", new) if one not in found]
        found |= await db.customers.get_many(new)
    return found


async def _identities(db: Database, store_id: str, ids: Sequence[str], records: Iterable[Customer]) -> tuple[str, ...]:
    """Return the identities that lead to a customer. Of those in his records one may be somebody else's by now: it is none of his."""
    mine = await db.personal.ids_with("identities", "customer_id", ids)
    told = [key for one in records for key in _keys(one)] + [f"{store_id}:{one.removeprefix(f'{_CUSTOMER}{store_id}:')}" for one in ids]
    owners = await db.identities.resolve(told)
    return tuple(dict.fromkeys([*mine, *(key for key in told if owners.get(key, ids[0]) in ids)]))


def _keys(one: Customer) -> tuple[str, ...]:
    phone = WireIdentity(wa_id=one.e164.removeprefix("+")) if one.e164 else WireIdentity()
    return (*WireIdentity(one.bsuid, one.wa_id).keys(one.store_id), *phone.keys(one.store_id))


async def _said(db: Database, chats: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the ids of what was said in chats, and of the files that went with it."""
    lines = await db.personal.with_field("transcript", "conversation_id", chats)
    letters = [doc["letter"]["document_id"] for doc in lines if (doc.get("letter") or {}).get("document_id")]
    came = [inbound_document_id(doc["wamid"]) for doc in lines if doc.get("wamid") and doc["direction"] == "in"]
    # What was sent under an id of its own (a page of the shop that everybody gets) is nobody's.
    own = [one for one in letters if any(chat in one for chat in chats)]
    return tuple(doc["_id"] for doc in lines), [*came, *own]
