"""A person gives a conversation back to the bot: it leaves the desk, and comes back only if it is flagged again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.conversation import Closed
from bot.domain.desk import on_desk
from bot.flow.handoff.acts import Act, Refused, marker, news, others, touched

if TYPE_CHECKING:
    from bot.domain.conversation import CloseReason, Conversation
    from bot.domain.delivery import Author


def hand_back(chat: Conversation, by: Author, now: int) -> Act | Refused:
    """Let the bot answer again."""
    if not on_desk(chat):
        return Refused("not_open")
    if (other := others(chat, by)) is not None:
        return other
    after = replace(off_desk(chat, by, "handed_back", now), assignee=None)
    return Act(after, lines=(marker(after, "handed_back", by, now),), news=(news(after, "conversation.handed_back", by, now),))


def off_desk(chat: Conversation, by: Author | None, reason: CloseReason, now: int) -> Conversation:
    """Return a conversation that the bot has and nobody has to look at; without its flag the bot counts its misses anew."""
    return replace(
        touched(chat, now),
        owner="bot",
        flag=None,
        question=None,
        misunderstood=0,
        waiting_since=None,
        escalated_at=None,
        reopened_at=None,
        closed=Closed(now, reason, by.id if by else None),
    )
