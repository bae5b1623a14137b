"""A conversation is meant for a person or a team."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.desk import on_desk
from bot.domain.staff import may
from bot.flow.handoff.acts import Act, Refused, marker, touched

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from bot.domain.delivery import Author
    from bot.domain.staff import StaffMember


def can_have(member: StaffMember, store_id: str) -> bool:
    """Tell whether a store's conversations may be given to a person: he sees them, may answer, and is still let in."""
    return member.disabled_at is None and member.sees(store_id) and may(member.role, "reply")


def assign(chat: Conversation, by: Author, to: Author | None, team: str | None, now: int, called: str | None = None) -> Act | Refused:
    """Give a conversation that is on the desk to a person, a team, both or nobody, whoever has it now; ``called`` is the team's name."""
    if not on_desk(chat):
        return Refused("not_open")
    assignee = to.id if to else None
    if (chat.assignee, chat.team) == (assignee, team):
        return Act(chat)
    after = replace(touched(chat, now), assignee=assignee, team=team)
    return Act(after, lines=(marker(after, "assigned", by, now, " / ".join(filter(None, (to.name if to else None, called or team)))),))
