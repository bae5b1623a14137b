"""Conversations that were meant for a person who can't have them any more, or for a team that is gone, are there for everybody again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.db.desk import Filters
from bot.domain.delivery import Author
from bot.flow.handoff.acts import Act, Refused
from bot.flow.handoff.assign import assign, can_have

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.db import Database
    from bot.db.desk import Place
    from bot.domain.conversation import Conversation
    from bot.domain.staff import StaffMember
    from bot.flow.handoff.desk import HelpDesk

_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Release:
    """Takes people and teams off open conversations; each of them says so in its transcript."""

    db: Database
    desk: HelpDesk

    async def person(self, member: StaffMember, by: Author, now: int) -> int:
        """Take a person off what he can't have any more, and return how many conversations that were."""

        def freed(chat: Conversation) -> Act | Refused:
            if chat.assignee != member.id or can_have(member, chat.store_id):
                return Act(chat)
            return assign(chat, by, None, chat.team, now)

        return await self._each(Filters(tab="mine", me=member.id), freed, now)

    async def team(self, team_id: str, by: Author, now: int) -> int:
        """Take a team off all that is meant for it; who has a conversation keeps it. Returns how many there were."""
        names = {member.id: member.name for member in await self.db.staff.all()}

        def freed(chat: Conversation) -> Act | Refused:
            if chat.team != team_id:
                return Act(chat)
            to = Author(chat.assignee, names.get(chat.assignee, chat.assignee)) if chat.assignee else None
            return assign(chat, by, to, None, now)

        return await self._each(Filters(team=team_id), freed, now)

    async def _each(self, filters: Filters, freed: Callable[[Conversation], Act | Refused], now: int) -> int:
        done = 0
        after: Place | None = None
        while True:
            page = await self.db.desk.queue(filters, now, _PAGE, after)
            for entry in page.entries:
                made = await self.desk.do(entry.id, freed)
                done += not isinstance(made, Refused) and made.changed
            if page.next is None:
                return done
            after = page.next
