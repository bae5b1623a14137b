"""What is to be said, before it has words: message names and values, no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.consent import Consent
from bot.domain.conversation import FlagReason, QuestionKind
from bot.domain.customer import Customer
from bot.domain.money import Money
from bot.domain.notice import Category
from bot.domain.order import Order
from bot.domain.request import Draft, Request
from bot.domain.store import Store


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, shown in the store's time zone as date and time."""

    at: int


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day (ISO date), shown in the locale's form with its weekday."""

    iso: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Text from outside (order number, tracking number, carrier, product, person, link): isolated in right-to-left text."""

    text: str


@dataclass(frozen=True, slots=True)
class Say:
    """A message of the catalogue with its values; ``count`` chooses the plural form and is also the value ``count``."""

    message: str
    values: Mapping[str, Value] = field(default_factory=dict)
    count: int | None = None


Value = str | int | Money | Moment | Day | Ref | Say


@dataclass(frozen=True, slots=True)
class Option:
    """A row of a list or a button: ``id`` comes back when it is chosen."""

    id: str
    title: Say | Ref
    description: Say | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that an answer ends with: see ``bot.domain.conversation.Question``."""

    kind: QuestionKind
    intent: str
    order_id: str | None = None
    text: str = ""
    media: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: ``lines`` become paragraphs of one message, with at most one of options, link and document below.

    Up to three ``options`` become buttons unless ``as_list``; more become a list opened by ``list_label``. ``asks`` marks
    that the options are orders among which the customer chooses for that intent, ``ask`` any other question. ``flag`` asks for a
    person. ``consents`` are the customer's new words on categories, ``request`` is what the shop's people are asked to do.
    ``contact_request`` has WhatsApp offer the customer to share his number. ``offer`` is the tag of a language that he may prefer.
    """

    lines: tuple[Say, ...]
    options: tuple[Option, ...] = ()
    as_list: bool = False
    list_label: Say | None = None
    link: tuple[str, Say] | None = None
    document: tuple[str, str] | None = None
    asks: str | None = None
    flag: FlagReason | None = None
    order_id: str | None = None
    ask: Ask | None = None
    consents: tuple[tuple[Category, bool], ...] = ()
    request: Draft | None = None
    contact_request: bool = False
    offer: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What answers may look at: the store, the customer, his orders (newest first) and the one that is meant, if known.

    ``text`` is what he wrote, ``details`` what he wrote or sent when he was asked for it (``media``: ids of pictures), ``agreed``
    what he answered to a question for a yes. ``consents`` are his last words on categories, ``requests`` what he has asked of the
    shop's people already, ``language`` what the answer will be said in, ``languages`` what it could be said in, ``wants_language``
    the one that he asks for.
    """

    store: Store
    customer: Customer
    orders: tuple[Order, ...]
    now: int
    order: Order | None = None
    text: str = ""
    details: str = ""
    media: tuple[str, ...] = ()
    agreed: bool | None = None
    consents: tuple[Consent, ...] = ()
    requests: tuple[Request, ...] = ()
    language: str | None = None
    languages: tuple[str, ...] = ()
    wants_language: str | None = None
