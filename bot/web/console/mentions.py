"""Notes that name whoever is looking: the tab of the queue that is about him."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bot.domain.clock import DAY
from bot.web.console.guard import PREFIX

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.desk import Mention
    from bot.web.console.guard import Visit

TAB: Final = "mentions"
SINCE: Final = 90 * DAY
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Named:
    """A note as it is listed: in whose conversation it stands, what it says, and where it is read."""

    mention: Mention
    customer: str | None
    text: str
    href: str


async def unread(db: Database, visit: Visit) -> int:
    """Return how many notes name him that he has not looked at."""
    return len([one for one in await db.mentions.unread(visit.member.id, _MOST) if visit.member.sees(one.store_id)])


async def named(db: Database, visit: Visit) -> list[Named]:
    """Return the notes that name him, those that he has not looked at first; of the stores that he may see."""
    found = await db.mentions.mentions_of(visit.member.id, visit.now - SINCE, _MOST)
    mine = [one for one in found if visit.member.sees(one.store_id)]
    chats = await db.conversations.get_many(list({one.conversation_id for one in mine}))
    people = await db.customers.heirs(list({chat.customer_id for chat in chats.values()}))
    names = {key: people[chat.customer_id].name for key, chat in chats.items() if chat.customer_id in people}
    notes = await db.transcript.get_many([one.note_id for one in mine])
    return [
        Named(one, names.get(one.conversation_id), notes[one.note_id].text, f"{PREFIX}/chats/{quote(one.conversation_id, safe='')}")
        for one in mine
        if one.note_id in notes
    ]
