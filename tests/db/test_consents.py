"""The proof of what customers agreed to, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.db.versioned import Change
from bot.domain.consent import ConsentChange
from bot.domain.conversation import Conversation

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
STOPPED = ConsentChange("w:2", "noor", "cu:1", "c:110:cu:1", "marketing", False, NOW, "chat", "STOP 🛑")  # noqa: FBT003 - withdrawn
AGREED = replace(STOPPED, id="w:1", given=True, at=NOW - 1, wording="")


async def say(database: Database, *words: ConsentChange) -> None:
    chat = Conversation("c:110:cu:1", "noor", "cu:1", "110", version=1)
    pending = {"consents": [database.consents.to_doc(word) for word in words]}
    await database.conversations.finish(await database.conversations.commit([Change(chat, pending=pending)]))


async def test_every_word_is_kept_the_oldest_first(database: Database) -> None:
    await say(database, STOPPED, AGREED, replace(STOPPED, id="w:0"))
    assert [word.id for word in await database.consents.of_customer("cu:1")] == ["w:1", "w:0", "w:2"]
    assert list(await database.consents.of_customer("cu:1"))[-1] == STOPPED


async def test_of_others_nothing_is_told(database: Database) -> None:
    await say(database, STOPPED)
    assert list(await database.consents.of_customer("cu:2")) == []
