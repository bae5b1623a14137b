"""Whatever people, the customer and the clock do at once: the line on the desk is that of the newest conversation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.content import TextOut
from bot.domain.desk import entry_of
from bot.flow.handoff.by_the_clock import escalate, hand_back_by_silence
from bot.flow.handoff.reply import Words
from tests.flow.conftest import NOW
from tests.flow.handoff.stage import CHAT, LINA, OMAR, opened
from tests.flow.test_chat import handle, items, text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document
    from bot.flow.converse import Mind
    from tests.flow.handoff.stage import Floor

MESSAGES = ("I want a human", "where is my order", "thanks", "this is a scandal, I complain")
DOINGS: tuple[Callable[[Floor, Mind, int], Awaitable[object]], ...] = (
    lambda floor, _mind, n: floor.desk.take_over(CHAT.id, LINA, NOW + n),
    lambda floor, _mind, n: floor.desk.take_over(CHAT.id, OMAR, NOW + n),
    lambda floor, _mind, n: floor.desk.reply(CHAT.id, LINA, Words(str(n), TextOut("Hello")), NOW + n),
    lambda floor, _mind, n: floor.desk.label(CHAT.id, OMAR, [str(n)], [], NOW + n),
    lambda floor, _mind, n: floor.desk.assign(CHAT.id, OMAR, LINA, "returns", NOW + n),
    lambda floor, _mind, n: floor.desk.hand_back(CHAT.id, LINA, NOW + n),
    lambda floor, _mind, n: floor.desk.close(CHAT.id, OMAR, "solved", NOW + n),
    lambda floor, _mind, n: floor.desk.do(CHAT.id, lambda chat: escalate(chat, NOW + n, NOW + n)),
    lambda floor, _mind, n: floor.desk.do(CHAT.id, lambda chat: hand_back_by_silence(chat, NOW + n, NOW + n)),
    *(lambda floor, mind, n, said=said: handle(floor.db, mind, items(text(said, n)), NOW + n) for said in MESSAGES),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(st.integers(0, len(DOINGS) - 1), min_size=1, max_size=4), min_size=1, max_size=4))
async def test_the_line_is_that_of_the_newest_conversation(
    rounds: list[list[int]], database: Database, motor_database: AsyncIOMotorDatabase[Document], mind: Mind
) -> None:
    for name in await motor_database.list_collection_names():
        await motor_database[name].delete_many({})
    floor = await opened(database, mind)
    for number, doings in enumerate(rounds):
        await asyncio.gather(*(DOINGS[doing](floor, mind, number * 10 + n) for n, doing in enumerate(doings)))
    chat = await floor.chat()
    assert await floor.entry() == entry_of(chat, "Sara")
    assert (await database.conversations.load([CHAT.id]))[CHAT.id].pending == {}
