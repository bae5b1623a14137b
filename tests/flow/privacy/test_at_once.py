"""Erasing while others write: messages come in, orders change, somebody else erases the same person."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot.db.personal import PersonalData
from bot.domain.customer import Customer
from bot.domain.store_event import OrderEvent
from bot.flow.privacy.erase import SETTLES, Eraser, Unerased, settle
from bot.flow.privacy.export import export
from bot.flow.privacy.trace import trace_of, who
from bot.flow.store_events import StoreEvents
from tests.flow.conftest import NOW, STORE
from tests.flow.privacy.people import NUMBERS, OMAR, SARA, about, stand, walk
from tests.flow.privacy.test_again import AT, hear, message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document
    from bot.flow.converse import Mind


class Interrupted(PersonalData):
    """Lets somebody write just before a version is removed."""

    before: Callable[[], Awaitable[object]]
    times: int

    @override
    async def remove_version(self, name: str, doc_id: str, version: int) -> bool:
        if self.times > 0:
            self.times -= 1
            await self.before()
        return await super().remove_version(name, doc_id, version)


async def interrupted(db: Database, motor: AsyncIOMotorDatabase[Document], times: int) -> None:
    """Let a conversation change so many times while it is being removed."""
    personal = Interrupted(motor)

    async def write() -> None:
        await motor["conversations"].update_many({}, {"$inc": {"version": 1}})

    personal.before, personal.times = write, times
    db.personal = personal


async def everything(db: Database, motor: AsyncIOMotorDatabase[Document]) -> dict[str, list[str]]:
    await settle(db, AT + SETTLES)
    return about(await walk(motor), SARA)


async def test_what_changes_meanwhile_is_looked_at_again(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    await stand(database, SARA, times=1)
    await interrupted(database, motor_database, 5)
    await Eraser(database, "noor", NUMBERS).erase(SARA.id, AT)
    assert await everything(database, motor_database) == {}


async def test_what_never_stops_changing_is_said_and_may_be_tried_again(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    await stand(database, SARA, times=1)
    await interrupted(database, motor_database, 1_000)
    with pytest.raises(Unerased, match="changed all the time"):
        await Eraser(database, "noor", NUMBERS).erase(SARA.id, AT)
    await interrupted(database, motor_database, 0)
    await Eraser(database, "noor", NUMBERS).erase(SARA.id, AT)
    assert await everything(database, motor_database) == {}


async def test_two_who_erase_him_at_once_do_no_harm(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    await stand(database, SARA, OMAR, times=1)
    before = about(await walk(motor_database), OMAR)
    await asyncio.gather(*(Eraser(database, "noor", NUMBERS).erase(SARA.id, AT) for _ in range(3)))
    assert await everything(database, motor_database) == {}
    assert about(await walk(motor_database), OMAR) == before


async def test_messages_and_orders_that_come_in_at_the_same_time_bring_nothing_back(
    database: Database, motor_database: AsyncIOMotorDatabase[Document], mind: Mind
) -> None:
    await stand(database, SARA, times=1)
    events = StoreEvents(database, {"noor": STORE}, {})
    changes = [OrderEvent("noor", SARA.n, AT + n, payment="refunded") for n in range(3)]
    await asyncio.gather(
        Eraser(database, "noor", NUMBERS).erase(SARA.id, AT),
        *(hear(database, mind, message(n, NOW - 60_000 + n * 1_000)) for n in range(3)),
        *(events.merge_in([one], AT + 10) for one in changes),
    )
    assert await everything(database, motor_database) == {}
    (order,) = (await database.orders.get_many([SARA.order])).values()
    assert (order.payment, order.phone) == ("refunded", None)


async def test_records_that_were_joined_one_after_another_go_together(database: Database) -> None:
    chain = [Customer(f"cu:{n}", "noor", f"Sara {n}", wa_id=f"96650000000{n}", merged_into=f"cu:{n + 1}" if n < 3 else None) for n in range(4)]
    await database.customers.put_many([*chain, Customer("cu:9", "noor", "Omar", wa_id="966500000009")])
    assert (await trace_of(database, "noor", "cu:3", NUMBERS)).customers == ("cu:3", "cu:2", "cu:1", "cu:0")
    assert await who(database, "noor", "cu:0") == ["cu:3"]
    erasure = await Eraser(database, "noor", NUMBERS).erase("cu:3", AT)
    assert erasure.removed == {"customers": 4, "identities": 4}
    assert set(await database.customers.get_many([one.id for one in chain] + ["cu:9"])) == {"cu:9"}


async def test_after_erasing_there_is_nothing_to_give_out(database: Database) -> None:
    await stand(database, SARA, times=1)
    await Eraser(database, "noor", NUMBERS).erase(SARA.id, AT)
    assert (await export(database, "noor", SARA.id, NUMBERS, AT)).counts() == {"orders": 1, "ledger": 2, "events": 1}


async def test_a_shop_that_has_changed_its_number_forgets_the_old_chats_too(
    database: Database, motor_database: AsyncIOMotorDatabase[Document]
) -> None:
    await stand(database, SARA, times=1)
    # Of the number that he wrote to nothing but its own record is left.
    await database.numbers.learn("n1", quality="GREEN")
    await Eraser(database, "noor", ["n7"]).erase(SARA.id, AT)
    assert await everything(database, motor_database) == {}


async def test_an_order_of_his_that_is_on_no_record_is_found(database: Database) -> None:
    await stand(database, SARA, times=1)
    await database.customers.change({SARA.id: lambda one: replace(one, order_ids=())})
    await Eraser(database, "noor", NUMBERS).erase(SARA.id, AT)
    (order,) = (await database.orders.get_many([SARA.order])).values()
    assert (order.phone, str(order.customer_id).startswith("erased:")) == (None, True)
