"""What the bot of the demo has written down, for the steps of scenarios, and what its shop's people do."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_hex
from typing import TYPE_CHECKING

import aiohttp

from bot.app.wall import clock
from bot.domain.content import TextOut
from bot.domain.conversation import Conversation, conversation_id
from bot.domain.message import WireIdentity
from bot.flow.chat_notes import edit_chats
from bot.flow.handoff.hand_back import off_desk
from bot.flow.template_sync import synchronise
from bot.flow.write_to import Letter, Unwritten, write_to
from bot.simulator.behind import Written
from bot.whatsapp.client import GraphClient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.settings import StoreSettings
    from bot.simulator.people import Person

MOST = 1_000


class BotsRecords:
    """The records of a bot that runs in this process; what is written is sent by its own sweep."""

    def __init__(self, db: Database, shops: Sequence[StoreSettings]) -> None:
        self._db = db
        self._stores = {shop.store.id: shop.store for shop in shops}
        self._accounts = {shop.whatsapp.business_account_id: shop.graph_number() for shop in shops}

    async def records(self, person: Person) -> Sequence[Written]:
        """Return the messages to a customer: those that wait, those that were sent, and notices that were decided not to be said."""
        found: dict[str, Written] = {}
        customers = await self._customers(person)
        for item in await self._db.outbox.all_of(person.phone_number_id, MOST):
            if item.customer_id in customers:
                found[item.id] = Written(item.id, item.created_at, item.state, item.reason or "")
        for customer in customers.values():
            for line in await self._db.transcript.of_conversation(conversation_id(person.phone_number_id, customer.id), MOST):
                if line.direction == "out":
                    found[line.id] = Written(line.id, line.at, line.state or "accepted", line.reason or "")
            for order in customer.order_ids:
                entries = await self._db.ledger.of_order(order)
                found |= {entry["_id"]: Written(entry["_id"], entry["at"], "skipped", entry["skipped"]) for entry in entries if entry["skipped"]}
        return list(found.values())

    async def alerts(self) -> Sequence[str]:
        """Return the texts of open alerts."""
        return [one.text for one in await self._db.alerts.open()]

    async def sync(self) -> None:
        """Read the templates of every account."""
        async with aiohttp.ClientSession() as session:
            for account, number in self._accounts.items():
                await synchronise(self._db, GraphClient(session, number), account, clock())

    async def take(self, person: Person, *, over: bool) -> None:
        """Change who answers a conversation."""
        customers = await self._customers(person)
        chats = {
            chat: Conversation(chat, person.store_id, customer.id, person.phone_number_id)
            for customer in customers.values()
            for chat in (conversation_id(person.phone_number_id, customer.id),)
        }
        await edit_chats(self._db, chats, dict.fromkeys(chats, _taken if over else _given_back))

    async def write(self, person: Person, text: str) -> str | None:
        """Put a person's words into the outbox, as the REST API does; return why that is refused."""
        customer = next(iter((await self._customers(person)).values()))
        letter = Letter(f"staff:{person.store_id}:{token_hex(6)}", TextOut(text))
        written = await write_to(self._db, self._stores[person.store_id], customer, letter, clock())
        return written.reason if isinstance(written, Unwritten) else None

    async def _customers(self, person: Person) -> dict[str, Customer]:
        owners = await self._db.identities.resolve(WireIdentity(person.bsuid, person.wa_id).keys(person.store_id))
        return {customer.id: customer for customer in (await self._db.customers.heirs(list(dict.fromkeys(owners.values())))).values()}


def _taken(chat: Conversation) -> Conversation:
    return replace(chat, owner="staff", closed=None, touched_at=clock())


def _given_back(chat: Conversation) -> Conversation:
    return replace(off_desk(chat, None, "handed_back", clock()), version=chat.version)
