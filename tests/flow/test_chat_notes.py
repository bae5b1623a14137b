"""Notes on conversations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot.db.conversations import Conversations
from bot.db.versioned import COPY_ORDER, Change
from bot.domain.consent import Consent
from bot.domain.conversation import Conversation, Flag
from bot.flow.chat_notes import Overtaken, edit_chats, flagged, unreachable, withdrawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document

NOW = 1_760_000_000_000
CHAT = Conversation("c", "noor", "cu", "n")


class Overtaking(Conversations):
    """Conversations that a person takes over between our reading and our first writing."""

    done = False

    @override
    async def commit(self, changes: Sequence[Change[Conversation]]) -> list[Change[Conversation]]:
        if not self.done:
            self.done = True
            await super().commit([Change(replace(CHAT, owner="staff", version=2))])
        return await super().commit(changes)


async def stored(db: Database) -> Conversation:
    return (await db.conversations.get_many(["c"]))["c"]


def test_a_flag_that_stands_stays() -> None:
    flag = Flag("complaint", NOW - 1)
    assert flagged(replace(CHAT, flag=flag), Flag("failed_message", NOW)).flag == flag


def test_an_older_word_changes_nothing() -> None:
    chat = replace(CHAT, consents=(Consent("marketing", given=True, at=NOW, source="chat"),))
    assert withdrawn(chat, "marketing", NOW - 1, "no") == chat
    assert [one.given for one in withdrawn(chat, "marketing", NOW, "no").consents] == [False]


def test_who_has_written_since_can_be_reached() -> None:
    assert unreachable(replace(CHAT, last_inbound_at=NOW + 1), NOW).unreachable_at is None
    assert unreachable(CHAT, NOW).unreachable_at == NOW


async def test_a_conversation_that_is_not_there_yet_is_made(database: Database) -> None:
    await edit_chats(database, {"c": CHAT}, {"c": lambda chat: unreachable(chat, NOW)})
    assert await stored(database) == replace(CHAT, unreachable_at=NOW, version=1)


async def test_nothing_is_written_where_nothing_changes(database: Database) -> None:
    await database.conversations.put_many([replace(CHAT, unreachable_at=NOW, version=3)])
    await edit_chats(database, {"c": CHAT}, {"c": lambda chat: unreachable(chat, NOW)})
    assert (await stored(database)).version == 3


async def test_who_was_faster_keeps_his_change_and_ours_follows(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    await database.conversations.put_many([replace(CHAT, version=1)])
    targets = {name: motor_database[name] for name in COPY_ORDER}
    database.conversations = Overtaking(
        motor_database["conversations"], targets, database.inbox, motor_database["desk"], database.customers, database.said
    )
    await edit_chats(database, {"c": CHAT}, {"c": lambda chat: unreachable(chat, NOW)})
    chat = await stored(database)
    assert (chat.owner, chat.unreachable_at, chat.version) == ("staff", NOW, 3)


async def test_a_conversation_that_changes_all_the_time_is_an_error(database: Database) -> None:
    await database.conversations.put_many([replace(CHAT, version=9)])
    with pytest.raises(Overtaken):
        await edit_chats(database, {"c": CHAT}, {"c": lambda chat: replace(chat, unreachable_at=NOW, version=1)})
