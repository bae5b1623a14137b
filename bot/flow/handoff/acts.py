"""What deeds return, and what they have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.domain.delivery import Author, TranscriptEntry
from bot.domain.outgoing import OutgoingEvent

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from bot.domain.delivery import OutboxItem
    from bot.domain.desk import Marker
    from bot.domain.outgoing import OutgoingType

Refusal = Literal[
    "not_found",
    "taken",
    "not_taken",
    "not_open",
    "window_closed",
    "no_consent",
    "no_address",
    "no_file",
    "wrong_file",
    "empty",
    "gap",
    "wrong_template",
    "no_colleague",
    "too_long",
    "too_many",
    "request_settled",
    "not_true",
    "switched_off",
    "overtaken",
]


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was done; ``reason`` is for the words shown, ``who`` the staff id of who has the conversation, ``detail`` for people."""

    reason: Refusal
    who: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """The conversation's next state, with what is sent, what the transcript notes, and what other systems are told."""

    chat: Conversation
    outbox: tuple[OutboxItem, ...] = ()
    lines: tuple[TranscriptEntry, ...] = ()
    news: tuple[OutgoingEvent, ...] = ()


def touched(chat: Conversation, now: int) -> Conversation:
    """Return the next version of a conversation, to be changed further; its line on the desk counts as changed at ``now``."""
    return replace(chat, version=chat.version + 1, touched_at=max(now, chat.touched_at))


def marker(after: Conversation, what: Marker, by: Author | None, at: int, detail: str | None = None) -> TranscriptEntry:
    """Return the transcript's line of something that was done to a conversation; ``by`` is ``None`` for the clock or the customer."""
    return TranscriptEntry(
        id=f"{after.id}:{after.version}:{what}",
        conversation_id=after.id,
        customer_id=after.customer_id,
        store_id=after.store_id,
        direction="desk",
        at=at,
        text=what,
        content="marker",
        by=by,
        detail=detail,
    )


def news(after: Conversation, what: OutgoingType, by: Author | None, at: int, **more: str | int | None) -> OutgoingEvent:
    """Return what other systems of the shop are told of a deed."""
    data = {"conversation": after.id, "customer": after.customer_id, "staff": by.id if by else None, **more}
    return OutgoingEvent(f"{what.partition('.')[2]}:{after.id}:{after.version}", after.store_id, what, at, data, at)


def others(chat: Conversation, by: Author) -> Refused | None:
    """Refuse what only the person who has a conversation may do, where that is somebody else."""
    return Refused("taken", chat.assignee) if chat.owner == "staff" and chat.assignee not in {None, by.id} else None
