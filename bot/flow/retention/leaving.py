"""Old orders and conversations, and the customers of whom nothing is left with them.

Customers go first, then what they had: after a crash in between, the rest is found again because it is as old as before.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.domain.conversation import conversation_id
from bot.domain.names import names_of
from bot.flow.retention.rules import CHATS
from bot.flow.retention.spare import idle_chats, is_needed, pending_requests

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.db import Database
    from bot.db.codec import Document
    from bot.domain.customer import Customer
    from bot.domain.order import Order


@dataclass(frozen=True, slots=True)
class Leaving:
    """Lets old orders and conversations go. ``numbers`` are ours that customers may have written to."""

    db: Database
    numbers: Sequence[str]

    async def orders(self, docs: Sequence[Document], before: int) -> Counter[str]:
        """Remove those of these orders of which nothing was heard since ``before``, and nothing is under way; return what was removed."""
        counted: Counter[str] = Counter()
        loaded = await self.db.orders.load([doc["_id"] for doc in docs])
        old = {key: one.value for key, one in loaded.items() if not one.pending and not one.consumed and _newest(one.value) < before}
        for key in await self._needed(old):
            old.pop(key, None)
        counted += await self.customers([order.customer_id for order in old.values() if order.customer_id], before, orders=old)
        await self._papers(old.values(), counted)
        gone = await self.db.shelf.remove("orders", [{"_id": key, "version": order.version} for key, order in old.items()], "version")
        counted["orders"] += len(gone)
        await self._forget_in_customers([order for key, order in old.items() if key in gone])
        return counted

    async def chats(self, docs: Sequence[Document], before: int) -> Counter[str]:
        """Remove those of these conversations that are idle since ``before``, and leave nothing behind them; return what was removed."""
        spared = await idle_chats(self.db, docs, before)
        old = await self.db.shelf.docs("conversations", [doc["_id"] for doc in docs if doc["_id"] not in spared])
        old = [doc for doc in old if not is_needed(doc, before)]
        counted = await self.customers([doc["customer_id"] for doc in old], before, chats={doc["_id"] for doc in old})
        counted["conversations"] += len(await self.db.shelf.remove("conversations", old, CHATS.guard))
        return counted

    async def customers(self, ids: Iterable[str], before: int, orders: Collection[str] = (), chats: Collection[str] = ()) -> Counter[str]:
        """Remove those of these customers who have nothing but these orders and conversations; return what was removed.

        One who is gone already went in a run that was cut: what it left of him goes now.
        """
        counted: Counter[str] = Counter()
        waiting = {str(doc["customer_id"]) for doc in await self.db.shelf.all_of("outbox", ["customer_id"])}
        waiting |= await pending_requests(self.db, "customer_id")
        there = {doc["_id"]: doc for doc in await self.db.shelf.docs("customers", set(ids) - waiting)}
        for key in sorted(set(ids) - waiting):
            if key in there and not await self._goes(there[key], before, orders, chats):
                continue
            joined = await self.db.shelf.docs("customers", await self.db.shelf.ids("customers", "merged_into", key))
            counted["customers"] += key in there
            counted["identities"] += await self._forget_names([key, *(record["_id"] for record in joined)])
            counted["customers"] += len(await self.db.shelf.remove("customers", joined, "revision"))
        return counted

    async def _goes(self, customer: Document, before: int, orders: Collection[str], chats: Collection[str]) -> bool:
        """Remove a customer who has nothing more, unless he has just written; tell whether he is gone."""
        return not await self._has_more(customer, before, orders, chats) and bool(await self.db.shelf.remove("customers", [customer], "revision"))

    async def _forget_names(self, customers: Iterable[str]) -> int:
        """Remove what leads to customers, and return how much that was."""
        keys = [{"_id": key, "customer_id": one} for one in customers for key in await self.db.shelf.ids("identities", "customer_id", one)]
        return len(await self.db.shelf.remove("identities", keys, "customer_id"))

    async def _has_more(self, customer: Document, before: int, orders: Collection[str], chats: Collection[str]) -> bool:
        """Tell whether a customer has other orders, or a conversation that stays."""
        if customer.get("merged_into") or any(one not in orders for one in await self.db.shelf.ids("orders", "customer_id", customer["_id"])):
            return True
        numbers = {*self.numbers, *(state.id for state in await self.db.numbers.all())}
        mine = [conversation_id(number, customer["_id"]) for number in numbers]
        others = await self.db.shelf.docs("conversations", [one for one in mine if one not in chats])
        # One in which nobody ever wrote holds nothing but what was agreed to at a checkout: it goes with him.
        blank = [chat for chat in others if not chat.get("last_inbound_at") and not is_needed(chat, before)]
        if len(blank) < len(others) or (blank and await idle_chats(self.db, blank, before)):
            return True
        await self.db.shelf.remove("conversations", blank, CHATS.guard)
        return False

    async def _needed(self, orders: Collection[str]) -> set[str]:
        """Return the orders with messages under way or kept, whose ids a new order would give again, and those that people look after."""
        waiting = {str(doc.get("order_id")) for doc in await self.db.shelf.all_of("outbox", ["order_id"])}
        waiting |= await pending_requests(self.db, "order_id")
        needed = waiting & set(orders)
        for name in ("transcript", "charges"):
            needed |= {one[:-1] for one in await self.db.shelf.beginnings(name, [f"{key}:" for key in set(orders) - needed])}
        return needed

    async def _papers(self, orders: Iterable[Order], counted: Counter[str]) -> None:
        """Remove the names and invoices of orders."""
        for order in orders:
            names = [{"_id": name, "order_id": order.id} for name in names_of(order)]
            counted["names"] += len(await self.db.shelf.remove("names", names, "order_id"))
            papers = {f"invoice:{order.id}:{one.number}" for one in order.invoices} | {one.document_id or "" for one in order.invoices}
            there = list(await self.db.documents.about(list(papers)))
            await self.db.documents.remove(there)
            counted["documents"] += len(there)

    async def _forget_in_customers(self, orders: Sequence[Order]) -> None:
        """Take orders that are gone out of their customers' lists, where a cut may leave them: an id that leads nowhere is not shown."""
        gone = {order.id for order in orders}
        await self.db.customers.change({order.customer_id: partial(_without, gone=gone) for order in orders if order.customer_id})


def _without(customer: Customer, gone: Collection[str]) -> Customer:
    return replace(customer, order_ids=tuple(one for one in customer.order_ids if one not in gone))


def _newest(order: Order) -> int:
    """Return when something was last heard of an order."""
    parcels = [at for parcel in order.shipments for at in (parcel.state_at, parcel.scan_at or 0, *(at for _, at in parcel.marks))]
    papers = [*(one.issued_at for one in order.invoices), *(one.at for one in order.refunds)]
    return max(order.placed_at, order.state_at, *parcels, *papers, *(at for _, at in order.marks))
