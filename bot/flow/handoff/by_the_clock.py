"""What becomes of conversations in which nobody does anything. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.conversation import Flag
from bot.domain.desk import entry_of
from bot.flow.handoff.acts import Act, marker, news, touched
from bot.flow.handoff.hand_back import off_desk

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation


def escalate(chat: Conversation, before: int, now: int) -> Act:
    """Say once that a customer has waited for a person since before an instant; otherwise nothing changes."""
    entry = entry_of(chat, None)
    if entry is None or entry.escalate_from is None or entry.escalate_from >= before:
        return Act(chat)
    after = replace(touched(chat, now), escalated_at=now)
    told = news(after, "conversation.escalated", None, now, waiting_since=entry.escalate_from, assignee=chat.assignee)
    return Act(after, lines=(marker(after, "escalated", None, now),), news=(told,))


def hand_back_by_silence(chat: Conversation, before: int, now: int) -> Act:
    """Give a conversation in which nothing has happened since before an instant back to the bot.

    Where its customer still waits for a person it stays flagged, free for anybody to take; otherwise it leaves the desk.
    """
    entry = entry_of(chat, None)
    if entry is None or entry.quiet_from is None or entry.quiet_from >= before:
        return Act(chat)
    if chat.owner == "bot":
        closed = off_desk(chat, None, "silence", now)
        return Act(closed, lines=(marker(closed, "closed_by_silence", None, now),))
    if chat.waiting_since is None:
        after = replace(off_desk(chat, None, "silence", now), assignee=None)
    else:
        flag = chat.flag or Flag("asked_for_person", chat.waiting_since, chat.preview)
        after = replace(touched(chat, now), owner="bot", assignee=None, flag=flag)
    told = news(after, "conversation.handed_back", None, now)
    return Act(after, lines=(marker(after, "handed_back_by_silence", None, now),), news=(told,))
