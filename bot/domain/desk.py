"""The desk of the shop's people: one line per conversation that needs one of them, or lately did.

A line is a projection: it follows from the newest conversation and its customer's name alone, so that it may be written again by
anybody, and the lines lie in a small collection of their own, however many conversations there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from bot.domain import window
from bot.domain.clock import HOUR, MINUTE
from bot.domain.concern import Concern
from bot.domain.conversation import CloseReason, FlagReason, Owner

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation

Marker = Literal[
    "taken_over",
    "answered_elsewhere",
    "assigned",
    "labelled",
    "handed_back",
    "handed_back_by_silence",
    "closed",
    "closed_by_silence",
    "reopened",
    "escalated",
    "request_decided",
    "resent",
    "rated",
]
LONGEST_PREVIEW: Final = 120
# Whoever asks for a person waits for one; a message that failed has nobody waiting in front of a screen.
TARGETS: Final[dict[FlagReason | None, int]] = {
    "asked_for_person": 5 * MINUTE,
    "complaint": 5 * MINUTE,
    "damaged_item": 10 * MINUTE,
    "misunderstood": 15 * MINUTE,
    "unverified": 15 * MINUTE,
    "request": 30 * MINUTE,
    "delivery_exception": 30 * MINUTE,
    "failed_message": 60 * MINUTE,
    "unknown_outcome": 60 * MINUTE,
    "loop": 2 * HOUR,
    None: 10 * MINUTE,
}
# An answer has to be written before the customer service window closes, by somebody who has to read first.
BEFORE_WINDOW_CLOSES: Final = HOUR
# Where nobody waits for us there is time, unless the window closes.
UNHURRIED: Final = 8 * HOUR


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """A line of the queue; ``id`` and ``version`` are the conversation's, ``name`` the customer's.

    ``due_at`` is the instant by which somebody should have acted (see ``due_at``); ``closes_at`` is when the customer service window
    closes, 0 where the customer has never written. ``escalate_from`` is since when a wait counts that nobody was told of yet, and
    ``quiet_from`` since when nothing has happened in a conversation that may go back to the bot by itself.
    """

    id: str
    store_id: str
    phone_number_id: str
    customer_id: str
    state: Literal["open", "closed"]
    owner: Owner
    due_at: int
    closes_at: int
    changed_at: int
    version: int
    name: str | None = None
    language: str | None = None
    reason: FlagReason | None = None
    summary: str = ""
    concerns: tuple[Concern, ...] = ()
    error_code: int | None = None
    flagged_at: int | None = None
    waiting_since: int | None = None
    last_inbound_at: int | None = None
    assignee: str | None = None
    team: str | None = None
    labels: tuple[str, ...] = ()
    preview: str = ""
    taken_at: int | None = None
    staff_said_at: int | None = None
    reopened_at: int | None = None
    escalated_at: int | None = None
    escalate_from: int | None = None
    quiet_from: int | None = None
    closed_at: int | None = None
    closed_by: str | None = None
    close_reason: CloseReason | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A person was named in a note; ``id`` is ``<note>:<staff id>``, ``by`` the name of who wrote it, ``seen_at`` when the named one looked."""

    id: str
    staff_id: str
    conversation_id: str
    store_id: str
    at: int
    by: str
    seen_at: int | None = None

    @property
    def note_id(self) -> str:
        """The transcript's id of the note."""
        return self.id.removesuffix(f":{self.staff_id}")


def on_desk(chat: Conversation) -> bool:
    """Tell whether a conversation is for people to see to: it is flagged, a person has it, or it was closed and is open again."""
    return chat.flag is not None or chat.owner == "staff" or chat.reopened_at is not None


def has_line(chat: Conversation) -> bool:
    """Tell whether a conversation has a line on the desk: it is for people to see to, or was once and is closed."""
    return on_desk(chat) or chat.closed is not None


def entry_of(chat: Conversation, name: str | None) -> DeskEntry | None:
    """Return a conversation's line on the desk; ``None`` for one that was never there."""
    if not has_line(chat):
        return None
    is_open = on_desk(chat)
    flag, closed = chat.flag, None if is_open else chat.closed
    return DeskEntry(
        id=chat.id,
        store_id=chat.store_id,
        phone_number_id=chat.phone_number_id,
        customer_id=chat.customer_id,
        name=name,
        language=chat.language,
        state="open" if is_open else "closed",
        owner=chat.owner,
        due_at=due_at(chat),
        closes_at=window.closes_at(chat.last_inbound_at) or 0,
        changed_at=max(chat.touched_at, flag.at if flag else 0, closed.at if closed else 0),
        version=chat.version,
        reason=flag.reason if flag else None,
        summary=flag.summary if flag else "",
        concerns=flag.concerns if flag else (),
        error_code=flag.error_code if flag else None,
        flagged_at=flag.at if flag else None,
        waiting_since=chat.waiting_since,
        last_inbound_at=chat.last_inbound_at,
        assignee=chat.assignee,
        team=chat.team,
        labels=chat.labels,
        preview=chat.preview,
        taken_at=chat.taken_at,
        staff_said_at=chat.staff_said_at,
        reopened_at=chat.reopened_at,
        escalated_at=chat.escalated_at,
        escalate_from=chat.waiting_since if chat.escalated_at is None else None,
        quiet_from=_last_sign(chat) if is_open and (chat.owner == "staff" or flag is None) else None,
        closed_at=closed.at if closed else None,
        closed_by=closed.by if closed else None,
        close_reason=closed.reason if closed else None,
    )


def due_at(chat: Conversation) -> int:
    """Return by when somebody should have acted: the target for the reason after the wait began, and an hour before the window closes.

    Of what is due at different instants the earliest goes first; so the order of the queue changes only when a conversation does,
    and an index keeps it.
    """
    if chat.waiting_since is not None:
        due = chat.waiting_since + TARGETS[chat.flag.reason if chat.flag else None]
    elif chat.flag is not None and chat.owner == "bot":
        due = chat.flag.at + TARGETS[chat.flag.reason]
    else:
        return _last_sign(chat) + UNHURRIED
    closes_at = window.closes_at(chat.last_inbound_at)
    return due if closes_at is None else min(due, closes_at - BEFORE_WINDOW_CLOSES)


def urgency(entry: DeskEntry, now: int) -> tuple[bool, int, str]:
    """Return what the queue is ordered by: what can still be answered in free words comes first, then what is due first."""
    return (entry.closes_at <= now, entry.due_at, entry.id)


def shortened(text: str) -> str:
    """Return a preview of a text: one line of at most ``LONGEST_PREVIEW`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_PREVIEW else f"{line[: LONGEST_PREVIEW - 1]}…"


def _last_sign(chat: Conversation) -> int:
    """Return when customer or person last did something."""
    return max(chat.last_inbound_at or 0, chat.staff_said_at or 0, chat.taken_at or 0, chat.flag.at if chat.flag else 0)
