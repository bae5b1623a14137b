"""Writing to one customer because a program of the store asks for it: a template, or words while the window is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.domain import window
from bot.domain.consent import no_consent
from bot.domain.content import TemplateOut, TextOut
from bot.domain.conversation import Conversation, conversation_id
from bot.domain.delivery import OutboxItem
from bot.domain.message import WireIdentity

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.domain.store import Store


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent. ``category`` is the template's at Meta; ``id`` is the same when the same request is repeated."""

    id: str
    content: TextOut | TemplateOut
    category: Literal["utility", "marketing"] = "utility"
    order_id: str | None = None


@dataclass(frozen=True, slots=True)
class Unwritten:
    """It can't be sent, and why."""

    reason: str


async def find_customer(db: Database, store: Store, *, customer_id: str | None = None, e164: str | None = None) -> Customer | None:
    """Return a store's customer by id or phone number."""
    if e164 is not None:
        owners = await db.identities.resolve(WireIdentity(wa_id=e164.removeprefix("+")).keys(store.id))
        customer_id = next(iter(owners.values()), None)
    found = (await db.customers.heirs([customer_id])).get(customer_id) if customer_id else None
    return found if found is not None and found.store_id == store.id else None


async def write_to(db: Database, store: Store, customer: Customer, letter: Letter, now: int) -> OutboxItem | Unwritten:
    """Put a message into the outbox, where a repeated one stays what it was, and return it."""
    chat_id = conversation_id(store.phone_number_id, customer.id)
    chat = (await db.conversations.get_many([chat_id])).get(chat_id) or Conversation(chat_id, store.id, customer.id, store.phone_number_id)
    why = _why_not(chat, customer, letter, now)
    if why is not None:
        return Unwritten(why)
    item = OutboxItem(
        id=letter.id,
        # Words are a person's or a program's own; a template is news of which nobody waits for an answer.
        kind="staff" if isinstance(letter.content, TextOut) else "survey" if letter.category == "marketing" else "notice",
        store_id=store.id,
        customer_id=customer.id,
        conversation_id=chat_id,
        phone_number_id=store.phone_number_id,
        to=customer.address,
        created_at=now,
        due_at=now,
        content=letter.content,
        language=chat.language or customer.language or store.language,
        order_id=letter.order_id,
    )
    await db.outbox.add([item])
    return item


def _why_not(chat: Conversation, customer: Customer, letter: Letter, now: int) -> str | None:
    if not (customer.address.bsuid or customer.address.wa_id):
        return "the customer has neither a phone number nor a business-scoped user id"
    if isinstance(letter.content, TemplateOut):
        return no_consent(letter.category, chat.consents, ticked=None, declared=True)
    if not window.is_open(chat.last_inbound_at, now):
        return "the customer has not written within the last 24 hours, so WhatsApp takes templates alone: send one of those"
    return None
