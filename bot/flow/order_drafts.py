"""What events make of an order, before anything is written: pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.db.fetches import WantedDocument
from bot.domain.consent import Consent
from bot.domain.details import blank_order
from bot.domain.merge import merge
from bot.domain.names import names_of, order_name
from bot.domain.notice import Notice, Skipped
from bot.domain.order import Order, Shipment
from bot.domain.privacy import is_erased
from bot.flow.notify import notices_of_change

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.store_event import Buyer, StoreEvent

APPLIED = "applied"
LATE = "late or regressing: recorded, not announced"
NOTHING_NEW = "nothing new"
NOT_MOVED = "the buyer's phone number changed after messages had gone out: they go on to the first one"
# What an order and a parcel are, but for what they merely remember.
_shown_of_order = attrgetter(*(one.name for one in fields(Order) if one.name not in {"marks", "shipments"}))
_shown_of_parcel = attrgetter(*(one.name for one in fields(Shipment) if one.name != "marks"))


@dataclass(frozen=True, slots=True)
class Step:
    """An order before and after events; ``came_of`` says per event, in their order of occurrence, what became of it."""

    before: Order
    after: Order
    came_of: tuple[tuple[StoreEvent, str], ...] = ()
    note: str = ""

    @property
    def buyers(self) -> list[Buyer]:
        """What events tell of the buyer, the newest first."""
        return [event.buyer for event, _ in reversed(self.came_of) if event.kind == "order" and event.buyer]

    @property
    def buyer_name(self) -> str | None:
        """The name of the buyer, as the newest event that tells one has it."""
        return next((buyer.name for buyer in self.buyers if buyer.name), None)

    @property
    def buyer_email(self) -> str | None:
        """The buyer's e-mail address, for people to write to."""
        return next((buyer.email for buyer in self.buyers if buyer.email), None)


def advance(before: Order, events: Sequence[StoreEvent]) -> Step:
    """Return an order with events merged into it."""
    order = before
    came_of = []
    for event in sorted(events, key=lambda event: event.occurred_at):
        after = merge(order, event)
        came_of.append((event, _outcome(order, after)))
        order = after
    return Step(before, order, tuple(came_of))


def _outcome(before: Order, after: Order) -> str:
    if before == after:
        return NOTHING_NEW
    return LATE if _shown(before) == _shown(after) else APPLIED


def _shown(order: Order) -> tuple[object, list[object]]:
    """Return an order without what it merely remembers."""
    return _shown_of_order(order), [_shown_of_parcel(parcel) for parcel in order.shipments]


def summary(outcomes: Sequence[str]) -> str:
    """Return what became of an item by what became of each of its events: the best that happened to any."""
    return next((outcome for outcome in (APPLIED, LATE) if outcome in outcomes), NOTHING_NEW)


def notices(step: Step, now: int) -> tuple[Notice | Skipped, ...]:
    """Return what the customer is to be told of a step; who is the order's customer only since this step has been told nothing yet."""
    before, after = step.before, step.after
    if before.customer_id != after.customer_id:
        before = blank_order(after.id, after.store_id)
    return notices_of_change(before, after, now)


def unsaid(entries: Sequence[Notice | Skipped], reason: str) -> tuple[Skipped, ...]:
    """Return the entries as decided once and for all not to be said."""
    return tuple(Skipped(entry.key, entry.milestone, entry.order_id, reason) for entry in entries)


def fetches(step: Step, now: int) -> tuple[WantedDocument, ...]:
    """Return the invoices whose PDF can be fetched since this step.

    One that is held is not final yet, and one whose original is there stays as it was issued, wherever else it can be found.
    """
    known: Mapping[str, str | None] = {invoice.number: invoice.pdf_url for invoice in step.before.invoices if invoice.held is None}
    order = step.after
    if is_erased(order.customer_id):
        return ()
    return tuple(
        WantedDocument(f"invoice:{order.id}:{invoice.number}", invoice.pdf_url, order.store_id, order.id, invoice.number, now)
        for invoice in order.invoices
        if invoice.pdf_url and invoice.held is None and invoice.document_id is None and known.get(invoice.number) != invoice.pdf_url
    )


def word_on_offers(step: Step) -> Consent | None:
    """Return the consent to offers that was ticked at the checkout, if it was.

    It is as old as the order, so that a STOP since then stands however often the store reports the order. A box that was left
    empty takes nothing back that the customer has said elsewhere.
    """
    if not any(buyer.marketing for buyer in step.buyers):
        return None
    return Consent("marketing", given=True, at=step.after.placed_at, source="checkout", wording=f"ticked when ordering {step.after.number}")


def new_names(step: Step) -> tuple[str, ...]:
    """Return the names under which the order can be found since this step; an order that is new has all of its names from it."""
    known = names_of(step.before) if step.before.version else ()
    told = (order_name(event.store_id, event.order_ref) for event, _ in step.came_of if event.kind == "order" and event.order_ref)
    wanted = dict.fromkeys((*names_of(step.after), *told))
    return tuple(name for name in wanted if name not in known)
