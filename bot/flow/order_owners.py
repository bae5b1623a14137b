"""Whose orders these are: by the phone number of the buyer, which WhatsApp will know him by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.domain.message import WireIdentity
from bot.domain.privacy import ERASED, without_person
from bot.flow.identify import Appearance, identify, with_orders
from bot.flow.order_drafts import NOT_MOVED, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.domain.order import Order


async def with_owners(db: Database, steps: Sequence[Step]) -> list[Step]:
    """Return the steps with the customers of their orders, made or found by the buyers' phone numbers.

    The order's id stands with its customer before the order is written: what a crash leaves between the two leads nowhere and
    harms nobody. A number that changes later leads to another customer only while nobody has been told anything.
    """
    seeking = {step.after.id: step for step in steps if _seeks(step)}
    if not seeking:
        return list(steps)
    found = await identify(db, {key: _appearance(step) for key, step in seeking.items()})
    buyers = {key: buyer for key, buyer in found.items() if buyer.owns(seeking[key].after.placed_at)}
    erased = {key: await _nobody(db, step) for key, step in seeking.items() if key not in buyers}
    seeking = {key: step for key, step in seeking.items() if key in buyers}
    moving = {key for key, step in seeking.items() if step.after.customer_id not in {None, buyers[key].id}}
    same = await _still_the_same(db, {key: seeking[key].after.customer_id or "" for key in moving}, buyers)
    stay = await _announced(db, [key for key in moving if key not in same])
    owned = {key: customer.id for key, customer in buyers.items() if key not in same | stay}
    await _hand_over(db, {key: seeking[key].after for key in owned}, owned)
    return [erased.get(step.after.id) or _with_owner(step, owned, stay) for step in steps]


def _seeks(step: Step) -> bool:
    order = step.after
    return order.phone is not None and (order.customer_id is None or order.phone != step.before.phone)


def _appearance(step: Step) -> Appearance:
    order = step.after
    phone = order.phone or ""
    identity = WireIdentity(wa_id=phone.removeprefix("+"))
    return Appearance(order.store_id, identity, step.buyer_name, phone, order.language, order.country, step.buyer_email, order.placed_at)


async def _nobody(db: Database, step: Step) -> Step:
    """Return the step of an order from before its buyer was erased: it is kept without him."""
    owner = f"{ERASED}{await db.erased.token(step.after.id)}"
    return replace(step, after=without_person(step.after, owner))


def _with_owner(step: Step, owned: Mapping[str, str], stay: set[str]) -> Step:
    key = step.after.id
    if key in owned:
        return replace(step, after=replace(step.after, customer_id=owned[key]))
    return replace(step, note=NOT_MOVED) if key in stay else step


async def _still_the_same(db: Database, owners: Mapping[str, str], buyers: Mapping[str, Customer]) -> set[str]:
    """Return the orders whose customer has become part of the one whom the number leads to."""
    heirs = await db.customers.heirs(list(set(owners.values()))) if owners else {}
    return {key for key, owner in owners.items() if owner in heirs and heirs[owner].id == buyers[key].id}


async def _announced(db: Database, keys: Sequence[str]) -> set[str]:
    """Return the orders about which somebody has been told something."""
    return {key for key in keys if any(entry["skipped"] is None for entry in await db.ledger.of_order(key))}


async def _hand_over(db: Database, orders: Mapping[str, Order], owned: Mapping[str, str]) -> None:
    gained: dict[str, list[str]] = defaultdict(list)
    lost: dict[str, list[str]] = defaultdict(list)
    for order in sorted(orders.values(), key=lambda order: -order.placed_at):
        gained[owned[order.id]].append(order.id)
        if order.customer_id is not None:
            lost[order.customer_id].append(order.id)
    await give(db, gained)
    if lost:
        await db.customers.change({owner: partial(_without, gone=frozenset(ids)) for owner, ids in lost.items()})


async def give(db: Database, gained: Mapping[str, Sequence[str]]) -> None:
    """Put orders, newest first, on their customers, or on those of whom these have become part meanwhile."""
    left = dict(gained)
    while left:
        made = await db.customers.change({owner: partial(_with, newest=ids) for owner, ids in left.items()})
        left = {customer.merged_into: left[owner] for owner, customer in made.items() if customer.merged_into}


def _with(customer: Customer, newest: Sequence[str]) -> Customer:
    return replace(customer, order_ids=with_orders(customer.order_ids, newest))


def _without(customer: Customer, gone: frozenset[str]) -> Customer:
    return replace(customer, order_ids=tuple(order for order in customer.order_ids if order not in gone))
