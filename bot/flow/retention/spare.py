"""What is in flight, or still needed, and stays however old it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.db import Database
    from bot.db.codec import Document

_PENDING = ("open", "accepted")


async def unsettled(_db: Database, docs: Sequence[Document], _before: int) -> set[Any]:
    """Return what has still to be told, or an erasure that is not complete."""
    return {doc["_id"] for doc in docs if doc.get("due_at") or doc.get("settle_at")}


async def open_requests(_db: Database, docs: Sequence[Document], _before: int) -> set[Any]:
    """Return what somebody has still to settle."""
    return {doc["_id"] for doc in docs if doc.get("state") in _PENDING}


async def chats_of_lines(db: Database, docs: Sequence[Document], _before: int) -> set[Any]:
    """Return the lines of conversations that people have in hand."""
    chats = await db.shelf.docs("conversations", {doc["conversation_id"] for doc in docs})
    in_hand = {chat["_id"] for chat in chats if in_the_hands_of_people(chat)}
    return {doc["_id"] for doc in docs if doc["conversation_id"] in in_hand}


async def idle_chats(db: Database, docs: Sequence[Document], before: int) -> set[Any]:
    """Return the conversations of which something is needed, or left: a new one would give its messages the same ids."""
    chats = {chat["_id"]: chat for chat in await db.shelf.docs("conversations", [doc["_id"] for doc in docs])}
    needed = {key for key, chat in chats.items() if is_needed(chat, before)}
    left = chats.keys() - needed
    needed |= await db.shelf.there("desk", left)
    needed |= await db.shelf.values("transcript", "conversation_id", left - needed)
    needed |= {str(doc["conversation_id"]) for doc in await db.shelf.all_of("outbox", ["conversation_id"])}
    for name in ("charges", "transcript"):
        needed |= {one[:-1] for one in await db.shelf.beginnings(name, [f"{key}:" for key in left - needed])}
    return needed | await pending_requests(db, "conversation_id")


async def ledger_of_orders(db: Database, docs: Sequence[Document], _before: int) -> set[Any]:
    """Return what was announced of orders that are there: as long as an event about one may come, nothing is said again."""
    there = await db.shelf.there("orders", {doc["order_id"] for doc in docs})
    return {doc["_id"] for doc in docs if doc["order_id"] in there}


async def owned_consents(db: Database, docs: Sequence[Document], _before: int) -> set[Any]:
    """Return the proof of what customers who are there have agreed to and withdrawn."""
    there = await db.shelf.there("customers", {doc["customer_id"] for doc in docs})
    return {doc["_id"] for doc in docs if doc["customer_id"] in there}


async def pending_requests(db: Database, field: str) -> set[str]:
    """Return whose requests wait for the shop's people: a field of theirs."""
    waiting = await db.shelf.all_of("service_requests", [field], {"state": {"$in": list(_PENDING)}})
    return {str(doc[field]) for doc in waiting if doc.get(field)}


def in_the_hands_of_people(chat: Document) -> bool:
    """Tell whether people have a conversation, or should look at it."""
    return chat.get("owner") == "staff" or bool(chat.get("flag")) or bool(chat.get("waiting_since"))


def is_needed(chat: Document, before: int) -> bool:
    """Tell whether a conversation is open, unfinished, of late, or holds that somebody wants no messages: that is kept to be obeyed."""
    if in_the_hands_of_people(chat) or chat.get("pending") or chat.get("consumed"):
        return True
    if any(not one.get("given", True) for one in chat.get("consents", ())):
        return True
    return any(at >= before for at in _instants(chat))


def _instants(chat: Document) -> Iterable[int]:
    instants = [chat.get(name) or 0 for name in ("last_inbound_at", "touched_at", "staff_said_at", "unreachable_at")]
    closed = chat.get("closed") or {}
    return [*instants, closed.get("at", 0), *chat.get("answered_at", ()), *(one["at"] for one in chat.get("consents", ()))]
