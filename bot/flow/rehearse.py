"""A chat that is only tried: decided as in earnest from what the database knows, and then forgotten.

Nothing is stored and nothing is sent, so it may be tried on customers as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation, conversation_id
from bot.domain.customer import Customer, customer_id
from bot.domain.message import InboundMessage, WireIdentity
from bot.domain.phone import country_of, to_e164
from bot.flow.converse import Decision, Heard, Scene, Wait, converse
from bot.flow.strangers import strangers

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.content import OutContent
    from bot.domain.message import Content
    from bot.domain.request import Request
    from bot.domain.store import Store
    from bot.flow.converse import Mind


async def customer_called(db: Database, store: Store, name: str) -> Customer:
    """Return the customer with this phone number, BSUID or id; one whom nobody knows is a stranger without orders."""
    numbers = [number.removeprefix("+") for number in (to_e164(name, store.country), to_e164(f"+{name}")) if number]
    called = [WireIdentity(wa_id=number) for number in numbers] or [WireIdentity(bsuid=name)]
    owners = await db.identities.resolve([key for identity in called for key in identity.keys(store.id)])
    ids = [*owners.values(), name]
    known = await db.customers.heirs(ids)
    return next((known[one] for one in ids if one in known), None) or _stranger(store, called[0])


def _stranger(store: Store, identity: WireIdentity) -> Customer:
    country = country_of(identity.wa_id) if identity.wa_id else None
    return Customer(customer_id(store.id, identity), store.id, country=country, bsuid=identity.bsuid, wa_id=identity.wa_id)


@dataclass
class Rehearsal:
    """A conversation with one customer, in memory; ``said`` counts his messages."""

    db: Database
    mind: Mind
    store: Store
    customer: Customer
    chat: Conversation = field(init=False)
    requests: tuple[Request, ...] = ()
    said: int = 0

    def __post_init__(self) -> None:
        """Begin a conversation."""
        number = self.store.phone_number_id
        self.chat = Conversation(conversation_id(number, self.customer.id), self.store.id, self.customer.id, number)

    async def say(self, content: Content, now: int) -> tuple[OutContent, ...]:
        """Return what is answered to a message."""
        decision = converse(await self._scene(content, now), self.mind, 0)
        if isinstance(decision, Wait):
            return ()
        return self._remember(decision)

    def _remember(self, decision: Decision) -> tuple[OutContent, ...]:
        self.chat = decision.conversation
        self.requests = (*self.requests, *decision.requests)
        return tuple(item.content for item in decision.outbox if item.content is not None)

    async def _scene(self, content: Content, now: int) -> Scene:
        self.said += 1
        others = await strangers(self.db, [self.chat])
        mine = await self.db.orders.get_many(list(self.customer.order_ids))
        known = mine | {order.id: order for order in others.shown(self.chat)}
        address = self.customer.address
        message = InboundMessage(f"try.{self.said}", self.store.phone_number_id, address, now, content)
        return Scene(
            self.chat,
            self.store,
            self.customer,
            tuple(sorted(known.values(), key=lambda order: -order.placed_at)),
            (Heard(f"try:{self.said}", now, message),),
            now,
            tuple(order for order in others.claimed(self.chat) if order.id not in known),
            self.requests,
        )
