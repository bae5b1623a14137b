"""A customer without a phone number who shares his own: from then on it leads to him, and to the orders under it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation, conversation_id
from bot.domain.customer import customer_id
from bot.domain.message import Contacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.domain.inbox import InboxItem
    from bot.domain.message import InboundMessage, WireIdentity


def own_identity(message: InboundMessage) -> WireIdentity:
    """Return who has sent a message: as the wire says, completed by the number that he shares because we asked for it.

    WhatsApp lets nobody answer that request with another number than his own; any other card says nothing about its sender.
    """
    content, sender = message.content, message.sender
    if not isinstance(content, Contacts) or not content.requested or sender.wa_id is not None or len(content.contacts) != 1:
        return sender
    shared = content.contacts[0].wa_ids
    return replace(sender, wa_id=shared[0]) if len(shared) == 1 else sender


async def begun_before(db: Database, read: Iterable[tuple[InboxItem, InboundMessage]], customers: Mapping[str, Customer]) -> dict[str, Conversation]:
    """Return how the chats begin, by id, of those who were strangers until they shared a number: in the language spoken so far."""
    earlier = {}
    for item, message in read:
        customer = customers[item.lane]
        stranger = customer_id(customer.store_id, message.sender)
        if own_identity(message) != message.sender and stranger != customer.id:
            earlier[conversation_id(message.phone_number_id, stranger)] = (customer, message.phone_number_id)
    known = await db.conversations.get_many(list(earlier)) if earlier else {}
    return {chat.id: chat for chat in (_begun(before, *earlier[before.id]) for before in known.values())}


def _begun(before: Conversation, customer: Customer, number: str) -> Conversation:
    chat = Conversation(conversation_id(number, customer.id), customer.store_id, customer.id, number)
    return replace(chat, language=before.language, language_chosen=before.language_chosen, offered_language=before.offered_language)
