"""Who looks at which conversation and types in it: told to other processes by the database, and to open screens when it changes."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING, Final

from bot.domain.presence import LOOKS_FOR, RENEWED, TYPES_FOR, Doing, Presence, others

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.db import Database
    from bot.domain.presence import Present
    from bot.domain.staff import StaffMember

# How often the database is asked who is where: of what happens in the same process the screens hear at once.
ASKED_EVERY: Final = 900
_FORGOTTEN: Final = 10 * LOOKS_FOR

Place = tuple[str, str]
"""A conversation, and a person at it."""


class Watching:
    """What one process knows of who is where."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._process = token_hex(4)
        self._renewed: dict[Place, int] = {}
        self._found: tuple[Presence, ...] = ()
        self._told: dict[str, frozenset[tuple[str, bool]]] = {}
        self._asked_at = 0

    @property
    def known(self) -> bool:
        """Whether others have been told of somebody here, of whom they have to hear when he goes."""
        return bool(self._renewed)

    async def look(self, there: Iterable[tuple[str, StaffMember]], now: int) -> set[str]:
        """Say who is where in this process, and return the conversations at which somebody has come, gone, or begun or stopped typing."""
        places = {(chat, member.id): member.name for chat, member in there}
        due = {place: name for place, name in places.items() if now - self._renewed.get(place, 0) >= RENEWED}
        gone = self._renewed.keys() - places.keys()
        if due or gone or (places and not 0 <= now - self._asked_at < ASKED_EVERY):
            await self._db.presence.put([self._presence(place, name, "looks", now + LOOKS_FOR) for place, name in due.items()])
            await self._db.presence.remove([self._id(place, "looks") for place in gone])
            self._renewed = {place: now if place in due else self._renewed[place] for place in places}
            await self._ask(now)
        return self._news({chat for chat, _ in places}, now)

    async def types(self, chat: str, member: StaffMember, now: int) -> None:
        """Note that somebody types."""
        await self._db.presence.put([self._presence((chat, member.id), member.name, "types", now + TYPES_FOR)])
        self._asked_at = 0

    async def stops(self, chat: str, member: StaffMember) -> None:
        """Note that somebody has sent or taken away what he was typing."""
        await self._db.presence.remove([self._id((chat, member.id), "types")])
        self._asked_at = 0

    async def others(self, chat: str, member: StaffMember, now: int) -> tuple[Present, ...]:
        """Return who else is at a conversation."""
        return others([one for one in await self._db.presence.now(now) if one.conversation_id == chat], member.id, now)

    async def _ask(self, now: int) -> None:
        if now - self._asked_at >= _FORGOTTEN:
            await self._db.presence.forget(now - LOOKS_FOR)
        self._asked_at = now
        self._found = tuple(await self._db.presence.now(now))

    def _news(self, chats: set[str], now: int) -> set[str]:
        seen: dict[str, set[tuple[str, bool]]] = {chat: set() for chat in chats}
        for one in self._found:
            if one.until > now and one.conversation_id in chats:
                seen[one.conversation_id].add((one.staff_id, one.doing == "types"))
        told, self._told = self._told, {chat: frozenset(people) for chat, people in seen.items()}
        return {chat for chat in chats if told.get(chat) != self._told[chat]}

    def _presence(self, place: Place, name: str, doing: Doing, until: int) -> Presence:
        return Presence(self._id(place, doing), place[0], place[1], name, doing, until)

    def _id(self, place: Place, doing: Doing) -> str:
        # Who looks may do so in several processes; typing is told by whichever process hears of it.
        return "|".join((*place, doing, self._process if doing == "looks" else ""))
