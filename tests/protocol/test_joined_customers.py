"""Two customers turn out to be one while a message of one of them is half done."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from mongomock_motor import AsyncMongoMockClient

from bot.db.database import Database
from bot.domain.inbox import InboxItem
from bot.flow.chat import Chats
from tests.protocol.desks import mind
from tests.protocol.far_end import NOW, NUMBER, STORE
from tests.protocol.gates import Gate, Line, gated

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document

PHONE, SCOPED = "966501234567", "SA.123"
MESSAGE_STEPS = 9


def said(number: int, wa_id: str | None, bsuid: str | None) -> InboxItem:
    ids = {name: value for name, value in (("from", wa_id), ("from_user_id", bsuid)) if value}
    wire = {"id": f"wamid.{number}", **ids, "timestamp": str(NOW // 1000), "type": "text", "text": {"body": "hello?"}}
    whole = {"metadata": {"phone_number_id": NUMBER}, "contact": {}, "message": wire}
    lane = f"bsuid:{bsuid}" if bsuid else f"wa:{wa_id}"
    return InboxItem(f"wa:wamid.{number}", "message", lane, NOW, NOW, NUMBER, json.dumps(whole).encode())


def chats_of(store: AsyncIOMotorDatabase[Document], gate: Gate | None = None) -> Chats:
    return Chats(Database(gated(Line(store, gate))), {NUMBER: STORE}, mind(), 0)


async def _unseen(_: str) -> None:
    return


async def begin(chats: Chats, gate: Gate, item: InboxItem, steps: int) -> int:
    """Handle an item until the process dies; tell how many steps it made."""
    made = 0
    async with asyncio.TaskGroup() as group:
        task = group.create_task(chats.handle([item], NOW))
        for _ in range(200):
            await asyncio.sleep(0)
            if gate.waiting and made < steps:
                gate.open()
                made += 1
        task.cancel()
        gate.close()
    return made


async def half_done(steps: int) -> tuple[AsyncIOMotorDatabase[Document], int]:
    """Have two strangers write, one of them again, and the process die over that; then they turn out to be one."""
    store: AsyncIOMotorDatabase[Document] = AsyncMongoMockClient()["joined"]
    for number, (wa_id, bsuid) in enumerate([(PHONE, None), (None, SCOPED)]):
        await chats_of(store).handle([said(number, wa_id, bsuid)], NOW)
    again = said(2, PHONE, None)
    await Database(store).inbox.add_many([again])
    gate = Gate(_unseen)
    made = await begin(chats_of(store, gate), gate, again, steps)
    await chats_of(store).handle([said(3, PHONE, SCOPED)], NOW)
    await chats_of(store).handle(await Database(store).inbox.waiting(NOW + 1, 10), NOW)
    return store, made


@pytest.mark.parametrize("step", range(MESSAGE_STEPS + 1))
async def test_a_message_is_answered_once_even_if_its_customer_becomes_another(step: int) -> None:
    store, _ = await half_done(step)
    assert await store["outbox"].count_documents({}) == 4
    assert await store["transcript"].count_documents({}) == 4
    assert [chat["_id"] for chat in await store["conversations"].find({}).to_list(None) if chat["pending"]] == []


async def test_every_step_has_been_walked() -> None:
    _, made = await half_done(100)
    assert made == MESSAGE_STEPS
