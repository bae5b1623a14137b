"""Customers, and the identities by which the outside knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymongo import ReplaceOne

from bot.db.codec import Codec, Collection, find_ids, insert_new
from bot.domain.customer import Customer
from bot.domain.message import WireIdentity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
    """One document per customer of a store."""

    def __init__(self, collection: Collection, identities: Identities) -> None:
        self._collection = collection
        self._identities = identities
        self._codec = Codec(Customer)

    async def get_many(self, ids: Sequence[str]) -> dict[str, Customer]:
        """Return the customers with these ids, by id."""
        found = await find_ids(self._collection, list(ids))
        return {key: self._codec.from_doc(doc) for key, doc in found.items()}

    async def add_new(self, customers: Sequence[Customer]) -> None:
        """Store customers that aren't there yet, with their identities; those that are there stay as they are."""
        await insert_new(self._collection, [self._codec.to_doc(customer) for customer in customers])
        await self._identities.add({key: customer.id for customer in customers for key in _keys(customer)})

    async def put_many(self, customers: Sequence[Customer]) -> None:
        """Store customers as given, new or not, with their identities."""
        there = await insert_new(self._collection, [self._codec.to_doc(customer) for customer in customers])
        if there:
            await self._collection.bulk_write([ReplaceOne({"_id": doc["_id"]}, doc, upsert=True) for doc in there])
        await self._identities.add({key: customer.id for customer in customers for key in _keys(customer)})


def _keys(customer: Customer) -> tuple[str, ...]:
    phone = WireIdentity(wa_id=customer.e164.removeprefix("+")) if customer.e164 else WireIdentity()
    names = WireIdentity(bsuid=customer.bsuid, wa_id=customer.wa_id)
    return tuple(dict.fromkeys((*names.keys(customer.store_id), *phone.keys(customer.store_id))))
