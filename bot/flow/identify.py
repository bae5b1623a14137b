"""Who is writing: identities on the wire to customers, joined when they turn out to be one person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.domain.conversation import conversation_id
from bot.domain.customer import Customer, after_erasure, customer_id
from bot.domain.phone import country_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.db import Database
    from bot.domain.message import WireIdentity

    BeforeJoining = Callable[[Customer], Awaitable[None]]

MOST_ORDERS = 50


@dataclass(frozen=True, slots=True)
class Appearance:
    """Somebody wrote to a store under an identity, with the profile name that WhatsApp shows.

    Or somebody bought there: then ``e164`` is the phone number of his order, of which ``identity`` holds the digits, and
    ``language``, ``country`` and ``email`` are what the store knows. ``at`` is when it was: what is older than an erasure makes nobody.
    """

    store_id: str
    identity: WireIdentity
    name: str | None = None
    e164: str | None = None
    language: str | None = None
    country: str | None = None
    email: str | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who it is, and what has to be written before he is known: ``learnt`` the record, ``absorbed`` one that joins it."""

    customer: Customer
    appearance: Appearance
    new: bool = False
    learnt: bool = False
    absorbed: Customer | None = None


def resolve(appearance: Appearance, known: Sequence[Customer]) -> Resolution:
    """Decide who somebody is; ``known`` are the customers that his identities lead to, the strongest identity first."""
    if not known:
        return Resolution(_stranger(appearance), appearance, new=True)
    # The record that has orders is the one that the store knows; the other one came into being by a message.
    keep, *others = sorted(known, key=lambda customer: not customer.order_ids)
    absorbed = others[0] if others else None
    after = learn(keep, appearance, absorbed)
    return Resolution(after, appearance, learnt=after != keep, absorbed=absorbed)


def learn(customer: Customer, appearance: Appearance, absorbed: Customer | None = None) -> Customer:
    """Return a customer with what an appearance says of him that was not known, and with the orders of a record that joins him."""
    identity = appearance.identity
    return replace(
        customer,
        name=customer.name or appearance.name,
        bsuid=identity.bsuid or customer.bsuid,
        # Meta alone knows how it calls a number; what an order says is kept beside it.
        wa_id=customer.wa_id if appearance.e164 else identity.wa_id or customer.wa_id,
        e164=appearance.e164 or customer.e164,
        language=customer.language or appearance.language or (absorbed.language if absorbed else None),
        country=customer.country or appearance.country,
        email=appearance.email or customer.email,
        order_ids=with_orders(customer.order_ids, (), after=absorbed.order_ids if absorbed else ()),
    )


def with_orders(known: Sequence[str], newest: Sequence[str], after: Sequence[str] = ()) -> tuple[str, ...]:
    """Return a customer's orders with new ones in front of those that are known, and old ones behind them."""
    return tuple(dict.fromkeys((*(order for order in newest if order not in known), *known, *after)))[:MOST_ORDERS]


def _stranger(appearance: Appearance) -> Customer:
    identity = appearance.identity
    return Customer(
        id=customer_id(appearance.store_id, identity),
        store_id=appearance.store_id,
        name=appearance.name,
        language=appearance.language,
        country=appearance.country or (country_of(identity.wa_id) if identity.wa_id else None),
        bsuid=identity.bsuid,
        wa_id=None if appearance.e164 else identity.wa_id,
        e164=appearance.e164,
        email=appearance.email,
    )


async def identify(db: Database, appearances: Mapping[str, Appearance], before_joining: BeforeJoining | None = None) -> dict[str, Customer]:
    """Return the customer for each appearance, making and joining records as needed; every write may be repeated.

    An appearance from before its owner was erased, of whom nothing new is known, has none: it is left out.
    ``before_joining`` is awaited with each record that is about to become part of another one, while it still can be found.
    """
    keys = {name: who.identity.keys(who.store_id) for name, who in appearances.items()}
    owners = await db.identities.resolve(list(dict.fromkeys(key for names in keys.values() for key in names)))
    records = await db.customers.heirs(list(dict.fromkeys(owners.values())))
    found = {}
    for name, who in appearances.items():
        known = list({records[owner].id: records[owner] for key in keys[name] if (owner := owners.get(key)) in records}.values())
        complete = all(key in owners for key in keys[name])
        found[name] = (resolve(who, known), complete)
    found = await _since_erasures(db, found)
    news = [resolution for resolution, complete in found.values() if resolution.new or not complete or resolution.learnt or resolution.absorbed]
    for resolution in news:
        if resolution.absorbed is not None and before_joining is not None:
            await before_joining(resolution.absorbed)
    written = await _write(db, news)
    return {name: written.get(resolution.customer.id, resolution.customer) for name, (resolution, _) in found.items()}


