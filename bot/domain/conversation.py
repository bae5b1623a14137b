"""The state of one chat: a customer with one of the store's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.concern import Concern
from bot.domain.consent import Consent

FlagReason = Literal[
    "asked_for_person",
    "complaint",
    "misunderstood",
    "unknown_outcome",
    "failed_message",
    "damaged_item",
    "request",
    "delivery_exception",
    "loop",
    "unverified",
]
Owner = Literal["bot", "staff"]
QuestionKind = Literal["choose_order", "confirm", "details", "photo", "order_number", "second_fact"]


@dataclass(frozen=True, slots=True)
class Flag:
    """Why a person should look, since when, and a line for them: what the customer wrote, or else one of facts for other systems.

    ``concerns`` are these facts where they are about an order, ``error_code`` is Graph's where a message failed.
    """

    reason: FlagReason
    at: int
    summary: str = ""
    concerns: tuple[Concern, ...] = ()
    error_code: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What we asked and wait for, so that ``intent`` can be answered. Past ``expires_at`` it is as if never asked.

    ``kind`` says what is missing: which order (``options`` are those to choose from), a yes (``confirm``), words (``details``), a
    picture (``photo``), the number of an order that is not the customer's (``order_number``), or a proof that it is
    (``second_fact``, ``options`` hold the number as typed). ``order_id`` is what is known already, ``text`` what the customer wrote,
    ``details`` what he sent to be passed on, ``media`` ids of pictures that came. ``reminded``: after another question in between the
    customer has heard that this one waits.
    """

    intent: str
    options: tuple[str, ...]
    asked_at: int
    expires_at: int
    kind: QuestionKind = "choose_order"
    order_id: str | None = None
    text: str = ""
    media: tuple[str, ...] = ()
    reminded: bool = False
    details: str = ""


@dataclass(frozen=True, slots=True)
class Quiet:
    """The bot answers nothing until an instant: it went round in circles, which ends sooner once a person has looked, or it has said enough today."""

    kind: Literal["loop", "cap"]
    until: int


CloseReason = Literal["solved", "no_answer", "duplicate", "spam", "other", "handed_back", "silence"]


@dataclass(frozen=True, slots=True)
class Closed:
    """A conversation has left the desk: when, by whom (a staff id, ``None`` for the clock), and why."""

    at: int
    reason: CloseReason
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """The bot's last answer: a digest of its words, so that they are not said twice in a row, and which intent and order it was about."""

    digest: str
    intent: str | None = None
    order_id: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """``id`` is ``c:<phone number id>:<customer id>``; ``version`` counts commits, 0 means not stored yet.

    ``language_chosen``: the customer asked for his language by name, so that what he writes in doesn't change it; ``offered_language``
    is the one that was offered to him because he writes in it.
    ``last_inbound_at`` opens the customer service window; ``misunderstood`` counts misses in a row. ``consents`` holds the last word
    per category; ``answered_at`` the instants of the bot's newest answers, for the guard against two bots that talk for ever.
    ``answered_to`` names what each of them was about. ``quiet`` stops the bot for a while; ``day`` (ISO, where the store is) and
    ``answers_on_day`` count towards the most that it says in a day. ``said`` is its last answer. ``unverified_at`` are the failed
    attempts to show that an order is one's own, ``shown_orders`` the orders of others' records for which it succeeded.
    ``requests`` are ids of what was asked of the shop's people.
    ``unreachable_at`` is when WhatsApp last said that it can't deliver to the customer.

    What the shop's people do with it: ``assignee`` is a staff id, ``team`` a team's. ``waiting_since`` is the customer's first message
    that no person has answered, ``staff_said_at`` when a person last wrote, ``touched_at`` when the desk's view of it last changed,
    ``preview`` what was said last. ``closed`` says that it has left the desk, until something brings it back: at ``reopened_at`` the
    customer himself did, by writing again. ``to_rate`` is the
    closing after which the customer was last asked how it was.
    """

    id: str
    store_id: str
    customer_id: str
    phone_number_id: str
    language: str | None = None
    language_chosen: bool = False
    offered_language: str | None = None
    last_inbound_at: int | None = None
    owner: Owner = "bot"
    flag: Flag | None = None
    question: Question | None = None
    focus_order: str | None = None
    misunderstood: int = 0
    consents: tuple[Consent, ...] = ()
    answered_at: tuple[int, ...] = ()
    answered_to: tuple[str, ...] = ()
    quiet: Quiet | None = None
    day: str = ""
    answers_on_day: int = 0
    said: Said | None = None
    unverified_at: tuple[int, ...] = ()
    shown_orders: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    unreachable_at: int | None = None
    assignee: str | None = None
    team: str | None = None
    labels: tuple[str, ...] = ()
    waiting_since: int | None = None
    taken_at: int | None = None
    staff_said_at: int | None = None
    escalated_at: int | None = None
    touched_at: int = 0
    preview: str = ""
    closed: Closed | None = None
    reopened_at: int | None = None
    to_rate: Closed | None = None
    version: int = 0


def conversation_id(phone_number_id: str, customer_id: str) -> str:
    """Return the id of the chat between a number of ours and a customer."""
    return f"c:{phone_number_id}:{customer_id}"
