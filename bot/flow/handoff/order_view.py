"""An order as the shop's people see it beside a conversation: what has happened, the newest first, and what can be told again. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, get_args
from urllib.parse import urlsplit

from bot.domain import details, tracking
from bot.domain.delivery import again_id
from bot.domain.details import payment_mark
from bot.domain.milestones import news
from bot.domain.notice import KINDS, Notice, ledger_key
from bot.domain.order import Order, ShipmentFlag, ShipmentState
from bot.domain.payments import PAYMENT_RANK
from bot.domain.truth import held, untrue
from bot.flow.overview.reasons import Reason, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.db.records import Unsaid
    from bot.domain.conversation import Conversation
    from bot.domain.delivery import OutboxItem, TranscriptEntry
    from bot.domain.money import Money
    from bot.domain.notice import Milestone
    from bot.domain.order import Shipment
    from bot.domain.request import Request

# Of what happened at one instant the cause stands below what it led to.
Kind = Literal["order", "payment", "parcel", "trouble", "invoice", "refund", "notice", "again", "note"]
Waits = Literal["turn", "quiet", "paper", "held", "other"]
_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_STEPS: Final[frozenset[str]] = frozenset(get_args(ShipmentState)) - {"unknown"}
_TROUBLES: Final[frozenset[str]] = frozenset(get_args(ShipmentFlag))
# What each refund says better, and what is so of every order that is new.
_NO_STEPS: Final = frozenset(("pending", "partially_refunded", "refunded"))
_WAITS: Final[tuple[tuple[str, Waits], ...]] = (
    ("quiet hours", "quiet"),
    ("the PDF of the invoice", "paper"),
    ("the invoice may not be sent", "held"),
)
# A change rarely makes more than two notices, and only few changes come before the first of them is sent.
_LATEST: Final = 25
_AT_ONCE: Final = 8
_INSTEAD: Final = re.compile(r"replaced by the notice (\w+) of")


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known of an order: the lines of its customer's chat that are about it, what waits to be sent, and what was not said."""

    order: Order
    lines: Sequence[TranscriptEntry] = ()
    waiting: Sequence[OutboxItem] = ()
    unsaid: Sequence[Unsaid] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the timeline. ``what`` is a state, flag, milestone or kind of paper, ``about`` a parcel's place, an invoice's number or words.

    Of a notice ``state`` is what became of it (``waiting``, or a delivery state), and ``why`` the reason why it was not said: ``instead``
    names the notice that said it too, ``sentence`` are the words written down. ``waits`` is why it has still to wait, ``until`` when.
    """

    at: int
    kind: Kind
    what: str
    about: str = ""
    amount: Money | None = None
    state: str | None = None
    why: Reason | None = None
    instead: str | None = None
    sentence: str = ""
    code: int | None = None
    waits: Waits | None = None
    until: int = 0
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Sendable:
    """What the customer can be told once more: ``subject`` is as in ``Notice``, ``about`` as in ``Happened``."""

    milestone: Milestone
    subject: str
    about: str = ""

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.milestone}:{self.subject}"


def timeline(known: Sources) -> tuple[Happened, ...]:
    """Return what has happened to an order and what its customer was told of it, the newest first."""
    order = known.order
    found = [*_order(order), *_payments(order), *_papers(order), *_refunds(order)]
    for parcel in order.shipments:
        found += _parcel(order, parcel)
    found += [_said(order, line) for line in known.lines if line.direction == "out" and line.milestone is not None]
    found += [_done(line) for line in known.lines if line.direction == "desk" and (line.content == "note" or line.text == "resent")]
    found += [_queued(order, item, item.notice) for item in known.waiting if item.notice is not None]
    found += [_never(order, one) for one in known.unsaid]
    return tuple(sorted(found, key=lambda one: (one.at, _KINDS.index(one.kind)), reverse=True))


def sendable(order: Order) -> tuple[Sendable, ...]:
    """Return what is true of an order as it stands, so that the customer can be told it once more; what has gone furthest comes first."""
    if order.customer_id is None:
        return ()
    found = []
    for milestone, subject, cycle in news(order):
        notice = Notice(ledger_key(order.id, milestone, subject, cycle, order.customer_id), milestone, order.id, subject)
        if untrue(notice, order) is None and held(notice, order) is None:
            found.append(Sendable(milestone, subject, _about(order, subject)))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (-KINDS[one.milestone].progress, one.value)))


def queued_ids(order: Order) -> tuple[str, ...]:
    """Return the ids under which notices of an order's last changes may still wait to be sent, once more as well.

    Looked up by id, because the outbox knows no orders, and the embedded server scans for anything but equality.
    """
    versions = range(max(1, order.version - _LATEST + 1), order.version + 1)
    first = [f"{order.id}:{version}:{place}" for version in versions for place in range(_AT_ONCE)]
    return (*first, *map(again_id, first))


def shown(orders: Sequence[Order], wanted: str | None, chat: Conversation, requests: Sequence[Request]) -> Order | None:
    """Return the order to show: the one asked for, the one that somebody has to decide on, the one spoken of, or the newest still open."""
    by_id = {order.id: order for order in orders}
    likely = (wanted, *(one.order_id for one in requests if one.pending), chat.focus_order, chat.said.order_id if chat.said else None)
    named = next((by_id[one] for one in likely if one in by_id), None)
    return named or next((order for order in orders if order.open), None) or next(iter(orders), None)


def web_address(text: str | None) -> str | None:
    """Return an address that a page may link to, ``None`` for anything but http and https: stores and carriers write it."""
    return text if text and urlsplit(text).scheme in {"http", "https"} else None


def _order(order: Order) -> Iterator[Happened]:
    yield Happened(order.placed_at, "order", "placed", amount=order.total)
    if order.state != "received" and order.state_at:
        yield Happened(order.state_at, "order", order.state)


def _payments(order: Order) -> Iterator[Happened]:
    marks = details.memory(order)
    for state in PAYMENT_RANK:
        if state not in _NO_STEPS and marks.get(payment_mark(state)):
            yield Happened(marks[payment_mark(state)], "payment", state)


def _parcel(order: Order, parcel: Shipment) -> Iterator[Happened]:
    about = _about(order, parcel.id)
    for name, at in tracking.memory(parcel).items():
        if at and (name in _STEPS or name in _TROUBLES):
            yield Happened(at, "parcel" if name in _STEPS else "trouble", name, about)


def _papers(order: Order) -> Iterator[Happened]:
    for paper in order.invoices:
        yield Happened(paper.issued_at, "invoice", paper.kind, paper.number, paper.total, sentence=paper.held or "")


def _refunds(order: Order) -> Iterator[Happened]:
    for refund in order.refunds:
        yield Happened(refund.at, "refund", "refunded", amount=refund.amount)


def _said(order: Order, line: TranscriptEntry) -> Happened:
    subject = line.letter.notice.subject if line.letter and line.letter.notice else ""
    sentence, milestone = line.reason or "", line.milestone or ""
    happened = Happened(line.at, "notice", milestone, _about(order, subject), state=line.state, sentence=sentence, code=line.error_code)
    return _with_reason(happened) if line.state in {"skipped", "superseded"} else happened


def _queued(order: Order, item: OutboxItem, notice: Notice) -> Happened:
    why = item.reason or ""
    waits = next((known for beginning, known in _WAITS if why.startswith(beginning)), "other" if why else "turn")
    about = _about(order, notice.subject)
    return Happened(item.created_at, "notice", notice.milestone, about, state="waiting", sentence=why, waits=waits, until=item.due_at)


def _never(order: Order, one: Unsaid) -> Happened:
    beginning = f"{order.id}:{one.milestone}:"
    about = next((_about(order, parcel.id) for parcel in order.shipments if one.key.startswith(f"{beginning}{parcel.id}:")), "")
    return _with_reason(Happened(one.at, "notice", one.milestone, about, state="skipped", sentence=one.reason))


def _with_reason(one: Happened) -> Happened:
    instead = _INSTEAD.match(one.sentence)
    said = instead[1] if instead and instead[1] in KINDS else None
    return replace(one, why=reason_of(one.sentence, one.state or ""), instead=said)


def _done(line: TranscriptEntry) -> Happened:
    """Return what people have done: a note's words, or which notice was told again."""
    by = line.by.name if line.by else None
    if line.content == "note":
        return Happened(line.at, "note", "note", line.text, by=by)
    return Happened(line.at, "again", line.detail or "", by=by)


def _about(order: Order, subject: str) -> str:
    """Return what tells things of an order apart: the place of a parcel where there are several, or a paper's number."""
    places = {parcel.id: place for place, parcel in enumerate(order.shipments, start=1)}
    if subject in places:
        return str(places[subject]) if len(places) > 1 else ""
    return subject if any(paper.number == subject for paper in order.invoices) else ""