async def _since_erasures(db: Database, found: dict[str, tuple[Resolution, bool]]) -> dict[str, tuple[Resolution, bool]]:
    """Leave out strangers who were erased later than they appeared; who comes back begins under an id of his own, so that nothing old is his."""
    strangers = {name: resolution.appearance for name, (resolution, _) in found.items() if resolution.new}
    keys = {name: who.identity.keys(who.store_id) for name, who in strangers.items()}
    erased = await db.erased.since(list({key for names in keys.values() for key in names})) if keys else {}
    if not erased:
        return found
    left = dict(found)
    for name, who in strangers.items():
        at = max((erased[key] for key in keys[name] if key in erased), default=None)
        if at is None:
            continue
        resolution, complete = left.pop(name)
        if who.at is None or after_erasure(who.at, at):
            left[name] = (replace(resolution, customer=replace(resolution.customer, id=f"{resolution.customer.id}:{at:x}", since=at)), complete)
    return left


async def _write(db: Database, resolutions: Sequence[Resolution]) -> dict[str, Customer]:
    """Write what is new, and return the records as they are now."""
    new = [resolution.customer for resolution in resolutions if resolution.new]
    if new:
        await db.customers.add_new(new)
    written: dict[str, Customer] = {}
    for resolution in resolutions:
        if not resolution.new:
            written[resolution.customer.id] = resolution.customer
    learnt = {
        resolution.customer.id: partial(learn, appearance=resolution.appearance, absorbed=resolution.absorbed)
        for resolution in resolutions
        if resolution.learnt
    }
    written |= await db.customers.change(learnt)
    if written:
        await db.customers.make_findable(list(written.values()))
    for resolution in resolutions:
        if resolution.absorbed is not None:
            await _absorb(db, resolution.customer.id, resolution.absorbed)
    return written


async def _absorb(db: Database, heir: str, absorbed: Customer) -> None:
    parted = (await db.customers.change({absorbed.id: partial(replace, merged_into=heir)})).get(absorbed.id, absorbed)
    if not set(parted.order_ids) <= set(absorbed.order_ids):
        # An order has found him between our look and our write; from now on it would find the heir.
        await db.customers.change({heir: lambda customer: replace(customer, order_ids=with_orders(customer.order_ids, (), after=parted.order_ids))})
    for key in absorbed.address.keys(absorbed.store_id):
        await db.identities.move(key, heir)


async def complete_chats(db: Database, phone_number_ids: Sequence[str], absorbed: Customer) -> None:
    """Complete what a crash has left half done in the chats of a customer whose messages will lead to another record.

    Nobody would look into them any more, and what they have consumed would be answered once more in the other chat.
    """
    loaded = await db.conversations.load([conversation_id(number, absorbed.id) for number in phone_number_ids])
    await db.conversations.complete(loaded.values())


async def rename(db: Database, store_id: str, before: WireIdentity, after: WireIdentity, before_joining: BeforeJoining | None = None) -> None:
    """Note that a user has a new number or BSUID: the new identity leads to the customer of the old one; somebody unknown stays so.

    Where the old number and BSUID lead to two records, they are joined. One that the new identity has led to until now is not:
    numbers are given to other people, and a former owner's orders are none of the new one's business.
    """
    keys = before.keys(store_id)
    owners = await db.identities.resolve(keys)
    records = await db.customers.heirs(list(dict.fromkeys(owners.values())))
    known = list({records[owner].id: records[owner] for key in keys if (owner := owners.get(key)) in records}.values())
    if not known:
        return
    renamed = resolve(Appearance(store_id, after), known)
    if renamed.absorbed is not None and before_joining is not None:
        await before_joining(renamed.absorbed)
    if renamed.learnt or renamed.absorbed is not None:
        await _write(db, [renamed])
    for key in after.keys(store_id):
        await db.identities.move(key, renamed.customer.id)
