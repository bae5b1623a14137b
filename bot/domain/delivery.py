"""What becomes of a message of ours: the outbox item, its states, and the one rule by which states move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.content import OutContent
from bot.domain.message import WireIdentity
from bot.domain.notice import Notice

OutboxState = Literal["queued", "sending", "unknown"]
FinalState = Literal["accepted", "sent", "delivered", "read", "failed", "skipped", "superseded"]

# ``failed`` never hides ``read`` or ``delivered``: WhatsApp may report a failed copy on one of several devices.
RANK: dict[str, int] = {"accepted": 10, "skipped": 10, "superseded": 10, "sent": 20, "failed": 25, "delivered": 30, "read": 40}


def outranks(new: str, old: str) -> bool:
    """Tell whether a status may replace another one: they never go back, whatever the order of arrival."""
    return RANK[new] > RANK[old]


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """Something to send. ``id`` is ``<document>:<version>:<n>``, so that a repeated commit makes no second one.

    An ``answer`` carries its finished ``content``; a ``notice`` carries the ``notice`` and gets its words when it is sent,
    because only then is it known whether the customer service window is open. ``claim`` is the token of the sender that
    has it, ``deadline_at`` the instant after which an unknown outcome is decided.
    """

    id: str
    kind: Literal["answer", "notice"]
    store_id: str
    customer_id: str
    conversation_id: str
    phone_number_id: str
    to: WireIdentity
    created_at: int
    due_at: int
    state: OutboxState = "queued"
    content: OutContent | None = None
    notice: Notice | None = None
    language: str = "en"
    order_id: str | None = None
    reply_to: str | None = None
    attempts: int = 0
    resent: bool = False
    claim: str | None = None
    deadline_at: int | None = None


@dataclass(frozen=True, slots=True)
class TranscriptEntry:
    """One line of a chat, in or out. ``id`` is the inbox id or the outbox id; ``at`` the customer's or our time of sending.

    For what we sent, ``state`` is its delivery state, ``reason`` why it was skipped or failed, ``content`` what was said.
    For what the customer sent, ``understood`` is the intent that it was taken for.
    """

    id: str
    conversation_id: str
    customer_id: str
    store_id: str
    direction: Literal["in", "out"]
    at: int
    text: str
    content: str
    wamid: str | None = None
    state: str | None = None
    rank: int = 0
    reason: str | None = None
    error_code: int | None = None
    order_id: str | None = None
    understood: str | None = None
    confidence: float | None = None
