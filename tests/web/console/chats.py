"""Conversations that stand on the desk of these tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.db.versioned import Change
from bot.domain.clock import HOUR, MINUTE
from bot.domain.conversation import Conversation, Flag
from bot.domain.customer import Customer
from bot.domain.money import Money
from bot.domain.names import order_name
from bot.domain.order import Order
from tests.web.console.conftest import NOW

if TYPE_CHECKING:
    from bot.db import Database

SARA = Customer("cu:sara", "noor", "Sara <b>Ål</b>", "en", wa_id="966501234567", bsuid="SA.13491208655302741918")
CHAT = Conversation(
    "c:n1:cu:sara",
    "noor",
    "cu:sara",
    "n1",
    language="en",
    last_inbound_at=NOW - MINUTE,
    flag=Flag("asked_for_person", NOW - MINUTE, "wants a person"),
    waiting_since=NOW - MINUTE,
    touched_at=NOW,
    preview="where <i>is</i> it?",
    version=1,
)


def another(name: str, *, number: str = "n1", store: str = "noor", **more: object) -> Conversation:
    chat = replace(CHAT, id=f"c:{number}:cu:{name}", customer_id=f"cu:{name}", phone_number_id=number, store_id=store, preview=f"says {name}")
    return replace(chat, **more)  # type: ignore[arg-type]


LATE = another("late", waiting_since=NOW - HOUR, escalated_at=NOW - MINUTE, labels=("vip",), language="ar")
DAR = another("dar", number="n2", store="dar")


async def stand(db: Database, *chats: Conversation) -> None:
    """Put conversations on the desk."""
    await db.customers.put_many([SARA])
    for chat in chats:
        await db.conversations.finish(await db.conversations.commit([Change(chat)]))


async def order_of_sara(db: Database) -> None:
    """Let Sara have an order that is found by its number."""
    await db.orders.put_many([Order("noor:5001", "noor", "NH-1042", NOW, "fulfilled", "paid", Money(19_900, "SAR"), customer_id="cu:sara")])
    await db.names.claim({order_name("noor", "NH-1042"): "noor:5001"})
