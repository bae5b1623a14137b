"""A chat that is only tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.message import Text
from bot.domain.spoken import spoken_text
from bot.flow.rehearse import Rehearsal, customer_called
from tests.flow.conftest import NOW, SARA, STORE
from tests.flow.test_chat import shop

if TYPE_CHECKING:
    from bot.db import Database
    from bot.flow.converse import Mind


@pytest.mark.parametrize("name", ["+966501234567", "966501234567", "966 50 123 4567", "0501234567", "cu:sara"])
async def test_a_customer_is_found_by_number_and_id(database: Database, name: str) -> None:
    await shop(database)
    assert await customer_called(database, STORE, name) == SARA


async def test_whom_nobody_knows_is_a_stranger(database: Database) -> None:
    await shop(database)
    number, user = await customer_called(database, STORE, "+966509999999"), await customer_called(database, STORE, "SA.77")
    assert (number.wa_id, number.order_ids, user.bsuid) == ("966509999999", (), "SA.77")


async def test_it_is_a_conversation_and_nothing_is_kept(database: Database, mind: Mind) -> None:
    await shop(database)
    chat = Rehearsal(database, mind, STORE, SARA)
    said = [spoken_text(answer) for words in ("cancel order 1042", "yes", "cancel order 1042") for answer in await chat.say(Text(words), NOW)]
    assert [len(chat.requests), len(set(said))] == [1, 3]
    assert await database.conversations.get_many([chat.chat.id]) == {}
    assert await database.service_requests.of_store("noor") == []
    assert await database.outbox.get_many([f"{chat.chat.id}:1:0"]) == {}
