"""Customers and their identities, on every kind of server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.domain.customer import Customer

if TYPE_CHECKING:
    from bot.db import Database

MONA = Customer(
    id="cu:shop:wa:201001234567", store_id="shop", name="منى 😀", language="ar", country="EG", wa_id="201001234567", order_ids=("shop:2", "shop:1")
)


async def test_a_customer_comes_back_as_stored(database: Database) -> None:
    await database.customers.put_many([MONA, replace(MONA, id="cu:2", wa_id=None, bsuid="EG.1A2b", name=None, order_ids=())])
    found = await database.customers.get_many([MONA.id, "cu:2", "cu:none"])
    assert found == {MONA.id: MONA, "cu:2": replace(MONA, id="cu:2", wa_id=None, bsuid="EG.1A2b", name=None, order_ids=())}


async def test_putting_again_replaces_what_is_known_and_forgets_what_is_not(database: Database) -> None:
    await database.customers.put_many([MONA])
    await database.customers.put_many([replace(MONA, name=None, language="en")])
    assert (await database.customers.get_many([MONA.id]))[MONA.id] == replace(MONA, name=None, language="en")


async def test_adding_leaves_a_customer_who_is_there_as_he_is(database: Database) -> None:
    await database.customers.put_many([MONA])
    await database.customers.add_new([replace(MONA, name="other"), replace(MONA, id="cu:2", wa_id="201009999999")])
    found = await database.customers.get_many([MONA.id, "cu:2"])
    assert (found[MONA.id].name, found["cu:2"].wa_id) == (MONA.name, "201009999999")


async def test_every_identity_leads_to_the_customer(database: Database) -> None:
    await database.customers.put_many([replace(MONA, bsuid="EG.1A2b", wa_id=None, e164="+201001234567")])
    keys = ["shop:bsuid:EG.1A2b", "shop:wa:201001234567"]
    assert await database.identities.resolve([*keys, "other:wa:201001234567"]) == dict.fromkeys(keys, MONA.id)


async def test_an_identity_that_is_taken_stays_with_its_owner_until_it_is_moved(database: Database) -> None:
    await database.identities.add({"shop:wa:1": "cu:1"})
    await database.identities.add({"shop:wa:1": "cu:2", "shop:wa:2": "cu:2"})
    assert await database.identities.resolve(["shop:wa:1", "shop:wa:2"]) == {"shop:wa:1": "cu:1", "shop:wa:2": "cu:2"}
    for key in ("shop:wa:1", "shop:wa:3"):
        await database.identities.move(key, "cu:3")
    assert await database.identities.resolve(["shop:wa:1", "shop:wa:3"]) == {"shop:wa:1": "cu:3", "shop:wa:3": "cu:3"}


async def test_a_change_is_made_on_what_is_there_and_returned(database: Database) -> None:
    await database.customers.put_many([MONA])
    changed = await database.customers.change({MONA.id: lambda customer: replace(customer, language="en"), "cu:none": lambda customer: customer})
    assert changed == {MONA.id: replace(MONA, language="en")}
    assert await database.customers.get_many([MONA.id]) == changed


async def test_a_change_that_changes_nothing_is_not_written(database: Database) -> None:
    await database.customers.put_many([MONA])
    assert await database.customers.change({MONA.id: lambda customer: customer}) == {MONA.id: MONA}
    assert await database.customers.change({}) == {}


def _with(customer: Customer, order: str) -> Customer:
    return replace(customer, order_ids=(order, *customer.order_ids))


async def test_of_twenty_changes_at_once_none_is_lost(database: Database) -> None:
    await database.customers.put_many([replace(MONA, order_ids=())])
    await asyncio.gather(*(database.customers.change({MONA.id: partial(_with, order=f"shop:{n}")}) for n in range(20)))
    assert len((await database.customers.get_many([MONA.id]))[MONA.id].order_ids) == 20


async def test_whoever_became_part_of_another_is_found_as_that_one(database: Database) -> None:
    parts = [replace(MONA, id=f"cu:{n}", wa_id=None, bsuid=f"EG.{n}", merged_into=heir) for n, heir in enumerate(("cu:1", MONA.id))]
    await database.customers.put_many([MONA, *parts])
    assert await database.customers.heirs(["cu:0", "cu:1", MONA.id, "cu:none"]) == dict.fromkeys(("cu:0", "cu:1", MONA.id), MONA)
