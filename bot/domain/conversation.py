"""The state of one chat: a customer with one of the store's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Flag:
    """Why a person should look, since when, and a line of facts for them."""

    reason: FlagReason
    at: int
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What we asked and wait for: which order the ``intent`` is about. Past ``expires_at`` it is as if never asked."""

    intent: str
    options: tuple[str, ...]
    asked_at: int
    expires_at: int
    kind: Literal["choose_order"] = "choose_order"


@dataclass(frozen=True, slots=True)
class Conversation:
    """``id`` is ``c:<phone number id>:<customer id>``; ``version`` counts commits, 0 means not stored yet.

    ``last_inbound_at`` opens the customer service window; ``misunderstood`` counts misses in a row. ``consents`` holds the last word
    per category; ``answered_at`` the instants of the bot's newest answers, for the guard against two bots that talk for ever.
    ``unreachable_at`` is when WhatsApp last said that it can't deliver to the customer.
    """

    id: str
    store_id: str
    customer_id: str
    phone_number_id: str
    language: str | None = None
    last_inbound_at: int | None = None
    owner: Owner = "bot"
    flag: Flag | None = None
    question: Question | None = None
    focus_order: str | None = None
    misunderstood: int = 0
    consents: tuple[Consent, ...] = ()
    answered_at: tuple[int, ...] = ()
    unreachable_at: int | None = None
    version: int = 0


def conversation_id(phone_number_id: str, customer_id: str) -> str:
    """Return the id of the chat between a number of ours and a customer."""
    return f"c:{phone_number_id}:{customer_id}"
