"""A person takes a conversation: from now on the bot is quiet in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.flow.handoff.acts import Act, Refused, marker, news, touched

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from bot.domain.delivery import Author


def take_over(chat: Conversation, by: Author, now: int) -> Act | Refused:
    """Give a conversation to a person, unless another one has it or it is meant for another one; one's own stays as it is."""
    if chat.assignee not in {None, by.id} and chat.closed is None:
        return Refused("taken", chat.assignee)
    if chat.owner == "staff" and chat.assignee == by.id:
        return Act(chat)
    # What the bot has asked would otherwise be waiting, and swallow the first answer once the bot is back.
    after = replace(touched(chat, now), owner="staff", assignee=by.id, taken_at=now, closed=None, question=None)
    return Act(after, lines=(marker(after, "taken_over", by, now),), news=(news(after, "conversation.taken_over", by, now),))
