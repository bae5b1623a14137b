"""A help desk over a database with one customer's conversation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation, Flag
from bot.domain.delivery import Author
from bot.flow.handoff.acts import Refused
from bot.flow.handoff.desk import Done, HelpDesk
from tests.flow.conftest import NOW, ON_ITS_WAY, SARA, STORE

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.delivery import OutboxItem, TranscriptEntry
    from bot.domain.desk import DeskEntry
    from bot.flow.converse import Mind

LINA, OMAR = Author("s:lina", "Lina"), Author("s:omar", "Omar")
CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", language="en", last_inbound_at=NOW - 9, version=1)
FLAGGED = replace(CHAT, flag=Flag("asked_for_person", NOW - 9, "help"), waiting_since=NOW - 9, touched_at=NOW - 9)
LINAS = replace(FLAGGED, owner="staff", assignee=LINA.id, taken_at=NOW - 1)


@dataclass
class Floor:
    """The desk, its database, and what it handed over to be sent."""

    db: Database
    desk: HelpDesk
    sent: list[OutboxItem] = field(default_factory=list)

    async def chat(self) -> Conversation:
        return (await self.db.conversations.get_many([CHAT.id]))[CHAT.id]

    async def entry(self) -> DeskEntry:
        return (await self.db.desk.get_many([CHAT.id]))[CHAT.id]

    async def lines(self) -> list[TranscriptEntry]:
        return await self.db.transcript.of_conversation(CHAT.id)

    async def marks(self) -> list[str]:
        return [line.text for line in await self.lines() if line.content == "marker"]


async def opened(database: Database, mind: Mind, chat: Conversation = FLAGGED) -> Floor:
    """Return a floor on which this conversation lies."""
    await database.customers.put_many([SARA])
    await database.orders.put_many([ON_ITS_WAY])
    await database.conversations.put_many([chat])
    sent: list[OutboxItem] = []
    return Floor(database, HelpDesk(database, {"noor": STORE}, mind.catalogues, sent.extend), sent)


def done(made: Done | Refused) -> Conversation:
    assert isinstance(made, Done)
    return made.chat


def refused(made: object) -> tuple[str, str | None]:
    assert isinstance(made, Refused)
    return made.reason, made.who
