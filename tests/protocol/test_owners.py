"""An order finds its customer while he chats: neither what the chat learns nor the order is lost."""

from __future__ import annotations

import asyncio
from itertools import permutations
from typing import TYPE_CHECKING

from mongomock_motor import AsyncMongoMockClient

from bot.db.database import Database
from bot.domain.customer import Customer
from bot.domain.message import WireIdentity
from bot.flow.identify import Appearance, identify, rename
from bot.flow.order_owners import give
from tests.protocol.gates import Gate, Line, gated
from tests.protocol.waiting import Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document

    Work = Callable[[Database], Coroutine[None, None, None]]

PHONE = "966501234567"
SARA = Customer("cu:sara", "noor", "Sara", e164=f"+{PHONE}", order_ids=("noor:1",))
CHAT = Customer("cu:chat", "noor", bsuid="SA.1")
MOST_STEPS = 40


async def _unseen(_: str) -> None:
    return


def actor(group: asyncio.TaskGroup, store: AsyncIOMotorDatabase[Document], work: Work) -> Actor:
    gate = Gate(_unseen)
    return Actor(group.create_task(work(Database(gated(Line(store, gate))))), gate)


async def meeting(one: Work, other: Work, steps: int) -> tuple[Customer, bool]:
    """Let one go some steps, the other all of his, then the first the rest; return the customer and whether one was interrupted."""
    store: AsyncIOMotorDatabase[Document] = AsyncMongoMockClient()["owners"]
    await Database(store).customers.put_many([SARA, CHAT])
    async with asyncio.TaskGroup() as group:
        first, second = actor(group, store, one), actor(group, store, other)
        await first.go(steps)
        await second.go(MOST_STEPS)
        left = await first.go(MOST_STEPS)
    return (await Database(store).customers.heirs(["cu:sara"]))["cu:sara"], left > 0


async def everywhere(one: Work, other: Work) -> list[Customer]:
    """Return the customer after each meeting of the two, wherever the first was interrupted."""
    found = []
    for steps in range(MOST_STEPS):
        customer, interrupted = await meeting(one, other, steps)
        found.append(customer)
        if not interrupted:
            return found
    raise AssertionError("it never ends")


async def an_order(db: Database) -> None:
    await give(db, {"cu:sara": ["noor:2"]})


async def another_order(db: Database) -> None:
    await give(db, {"cu:sara": ["noor:3"]})


async def a_message(db: Database) -> None:
    await identify(db, {"x": Appearance("noor", WireIdentity("SA.9", PHONE), "S.")})


async def a_new_number(db: Database) -> None:
    await rename(db, "noor", WireIdentity(wa_id=PHONE), WireIdentity("SA.9", PHONE))


async def an_order_of_the_chat(db: Database) -> None:
    await give(db, {"cu:chat": ["noor:2"]})


async def a_message_that_joins_them(db: Database) -> None:
    await identify(db, {"x": Appearance("noor", WireIdentity("SA.1", PHONE), "S.")})


async def test_two_orders_both_find_him() -> None:
    assert {frozenset(customer.order_ids) for customer in await everywhere(an_order, another_order)} == {frozenset({"noor:1", "noor:2", "noor:3"})}


async def test_a_chat_learns_who_he_is_and_an_order_finds_him() -> None:
    for chat in (a_message, a_new_number):
        for customers in (await everywhere(chat, an_order), await everywhere(an_order, chat)):
            assert {(customer.bsuid, customer.order_ids) for customer in customers} == {("SA.9", ("noor:2", "noor:1"))}


async def test_an_order_follows_a_record_that_becomes_part_of_another() -> None:
    for one, other in permutations([a_message_that_joins_them, an_order_of_the_chat]):
        customers = await everywhere(one, other)
        assert {frozenset(customer.order_ids) for customer in customers} == {frozenset({"noor:1", "noor:2"})}
