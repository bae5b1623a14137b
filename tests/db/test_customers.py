"""Customers and their identities, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
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
