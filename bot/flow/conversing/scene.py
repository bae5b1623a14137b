"""What a conversation is decided from, and what is decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.clock import HOUR, MINUTE
from bot.domain.message import Edit, Media, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.answers import Answering
    from bot.db.misunderstood import Misunderstood
    from bot.domain.conversation import Conversation
    from bot.domain.customer import Customer
    from bot.domain.delivery import OutboxItem, TranscriptEntry
    from bot.domain.message import Content, InboundMessage
    from bot.domain.order import Order
    from bot.domain.request import Request
    from bot.domain.store import Store
    from bot.language.catalogue import Catalogues
    from bot.language.taught import Taught
    from bot.language.understand import Matcher


@dataclass(frozen=True, slots=True)
class Guards:
    """When the bot holds its tongue: after ``most`` answers ``within`` ms that lead nowhere, for ``quiet`` ms; after ``daily`` in a day."""

    most: int = 8
    within: int = 2 * MINUTE
    quiet: int = HOUR
    daily: int = 60


@dataclass(slots=True)
class Mind:
    """What understanding and wording need: ``answers`` are by intent, ``verified`` names those that only a known customer may have.

    ``taught`` is what the matcher knows beside the phrases of its files.
    The one thing that is changed in place, between two decisions: when its files change, whoever holds it understands by the new ones.
    """

    matcher: Matcher
    catalogues: Catalogues
    answers: Mapping[str, Answering]
    guards: Guards = field(default_factory=Guards)
    verified: frozenset[str] = frozenset()
    taught: tuple[Taught, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with what the store knows around it: the inbox id, when it came in, the order of the message that it quotes."""

    inbox_id: str
    received_at: int
    message: InboundMessage
    quoted_order: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is known about one chat at one moment; ``orders`` are the customer's, newest first.

    ``strange`` are orders that are not known to be his: found by the numbers that he names. Nothing of them is told before he has
    shown that they are his. ``requests`` is what he has asked of the shop's people.
    """

    conversation: Conversation
    store: Store
    customer: Customer
    orders: tuple[Order, ...]
    heard: tuple[Heard, ...]
    now: int
    strange: tuple[Order, ...] = ()
    requests: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The chat's next state, what goes out, the transcript lines of what came in, requests to the shop's people, and what was unclear."""

    conversation: Conversation
    outbox: tuple[OutboxItem, ...]
    lines: tuple[TranscriptEntry, ...]
    requests: tuple[Request, ...] = ()
    unclear: tuple[Misunderstood, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """The customer seems to be still typing: look again at ``until``."""

    until: int


def words_of(content: Content) -> str | None:
    """Return what was typed: a text, the new text of an edited message, or a caption."""
    match content:
        case Text(body=body) | Edit(body=str(body)) | Media(caption=str(body)):
            return body
        case _:
            return None
