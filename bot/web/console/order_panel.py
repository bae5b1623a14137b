"""What stands beside a conversation: the customer's orders, one of them in full, and what he has asked for."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.answers.parts.orders import slowest
from bot.domain.conversation import conversation_id
from bot.flow.handoff.order_view import Sources, queued_ids, sendable, shown, timeline, web_address
from bot.flow.sign_in import new_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.db import Database
    from bot.domain.conversation import Conversation
    from bot.domain.customer import Customer
    from bot.domain.order import Order
    from bot.domain.request import Request
    from bot.domain.store import Store
    from bot.flow.handoff.order_view import Happened, Sendable
    from bot.web.console.guard import Visit

# So many orders of one customer can be chosen from, the newest.
MOST_ORDERS: Final = 30
# What a deed leads back to the page with, so that it says what was done.
DONE: Final = frozenset(("resent", "noted", "told", "untold"))


@dataclass(frozen=True, slots=True)
class Panel:
    """What the page shows of it. ``seen`` tells two states of it apart; ``typed`` comes back after a refusal, to the form ``typed_in``."""

    orders: tuple[Order, ...] = ()
    order: Order | None = None
    happened: tuple[Happened, ...] = ()
    again: tuple[Sendable, ...] = ()
    requests: tuple[Request, ...] = ()
    form_id: str = ""
    seen: str = ""
    done: str = ""
    typed: str = ""
    typed_in: str = ""

    @staticmethod
    def mark(*facts: str | int) -> str:
        """Return what tells a form apart from others, for its id: ids of requests and orders hold signs that have a meaning there."""
        return _digest(*facts)

    @staticmethod
    def standing(order: Order) -> str:
        """Return the text's name that tells how far an order is, by the rule of what its customer is told."""
        if order.state == "cancelled" or not order.shipments:
            return f"order_state.{order.state}"
        return f"order_parcel.{slowest(order.shipments).state}"

    @staticmethod
    def link(address: str | None) -> str | None:
        """Return an address that may be linked to."""
        return web_address(address)


class Panels:
    """Makes them, in two rounds of questions to the database."""

    def __init__(self, db: Database, stores: Mapping[str, Store]) -> None:
        self._db = db
        self._stores = stores

    async def of(self, visit: Visit, chat: Conversation, customer: Customer | None, *, refused: bool = False) -> Panel:
        """Return what stands beside a conversation; orders of other stores are left out."""
        found, asked = await asyncio.gather(self.orders(chat, customer), self._db.service_requests.get_many(chat.requests))
        requests = tuple(sorted(asked.values(), key=lambda one: (not one.pending, -one.at, one.id)))
        wanted = visit.form.get("order") or visit.request.query.get("order")
        order = shown(found, wanted, chat, requests)
        happened = timeline(await self._sources(order, chat, customer)) if order else ()
        again = sendable(order) if order else ()
        done = visit.request.query.get("did", "")
        return Panel(
            found,
            order,
            happened,
            again,
            requests,
            new_secret()[:24],
            _digest(found, order, happened, requests),
            done if done in DONE else "",
            visit.form.get("words", "") if refused else "",
            visit.form.get("request", "note") if refused else "",
        )

    async def orders(self, chat: Conversation, customer: Customer | None) -> tuple[Order, ...]:
        """Return the customer's newest orders in the conversation's store, the newest first."""
        ids = customer.order_ids[:MOST_ORDERS] if customer else ()
        found = await self._db.orders.get_many(ids)
        return tuple(sorted((one for one in found.values() if one.store_id == chat.store_id), key=lambda one: (-one.placed_at, one.id)))

    async def order(self, chat: Conversation, order_id: str) -> Order | None:
        """Return an order of a conversation's customer; what is not his is not there."""
        customer = (await self._db.customers.heirs([chat.customer_id])).get(chat.customer_id)
        if customer is None or order_id not in customer.order_ids:
            return None
        order = (await self._db.orders.get_many([order_id])).get(order_id)
        return order if order is not None and order.store_id == chat.store_id else None

    async def _sources(self, order: Order, chat: Conversation, customer: Customer | None) -> Sources:
        # Notices go out from the store's own number, whichever one the customer has written to.
        told_in = conversation_id(self._stores[chat.store_id].phone_number_id, customer.id if customer else chat.customer_id)
        chats = list(dict.fromkeys((chat.id, told_in)))
        lines, waiting, unsaid = await asyncio.gather(
            asyncio.gather(*(self._db.transcript.about_order(one, order.id) for one in chats)),
            self._db.outbox.get_many(queued_ids(order)),
            self._db.ledger.unsaid_of(order.id),
        )
        return Sources(order, [line for some in lines for line in some], list(waiting.values()), unsaid)


def _digest(*facts: object) -> str:
    return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
