"""Customers, and the identities by which the outside knows them."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

from pymongo import ReplaceOne

from bot.db.codec import Codec, Collection, Document, find_ids, insert_new
from bot.domain.customer import Customer
from bot.domain.message import WireIdentity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


# A record may be part of one that became part of another.
_MOST_HEIRS = 3


class Identities:
    """``<store>:bsuid:<x>`` and ``<store>:wa:<canonical>`` to a customer's id."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def resolve(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the customer's id for each key that is known."""
        found = await find_ids(self._collection, list(keys))
        return {key: doc["customer_id"] for key, doc in found.items()}

    async def add(self, owners: Mapping[str, str]) -> None:
        """Remember which customer a key belongs to; a key that is taken stays with its owner."""
        await insert_new(self._collection, [{"_id": key, "customer_id": owner} for key, owner in owners.items()])

    async def move(self, key: str, owner: str) -> None:
        """Give a key to another customer: two records turned out to be one person."""
        await self._collection.replace_one({"_id": key}, {"_id": key, "customer_id": owner}, upsert=True)


class Customers:
    """One document per customer of a store. ``revision`` names the write that made a document: whoever changes it asks for it."""

    def __init__(self, collection: Collection, identities: Identities) -> None:
        self._collection = collection
        self._identities = identities
        self._codec = Codec(Customer)

    async def get_many(self, ids: Sequence[str]) -> dict[str, Customer]:
        """Return the customers with these ids, by id."""
        found = await find_ids(self._collection, list(ids))
        return {key: self._codec.from_doc(doc) for key, doc in found.items()}

    async def heirs(self, ids: Sequence[str]) -> dict[str, Customer]:
        """Return the customers with these ids, or whoever they have become part of, by the ids that were asked for."""
        records = await self.get_many(ids)
        for _ in range(_MOST_HEIRS):
            moved = {key: record.merged_into for key, record in records.items() if record.merged_into}
            if not moved:
                break
            others = await self.get_many(list(dict.fromkeys(moved.values())))
            records |= {key: others[heir] for key, heir in moved.items() if heir in others}
        return records

    async def add_new(self, customers: Sequence[Customer]) -> None:
        """Store customers that aren't there yet, with their identities; those that are there stay as they are."""
        await insert_new(self._collection, [self._to_doc(customer) for customer in customers])
        await self.make_findable(customers)

    async def put_many(self, customers: Sequence[Customer]) -> None:
        """Store customers as given, new or not, with their identities, whoever else is changing them (sample data, imports)."""
        there = await insert_new(self._collection, [self._to_doc(customer) for customer in customers])
        if there:
            await self._collection.bulk_write([ReplaceOne({"_id": doc["_id"]}, doc, upsert=True) for doc in there])
        await self.make_findable(customers)

    async def change(self, changes: Mapping[str, Callable[[Customer], Customer]]) -> dict[str, Customer]:
        """Change customers as they are at this moment, and return what they have become.

        Where somebody else wrote first, the change is made again on what he wrote, so that neither is lost: a chat may learn a name
        while an order finds its customer. What a change leaves as it is is not written.
        """
        made: dict[str, Customer] = {}
        left = dict(changes)
        while left:
            docs = await find_ids(self._collection, list(left))
            before = {key: self._codec.from_doc(doc) for key, doc in docs.items()}
            after = {key: left[key](customer) for key, customer in before.items()}
            wanted = {key: self._to_doc(customer) for key, customer in after.items() if customer != before[key]}
            lost = await self._swap(wanted, {key: docs[key].get("revision") for key in wanted})
            made |= {key: customer for key, customer in after.items() if key not in lost}
            left = {key: left[key] for key in lost}
        return made

    async def make_findable(self, customers: Sequence[Customer]) -> None:
        """Let the identities of customers lead to them; one that leads to somebody else stays as it is."""
        await self._identities.add({key: customer.id for customer in customers for key in _keys(customer)})

    async def _swap(self, docs: Mapping[str, Document], revisions: Mapping[str, str | None]) -> set[str]:
        """Replace documents that are still at these revisions; return the ids of the others."""
        if not docs:
            return set()
        # Equality with null finds what has no such field, too: documents of before there were revisions.
        writes = [ReplaceOne({"_id": key, "revision": revisions[key]}, doc) for key, doc in docs.items()]
        result = await self._collection.bulk_write(writes, ordered=False)
        if result.matched_count == len(docs):
            return set()
        there = await find_ids(self._collection, list(docs), ["revision"])
        return {key for key, doc in docs.items() if there.get(key, {}).get("revision") != doc["revision"]}

    def _to_doc(self, customer: Customer) -> Document:
        return self._codec.to_doc(customer) | {"revision": token_hex(8)}


def _keys(customer: Customer) -> tuple[str, ...]:
    phone = WireIdentity(wa_id=customer.e164.removeprefix("+")) if customer.e164 else WireIdentity()
    names = WireIdentity(bsuid=customer.bsuid, wa_id=customer.wa_id)
    return tuple(dict.fromkeys((*names.keys(customer.store_id), *phone.keys(customer.store_id))))
