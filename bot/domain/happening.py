"""What came of our messages, as others may want to know: the funnel, the cost book, other systems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.alert import AlertKind
from bot.domain.delivery import Kind
from bot.domain.message import WireIdentity
from bot.domain.notice import Category


@dataclass(frozen=True, slots=True)
class Failed:
    """A message failed for good; ``code`` is Graph's where it has one."""

    store_id: str
    customer_id: str
    conversation_id: str
    phone_number_id: str
    outbox_id: str
    item: Kind
    order_id: str | None
    code: int | None
    reason: str
    at: int
    in_doubt: bool = False
    kind: Literal["failed"] = "failed"


@dataclass(frozen=True, slots=True)
class OptedOut:
    """A customer does not want a category of messages; ``wording`` is what said so."""

    store_id: str
    customer_id: str
    conversation_id: str
    phone_number_id: str
    category: Category
    wording: str
    at: int
    kind: Literal["opted_out"] = "opted_out"


@dataclass(frozen=True, slots=True)
class Unreachable:
    """WhatsApp can't deliver to a customer: another channel may."""

    store_id: str
    customer_id: str
    conversation_id: str
    phone_number_id: str
    at: int
    kind: Literal["unreachable"] = "unreachable"


@dataclass(frozen=True, slots=True)
class NumberStopped:
    """Nothing can be sent for a number until somebody acts; ``by_status`` when it was told after a message had been accepted."""

    store_id: str
    phone_number_id: str
    code: int
    reason: str
    at: int
    by_status: bool = False
    kind: Literal["number_stopped"] = "number_stopped"


@dataclass(frozen=True, slots=True)
class NumberResumed:
    """A number that was stopped sends again."""

    store_id: str
    phone_number_id: str
    at: int
    kind: Literal["number_resumed"] = "number_resumed"


@dataclass(frozen=True, slots=True)
class MediaLost:
    """Meta no longer has an upload of ours: the document has to be uploaded again."""

    phone_number_id: str
    document_id: str
    kind: Literal["media_lost"] = "media_lost"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that a person should look at; ``text`` says what to do."""

    store_id: str
    alert: AlertKind
    subject: str
    text: str
    at: int
    kind: Literal["alarm"] = "alarm"


@dataclass(frozen=True, slots=True)
class Merged:
    """A notice was not sent because another one of its order says more: a message saved."""

    store_id: str
    phone_number_id: str
    outbox_id: str
    to: WireIdentity
    order_id: str | None
    at: int
    kind: Literal["merged"] = "merged"


Happening = Failed | OptedOut | Unreachable | NumberStopped | NumberResumed | MediaLost | Alarm | Merged
