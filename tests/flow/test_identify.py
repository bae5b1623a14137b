"""Who is writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.customer import Customer
from bot.domain.message import WireIdentity
from bot.flow.identify import Appearance, identify, rename, resolve

if TYPE_CHECKING:
    from bot.db import Database

PHONE = WireIdentity(wa_id="966501234567")
SCOPED = WireIdentity(bsuid="SA.123")
BOTH = WireIdentity("SA.123", "966501234567")
SARA = Customer("cu:sara", "noor", "Sara", language="ar", e164="+966501234567", order_ids=("noor:1",))


async def who(db: Database, identity: WireIdentity, store: str = "noor") -> Customer:
    return (await identify(db, {"x": Appearance(store, identity, "Sara")}))["x"]


async def test_somebody_new_gets_a_record_with_name_and_country(database: Database) -> None:
    customer = await who(database, PHONE)
    assert (customer.name, customer.country, customer.store_id) == ("Sara", "SA", "noor")
    assert await who(database, PHONE) == customer


async def test_the_number_from_an_order_is_recognised(database: Database) -> None:
    await database.customers.put_many([SARA])
    assert (await who(database, PHONE)).id == "cu:sara"


async def test_a_bsuid_that_comes_with_a_known_number_is_learnt(database: Database) -> None:
    await database.customers.put_many([SARA])
    await who(database, BOTH)
    assert (await who(database, SCOPED)).id == "cu:sara"


async def test_two_records_that_turn_out_to_be_one_person_are_joined(database: Database) -> None:
    await database.customers.put_many([SARA])
    stranger = await who(database, SCOPED)
    joined = await who(database, BOTH)
    assert joined.id == "cu:sara"
    assert (await who(database, SCOPED)).id == "cu:sara"
    assert (await database.customers.get_many([stranger.id]))[stranger.id].merged_into == "cu:sara"


async def test_each_store_has_its_own_customers(database: Database) -> None:
    await database.customers.put_many([SARA])
    assert (await who(database, PHONE, "dar")).id != "cu:sara"


async def test_mexican_numbers_meet_with_and_without_the_one(database: Database) -> None:
    first = await who(database, WireIdentity(wa_id="5215512345678"))
    assert (await who(database, WireIdentity(wa_id="525512345678"))).id == first.id


async def test_a_new_number_leads_to_the_old_customer(database: Database) -> None:
    await database.customers.put_many([SARA])
    await rename(database, "noor", PHONE, WireIdentity(wa_id="966559999999"))
    assert (await who(database, WireIdentity(wa_id="966559999999"))).id == "cu:sara"


async def test_renaming_somebody_unknown_changes_nothing(database: Database) -> None:
    await rename(database, "noor", PHONE, SCOPED)
    assert await database.identities.resolve(SCOPED.keys("noor")) == {}


async def test_renaming_twice_is_renaming_once(database: Database) -> None:
    await database.customers.put_many([SARA])
    for _ in range(2):
        await rename(database, "noor", PHONE, SCOPED)
    assert (await who(database, SCOPED)).id == "cu:sara"


def test_the_record_with_orders_is_kept() -> None:
    stranger = Customer("cu:x", "noor", bsuid="SA.123")
    resolution = resolve(Appearance("noor", BOTH), [stranger, SARA])
    assert resolution.customer.id == "cu:sara"
    assert resolution.absorbed == stranger


def test_what_is_known_already_is_not_written_again() -> None:
    known = Customer("cu:x", "noor", "Sara", wa_id="966501234567")
    assert not resolve(Appearance("noor", PHONE, "S."), [known]).learnt
