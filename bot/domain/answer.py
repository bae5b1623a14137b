"""What is to be said, before it has words: message names and values, no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.conversation import FlagReason
from bot.domain.customer import Customer
from bot.domain.money import Money
from bot.domain.order import Order
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
class Answer:
    """An answer: ``lines`` become paragraphs of one message, with at most one of options, link and document below.

    Up to three ``options`` become buttons unless ``as_list``; more become a list opened by ``list_label``. ``asks`` marks
    that the options are orders among which the customer chooses for that intent. ``flag`` asks for a person.
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


@dataclass(frozen=True, slots=True)
class Facts:
    """What answers may look at: the store, the customer, his orders (newest first) and the one that is meant, if known."""

    store: Store
    customer: Customer
    orders: tuple[Order, ...]
    now: int
    order: Order | None = None
    text: str = ""
