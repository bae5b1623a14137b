"""What becomes of a message of ours: the outbox item, its states, and the one rule by which states move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.content import OutContent
from bot.domain.message import WireIdentity
from bot.domain.notice import KINDS, Milestone, Notice

Kind = Literal["answer", "staff", "notice", "survey"]
OutboxState = Literal["queued", "sending", "unknown"]
FileKind = Literal["image", "video", "document", "audio", "voice", "sticker"]
FinalState = Literal["accepted", "sent", "delivered", "read", "failed", "skipped", "superseded"]

# ``failed`` never hides ``read`` or ``delivered``: WhatsApp may report a failed copy on one of several devices.
RANK: dict[str, int] = {"accepted": 10, "skipped": 10, "superseded": 10, "sent": 20, "failed": 25, "delivered": 30, "read": 40}


def outranks(new: str, old: str) -> bool:
    """Tell whether a status may replace another one: they never go back, whatever the order of arrival."""
    return RANK[new] > RANK[old]


@dataclass(frozen=True, slots=True)
class Author:
    """A person of the shop: the staff id, and the name as it was when he wrote."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """Something to send. ``id`` is ``<document>:<version>:<n>``, so that a repeated commit makes no second one.

    An ``answer`` and a person's words (``staff``) carry their finished ``content``; a ``notice`` carries the ``notice`` and gets
    its words when it is sent, because only then is it known whether the customer service window is open; a ``survey`` is either,
    and the least urgent. ``claim`` is the token of the sender that has it, ``deadline_at`` the instant after which an unknown
    outcome is decided, ``doubted_at`` since when it is unknown and somebody listens for news of it. ``attempts`` counts what Graph
    refused, ``reason`` says why a queued item waits. With ``template_only`` Meta has said that the customer service window is closed,
    whatever we think of it. ``by`` is the person who wrote a ``staff`` one. ``heard_at`` is when that came in which an answer answers,
    or which a notice tells of. ``trace`` is the id that everything has which that led to (``bot.domain.tracing``).
    """

    id: str
    kind: Kind
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
    doubted_at: int | None = None
    reason: str | None = None
    template_only: bool = False
    by: Author | None = None
    heard_at: int | None = None
    trace: str | None = None


# Nothing is sent a thousand times over.
_MOST_FIGURES = 3

# What a customer waits for goes first; the figures are positions in a queue.
FIRST, URGENT, USUAL, LAST = range(4)


def urgency(item: OutboxItem) -> int:
    """Return an item's place among others that wait: answers and staff, urgent notices, other notices, surveys."""
    if item.kind in ("answer", "staff"):
        return FIRST
    if item.kind == "survey":
        return LAST
    return URGENT if item.notice is not None and KINDS[item.notice.milestone].urgent else USUAL


def conversational(item: OutboxItem) -> bool:
    """Tell whether an item is part of a conversation, where one message follows another."""
    return item.kind in ("answer", "staff")


def again_id(outbox_id: str) -> str:
    """Return the id under which a message that WhatsApp reported as failed is sent once more: ``x``, ``x~2``, ``x~3``."""
    base, times = _base_and_times(outbox_id)
    return f"{base}~{times + 1}"


def times_sent(outbox_id: str) -> int:
    """Return how many messages this id and those before it stand for: 1, or the figure behind its last ``~``."""
    return _base_and_times(outbox_id)[1]


def first_id(outbox_id: str) -> str:
    """Return the id of the message that this one repeats; its own where it is the first."""
    return _base_and_times(outbox_id)[0]


def _base_and_times(outbox_id: str) -> tuple[str, int]:
    # An order's number or an invoice's may hold a tilde of its own: only a figure at the very end is ours.
    base, mark, times = outbox_id.rpartition("~")
    ours = mark and times.isascii() and times.isdigit() and len(times) <= _MOST_FIGURES
    return (base, int(times)) if ours else (outbox_id, 1)


@dataclass(frozen=True, slots=True)
class Letter:
    """What it takes to send a message again after its outbox item is gone: see ``OutboxItem``.

    Kept with the transcript line, because WhatsApp may report a failure long after it has accepted a message. An order's notice
    keeps no words: it gets new ones, which are true when it is sent again. ``document_id`` names the file that went with it.
    """

    kind: Kind
    phone_number_id: str
    to: WireIdentity
    created_at: int
    language: str = "en"
    content: OutContent | None = None
    notice: Notice | None = None
    reply_to: str | None = None
    template_only: bool = False
    document_id: str | None = None
    by: Author | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that belongs to a line: ``document_id`` is where it is kept, ``media_id`` what WhatsApp calls one that a customer sent.

    ``mime_type`` and ``filename`` are what the sender said, empty where nobody did.
    """

    kind: FileKind
    document_id: str
    mime_type: str = ""
    filename: str = ""
    media_id: str | None = None


@dataclass(frozen=True, slots=True)
class TranscriptEntry:
    """One line of a chat, in or out. ``id`` is the inbox id or the outbox id; ``at`` the customer's or our time of sending.

    The direction ``desk`` is for what customers never see: a ``note`` of the shop's people for one another (``mentions`` are staff
    ids), or a ``marker`` of what they did, whose ``text`` names it (``bot.domain.desk.Marker``) and whose ``detail`` says more.
    ``by`` is who wrote or did it; ``kind`` says of what we sent whether it was an answer, a person's words, a notice or a survey.

    For what we sent, ``state`` is its delivery state, ``reason`` why it was skipped or failed, ``content`` what was said, and
    ``milestone`` what a notice was about, said or not.
    For what the customer sent, ``understood`` is the intent that it was taken for and ``language`` the one that it was read in.
    ``quotes`` is the wamid of the message that a line answers, reacts to, changes or takes back, ``attached`` its file; ``detail``
    says more of what has no words: an emoji, a place, a contact. ``letter`` is there for what WhatsApp accepted.
    """

    id: str
    conversation_id: str
    customer_id: str
    store_id: str
    direction: Literal["in", "out", "desk"]
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
    letter: Letter | None = None
    by: Author | None = None
    kind: Kind | None = None
    mentions: tuple[str, ...] = ()
    detail: str | None = None
    milestone: Milestone | None = None
    quotes: str | None = None
    attached: Attached | None = None
    language: str | None = None
    trace: str | None = None
