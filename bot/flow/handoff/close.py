"""A person closes a conversation: it is done with, until the customer writes again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.desk import on_desk
from bot.flow.handoff.acts import Act, Refused, marker, news, others
from bot.flow.handoff.hand_back import off_desk
from bot.flow.handoff.survey import asks, survey_item

if TYPE_CHECKING:
    from bot.domain.content import OutContent
    from bot.domain.conversation import CloseReason, Conversation
    from bot.domain.customer import Customer
    from bot.domain.delivery import Author


def close(chat: Conversation, by: Author, reason: CloseReason, now: int, survey: tuple[Customer, OutContent] | None = None) -> Act | Refused:
    """Close a conversation; whose it was is kept, so that it comes back to the same person.

    ``survey`` is whom to ask how it was, and in which words, where that is wanted and he may be asked.
    """
    if not on_desk(chat):
        return Refused("not_open")
    if (other := others(chat, by)) is not None:
        return other
    after = off_desk(chat, by, reason, now)
    told = news(after, "conversation.closed", by, now, reason=reason)
    lines = (marker(after, "closed", by, now, reason),)
    if survey is None or reason != "solved" or not asks(chat, now):
        return Act(after, lines=lines, news=(told,))
    after = replace(after, to_rate=after.closed)
    return Act(after, outbox=(survey_item(after, *survey, now),), lines=lines, news=(told,))
